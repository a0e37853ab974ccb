export {
  type ComponentVariables,
  type Selected,
  type Selection,
  selectComponents,
  toComponentVariables,
  toFullName,
  toLabel,
} from "./components.ts";
export { createMatcher, type Patterns } from "./patterns.ts";
