import type { ASTNode } from "@marcbachmann/cel-js";
import { UserError } from "../../errors.ts";
import { compileRegex } from "../../linear-regex.ts";
import { childrenOf } from "./inspect.ts";

const BUDGET = 1_000_000;
const MAX_TEXT = 1_000_000;

interface Evaluator {
  run(node: ASTNode, context: unknown): unknown;
}

type Evaluate = (evaluator: Evaluator, node: ASTNode, context: unknown) => unknown;

/** Counts what one evaluation costs: a unit per step and per element or 16 characters that a step gives. */
export interface Meter {
  /** Runs one evaluation within the budget, or throws EXPRESSION_TOO_EXPENSIVE. */
  measure<T>(evaluate: () => T): T;
}

/**
 * Puts a counter into every node of a parsed expression. CEL ends always, but `[…].map(…)` in `[…].map(…)` and texts that double
 * can take all time and memory; the library limits the text of an expression only, so its nodes are wrapped here.
 */
export function createMeter(root: ASTNode): Meter {
  let left = BUDGET;
  const spend = (cost: number) => {
    left -= cost;
    if (left < 0) throw tooExpensive();
  };
  wrapAll(root, spend);
  return {
    measure(evaluate) {
      left = BUDGET;
      const result = evaluate();
      // `a || true` and exists() swallow errors of their parts, ours too.
      if (left < 0) throw tooExpensive();
      return result;
    },
  };
}

function tooExpensive(): UserError {
  return new UserError("EXPRESSION_TOO_EXPENSIVE", "it takes too many steps or makes too large a value", {
    hint: "Use fewer macros inside each other, and smaller lists and texts.",
  });
}

function wrapAll(node: ASTNode, spend: (cost: number) => void): void {
  const compares = node.op === "==" || node.op === "!=" || node.op === "in";
  for (const child of childrenOf(node)) {
    wrapAll(child, spend);
    if (compares) wrap(child, (value) => spend(deepSize(value, BUDGET)));
  }
  const own = node.op === "rcall" ? ownMethod(node, spend) : undefined;
  wrap(
    node,
    (value) => spend(1 + shallowSize(value)),
    () => spend(1),
    own,
  );
}

function wrap(node: ASTNode, after: (value: unknown) => void, before?: () => void, replacement?: Evaluate): void {
  const target = node as unknown as { evaluate: Evaluate };
  let inner = replacement ?? target.evaluate;
  const metered: Evaluate = (evaluator, _, context) => {
    before?.();
    const value = inner.call(target, evaluator, node, context);
    after(value);
    return value;
  };
  Object.defineProperty(target, "evaluate", {
    configurable: true,
    get: () => metered,
    // The library replaces a node's `evaluate` at its first use; that must not take the counter out.
    set(next: Evaluate) {
      if (!replacement) inner = next;
    },
  });
}

/** The methods whose cost is not in the size of what they give. */
function ownMethod(node: Extract<ASTNode, { op: "rcall" }>, spend: (cost: number) => void): Evaluate | undefined {
  const [name, receiver, [parameter]] = node.args;
  if (name === "matches" && parameter) {
    return (evaluator, _, context) => matches(evaluator.run(receiver, context), evaluator.run(parameter, context), spend);
  }
  if (name === "join") {
    return (evaluator, _, context) => join(evaluator.run(receiver, context), parameter ? evaluator.run(parameter, context) : "", spend);
  }
  return undefined;
}

// JavaScript's own engine backtracks: one bad pattern would stop the daemon.
function matches(text: unknown, pattern: unknown, spend: (cost: number) => void): boolean {
  if (typeof text !== "string" || typeof pattern !== "string") throw new Error("matches() is for texts");
  const regex = compile(pattern);
  spend(1 + Math.ceil((text.length * regex.size) / 16));
  return regex.test(text);
}

function compile(pattern: string) {
  try {
    return compileRegex(pattern);
  } catch (error) {
    throw new Error(`the regular expression ${JSON.stringify(pattern)} ${(error as Error).message}`);
  }
}

function join(list: unknown, separator: unknown, spend: (cost: number) => void): string {
  if (!Array.isArray(list) || typeof separator !== "string" || !list.every((item) => typeof item === "string"))
    throw new Error("join() is for lists of texts");
  const length = list.reduce((sum: number, item: string) => sum + item.length + separator.length, 0);
  if (length > MAX_TEXT) throw tooExpensive();
  spend(1 + Math.ceil(length / 16));
  return list.join(separator);
}

function shallowSize(value: unknown): number {
  if (typeof value === "string") return value.length > MAX_TEXT ? BUDGET + 1 : value.length >> 4;
  return Array.isArray(value) ? value.length : 0;
}

function deepSize(value: unknown, limit: number): number {
  if (typeof value === "string") return value.length >> 4;
  if (typeof value !== "object" || value === null) return 1;
  let size = 1;
  for (const item of value instanceof Map ? value.values() : Object.values(value)) {
    size += deepSize(item, limit - size);
    if (size > limit) return size;
  }
  return size;
}
