import { Environment } from "@marcbachmann/cel-js";
import { caseNames } from "../../case-names.ts";

/** The variables of an expression: for each an example of its value, `{}` for a map of anything, `undefined` for anything at all. */
export type Variables = Readonly<Record<string, unknown>>;

/** What an expression may call by name. A list of its own, so that a newer library cannot bring in a clock. */
export const functionNames: readonly string[] = ["size", "string", "int", "double", "bool", "dyn", "has", ...Object.keys(caseNames)];

/** What an expression may call on a value. */
export const methodNames: readonly string[] = [
  ...["size", "startsWith", "endsWith", "contains", "matches", "lowerAscii", "upperAscii", "trim", "indexOf", "lastIndexOf"],
  ...["substring", "split", "join", "replace"],
  ...["all", "exists", "exists_one", "map", "filter"],
];

const LIMITS = { maxAstNodes: 500, maxDepth: 40, maxListElements: 200, maxMapEntries: 200, maxCallArguments: 8 };
const MAX_TEXT = 1_000_000;

/** A CEL environment that knows these variables and our functions, and nothing of the outside. */
export function createEnvironment(variables: Variables): Environment {
  const environment = new Environment({ homogeneousAggregateLiterals: false, limits: LIMITS });
  for (const [name, example] of Object.entries(variables)) declare(environment, name, example);
  for (const [name, run] of Object.entries(caseNames)) environment.registerFunction(`${name}(string): string`, run);
  environment.registerFunction("string.replace(string, string): string", replace);
  // Numbers of a design are whole by chance: 24 is an int and 24.5 a double, and both must count.
  for (const operator of ["+", "-", "*", "/"] as const) {
    environment.registerOperator(`int ${operator} double: double`, (a: bigint, b: number) => calculate(operator, Number(a), b));
    environment.registerOperator(`double ${operator} int: double`, (a: number, b: bigint) => calculate(operator, a, Number(b)));
  }
  return environment;
}

function declare(environment: Environment, name: string, example: unknown): void {
  const type = typeOf(example);
  if (typeof type === "string") environment.registerVariable(name, type);
  else environment.registerVariable({ name, schema: type });
}

interface Schema {
  [field: string]: string | Schema;
}

const TYPES = new Set(["string", "int", "double", "bool", "dyn", "map", "list", "list<string>", "list<int>", "list<double>"]);

// Actions may describe an item by the names of CEL types or by an example; a text that is a type's name is taken as one.
function typeOf(example: unknown): string | Schema {
  if (typeof example === "string") return TYPES.has(example) ? example : "string";
  if (typeof example === "number") return Number.isSafeInteger(example) ? "int" : "double";
  if (typeof example === "bigint") return "int";
  if (typeof example === "boolean") return "bool";
  if (Array.isArray(example)) {
    return example.length > 0 && example.every((item) => typeof item === "string") ? "list<string>" : "list";
  }
  if (typeof example !== "object" || example === null) return "dyn";
  const fields = Object.entries(example);
  return fields.length === 0 ? "map" : Object.fromEntries(fields.map(([field, value]) => [field, typeOf(value)]));
}

/** The known fields of an example, or nothing when any field may be there. */
export function fieldsOf(example: unknown): readonly string[] | undefined {
  if (typeof example !== "object" || example === null || Array.isArray(example)) return undefined;
  const fields = Object.keys(example);
  return fields.length > 0 ? fields : undefined;
}

function replace(text: string, from: string, to: string): string {
  const parts = text.split(from);
  if (text.length + (parts.length - 1) * to.length > MAX_TEXT) throw new Error("replace() would make a text that is too long");
  return parts.join(to);
}

function calculate(operator: "+" | "-" | "*" | "/", a: number, b: number): number {
  if (operator === "+") return a + b;
  if (operator === "-") return a - b;
  return operator === "*" ? a * b : a / b;
}
