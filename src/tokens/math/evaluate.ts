import { FUNCTIONS, factorial, PREFIX_FUNCTIONS, type Scalar } from "./functions.ts";
import { toWords, type Word } from "./lexer.ts";

/** An operator or parenthesis that waits for its right side. */
interface Pending {
  kind: "operator" | "prefix" | "open";
  /** The operator; for `open` the function that is called, or "". */
  name: string;
  /** How many values the stack held when a parenthesis opened. */
  values: number;
}

interface State {
  values: Scalar[];
  pending: Pending[];
  /** Whether a value must come next. */
  wanted: boolean;
}

const PREFIX = 6;
const PRECEDENCE = new Map([
  ["or", 1],
  ["and", 2],
  ["==", 3],
  ["!=", 3],
  ["<", 3],
  ["<=", 3],
  [">", 3],
  [">=", 3],
  ["+", 4],
  ["-", 4],
  ["*", 5],
  ["/", 5],
  ["%", 5],
  ["^", 7],
]);

/** Computes an expression of the grammar Penpot's resolver uses; undefined when it is none or gives no number. Needs no recursion. */
export function evaluate(expression: string): number | undefined {
  const words = toWords(expression);
  if (words === undefined || words.length === 0) return undefined;
  const state: State = { values: [], pending: [], wanted: true };
  for (const [index, word] of words.entries()) if (!accept(state, word, words[index + 1])) return undefined;
  if (state.wanted || !reduceTo(state, 0)) return undefined;
  const [result] = state.values;
  return state.pending.length === 0 && state.values.length === 1 && typeof result === "number" ? result : undefined;
}

function accept(state: State, word: Word, next: Word | undefined): boolean {
  if (word.kind === "value") return state.wanted && pushValue(state, word.value);
  if (state.wanted) return acceptStart(state, word.text, next);
  return acceptAfterValue(state, word.text);
}

/** Where a value must come: a prefix, a function or a parenthesis. */
function acceptStart(state: State, text: string, next: Word | undefined): boolean {
  const calls = next?.kind === "sign" && next.text === "(";
  if (text === "(") return open(state);
  if (text === ")") return closeEmpty(state);
  if (text === "-" || text === "+") return push(state, "prefix", text);
  if (calls && (FUNCTIONS.has(text) || PREFIX_FUNCTIONS.has(text))) return push(state, "open", text);
  return PREFIX_FUNCTIONS.has(text) && push(state, "prefix", text);
}

function acceptAfterValue(state: State, text: string): boolean {
  if (text === ")") return reduceTo(state, 0) && close(state);
  if (text === ",") return reduceTo(state, 0) && isInCall(state) && want(state);
  if (text === "!") return pushValue(state, factorial(Number(state.values.pop())));
  const precedence = PRECEDENCE.get(text);
  if (precedence === undefined) return false;
  // ^ is the one operator that binds to the right.
  if (!reduceTo(state, text === "^" ? precedence + 1 : precedence)) return false;
  return push(state, "operator", text) && want(state);
}

function open(state: State): boolean {
  const top = state.pending.at(-1);
  if (top?.kind === "open" && top.values < 0) top.values = state.values.length;
  else state.pending.push({ kind: "open", name: "", values: state.values.length });
  return true;
}

/** `f()`: only functions of any number of values may be called so. */
function closeEmpty(state: State): boolean {
  const top = state.pending.at(-1);
  return top?.kind === "open" && FUNCTIONS.has(top.name) && top.values === state.values.length && close(state);
}

function close(state: State): boolean {
  const top = state.pending.pop();
  if (top?.kind !== "open") return false;
  const values = state.values.splice(top.values);
  const [first] = values;
  if (top.name === "") return values.length === 1 && first !== undefined && pushValue(state, first);
  const prefix = PREFIX_FUNCTIONS.get(top.name);
  if (prefix) return values.length === 1 && pushValue(state, prefix(Number(first)));
  return pushValue(state, FUNCTIONS.get(top.name)?.(...values.map(Number)) ?? Number.NaN);
}

function isInCall({ pending }: State): boolean {
  const top = pending.at(-1);
  return top?.kind === "open" && FUNCTIONS.has(top.name);
}

function want(state: State): boolean {
  state.wanted = true;
  return true;
}

function push(state: State, kind: Pending["kind"], name: string): boolean {
  state.pending.push({ kind, name, values: -1 });
  return true;
}

function pushValue(state: State, value: Scalar): boolean {
  state.values.push(value);
  state.wanted = false;
  return true;
}

/** Applies the waiting operators that bind at least as tightly; stops at a parenthesis. */
function reduceTo({ values, pending }: State, precedence: number): boolean {
  for (let top = pending.at(-1); top && top.kind !== "open"; top = pending.at(-1)) {
    const own = top.kind === "prefix" ? PREFIX : (PRECEDENCE.get(top.name) ?? 0);
    if (own < precedence) return true;
    pending.pop();
    const right = values.pop();
    if (right === undefined) return false;
    if (top.kind === "prefix") values.push(applyPrefix(top.name, right));
    else {
      const left = values.pop();
      if (left === undefined) return false;
      values.push(apply(top.name, left, right));
    }
  }
  return true;
}

function applyPrefix(name: string, value: Scalar): Scalar {
  if (name === "-") return -Number(value);
  return PREFIX_FUNCTIONS.get(name)?.(Number(value)) ?? Number(value);
}

function apply(operator: string, left: Scalar, right: Scalar): Scalar {
  const a = Number(left);
  const b = Number(right);
  if (operator === "+") return a + b;
  if (operator === "-") return a - b;
  if (operator === "*") return a * b;
  if (operator === "/") return a / b;
  if (operator === "%") return a % b;
  if (operator === "^") return a ** b;
  return compare(operator, left, right);
}

function compare(operator: string, left: Scalar, right: Scalar): boolean {
  if (operator === "==") return left === right;
  if (operator === "!=") return left !== right;
  if (operator === "<") return left < right;
  if (operator === "<=") return left <= right;
  if (operator === ">") return left > right;
  if (operator === ">=") return left >= right;
  return operator === "and" ? Boolean(left && right) : Boolean(left || right);
}
