export { type DiffOptions, diffDesign } from "./compare/diff-design.ts";
export type { Packages } from "./compare/packages.ts";
export { withPixelShares } from "./compare/pixel-shares.ts";
export type { Ancestor, Change, DesignDiff, DiffClass, DiffEntry, ThemeChange } from "./design-diff.ts";
export type { Json } from "./json.ts";
export type { EntityKind, Lock, LockEntity } from "./lock/lock.ts";
export { lockPath } from "./lock/lock-path.ts";
export { type ParsedLock, parseLock } from "./lock/parse-lock.ts";
export { printLock } from "./lock/print-lock.ts";
export { type LockExtras, type ThemeValues, toLock } from "./lock/to-lock.ts";
export {
  type ChangedItem,
  type DiffData,
  type DiffVariables,
  diffVariables,
  emptyDiff,
  type RenamedItem,
  toDiffData,
} from "./tell/diff-data.ts";
export { summarise } from "./tell/summarise.ts";
export { type MarkdownOptions, toMarkdown } from "./tell/to-markdown.ts";
