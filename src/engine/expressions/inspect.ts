import type { ASTNode } from "@marcbachmann/cel-js";
import { compileRegex } from "../../linear-regex.ts";
import { nearest } from "../../yaml.ts";
import { fieldsOf, functionNames, methodNames, type Variables } from "./environment.ts";

/** A mistake in an expression; `start` and `end` are offsets in the text it was found in. */
export interface ExpressionProblem {
  code: string;
  message: string;
  hint?: string;
  start: number;
  end: number;
}

/** Every unknown variable, field, function and regular expression of a parsed expression, before its types are looked at. */
export function inspect(root: ASTNode, variables: Variables): ExpressionProblem[] {
  const problems: ExpressionProblem[] = [];
  visit(root, { variables, locals: new Set(), problems });
  return problems;
}

interface Visit {
  readonly variables: Variables;
  /** Names that a macro such as `exists(x, …)` brings in. */
  readonly locals: ReadonlySet<string>;
  readonly problems: ExpressionProblem[];
}

/** The nodes directly below a node. */
export function childrenOf(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case "value":
    case "id":
      return [];
    case ".":
    case ".?":
      return [node.args[0]];
    case "call":
      return node.args[1];
    case "rcall":
      return [node.args[1], ...node.args[2]];
    case "map":
      return node.args.flat();
    case "!_":
    case "-_":
      return [node.args];
    default:
      return node.args;
  }
}

function visit(node: ASTNode, state: Visit): void {
  if (node.op === "rcall") {
    visitMethod(node, state);
    return;
  }
  if (node.op === "id") visitVariable(node, state);
  if (node.op === "." || node.op === "[]") visitField(node, state);
  if (node.op === "call") visitName(node, node.args[0], functionNames, state);
  for (const child of childrenOf(node)) visit(child, state);
}

function visitVariable(node: Extract<ASTNode, { op: "id" }>, { variables, locals, problems }: Visit): void {
  if (locals.has(node.args) || Object.hasOwn(variables, node.args)) return;
  problems.push({
    code: "UNKNOWN_VARIABLE",
    message: `Unknown variable "${node.args}".`,
    hint: suggest(node.args, Object.keys(variables)),
    start: node.start,
    end: node.end,
  });
}

function visitField(node: Extract<ASTNode, { op: "." | "[]" }>, state: Visit): void {
  const field = fieldName(node);
  const known = fieldsOf(exampleOf(node.args[0], state));
  if (field === undefined || !known || known.includes(field)) return;
  const start = node.op === "." ? node.pos : node.args[1].start;
  const dashed = known.find((name) => name.startsWith(`${field}-`));
  state.problems.push({
    code: "UNKNOWN_FIELD",
    message: `${JSON.stringify(pathOf(node.args[0]))} has no field "${field}".`,
    hint: dashed ? `A name with - is written ${pathOf(node.args[0])}["${dashed}"].` : suggest(field, known),
    start,
    end: start + field.length,
  });
}

function visitName(node: ASTNode, name: string, known: readonly string[], { problems }: Visit): void {
  if (known.includes(name)) return;
  problems.push({
    code: "UNKNOWN_FUNCTION",
    message: `Unknown function ${name}().`,
    hint: suggest(name, known),
    start: node.start,
    end: node.end,
  });
}

const MACROS = new Set(["all", "exists", "exists_one", "map", "filter"]);

function visitMethod(node: Extract<ASTNode, { op: "rcall" }>, state: Visit): void {
  const [name, receiver, parameters] = node.args;
  const [first, ...rest] = parameters;
  visitName(node, name, methodNames, state);
  visit(receiver, state);
  if (name === "matches" && first?.op === "value" && typeof first.args === "string") visitRegex(first, first.args, state);
  if (!MACROS.has(name) || first?.op !== "id") {
    for (const parameter of parameters) visit(parameter, state);
    return;
  }
  for (const body of rest) visit(body, { ...state, locals: new Set([...state.locals, first.args]) });
}

function visitRegex(node: ASTNode, pattern: string, { problems }: Visit): void {
  try {
    compileRegex(pattern);
  } catch (error) {
    problems.push({
      code: "REGEX_INVALID",
      message: `The regular expression ${JSON.stringify(pattern)} ${(error as Error).message}.`,
      start: node.start,
      end: node.end,
    });
  }
}

function exampleOf(node: ASTNode, state: Visit): unknown {
  if (node.op === "id") return state.locals.has(node.args) ? undefined : ownValue(state.variables, node.args);
  if (node.op !== "." && node.op !== "[]") return undefined;
  const field = fieldName(node);
  return field === undefined ? undefined : ownValue(exampleOf(node.args[0], state), field);
}

function ownValue(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}

function fieldName(node: Extract<ASTNode, { op: "." | "[]" }>): string | undefined {
  if (node.op === ".") return node.args[1];
  const index = node.args[1];
  return index.op === "value" && typeof index.args === "string" ? index.args : undefined;
}

function pathOf(node: ASTNode): string {
  return node.input.slice(node.start, node.end);
}

function suggest(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant ? `Did you mean "${meant}"?` : `Known here: ${known.join(", ")}.`;
}
