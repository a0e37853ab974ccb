import { TypeError as CelTypeError, type Environment, EvaluationError, ParseError, type ParseResult } from "@marcbachmann/cel-js";
import { UserError } from "../errors.ts";
import { createEnvironment, type Variables } from "./expressions/environment.ts";
import { type ExpressionProblem, inspect } from "./expressions/inspect.ts";
import { createMeter } from "./expressions/meter.ts";
import { isTemplate, splitTemplate } from "./expressions/template.ts";
import { fromCel, type Scope, toText } from "./expressions/values.ts";

export type { Variables } from "./expressions/environment.ts";
export type { ExpressionProblem } from "./expressions/inspect.ts";
export { isTemplate } from "./expressions/template.ts";
export { type Scope, toScope } from "./expressions/values.ts";

const MAX_EXPRESSION = 2000;
const MAX_TEMPLATE = 65_536;
const MAX_PIECES = 200;
const PLAIN_CEL = "Write CEL without ${{ }} here.";

/** A condition (`if`). With problems it cannot be evaluated. */
export interface Expression {
  readonly problems: readonly ExpressionProblem[];
  /** True or false; throws UserError EXPRESSION_FAILED, or EXPRESSION_INVALID when there are problems. */
  evaluate(scope: Scope): boolean;
}

/** A text with `${{ … }}` in it. With problems it cannot be filled. */
export interface Template {
  readonly problems: readonly ExpressionProblem[];
  /** The filled text; the value itself, whatever its type, when the template is exactly one expression. Throws as `Expression.evaluate`. */
  fill(scope: Scope): unknown;
  /** The filled text in any case; every value passes `guard` first, the author's own text does not. */
  fillText(scope: Scope, guard?: (value: string) => string): string;
}

/** Compiles a condition and checks it against its variables; nothing is thrown for what the author did. */
export function compileExpression(text: string, variables: Variables): Expression {
  const compiled = compile(text, 0, lazyEnvironment(variables), variables, "bool");
  return {
    problems: isTemplate(text) ? compiled.problems.map((problem) => ({ hint: PLAIN_CEL, ...problem })) : compiled.problems,
    evaluate(scope) {
      const value = compiled.evaluate(scope);
      if (typeof value === "boolean") return value;
      throw failed(text, "it must give true or false.");
    },
  };
}

/** Compiles a template and checks all its expressions; offsets of problems are offsets in `text`. */
export function compileTemplate(text: string, variables: Variables): Template {
  if (!isTemplate(text)) return { problems: [], fill: () => text, fillText: () => text };
  if (text.length > MAX_TEMPLATE) return broken([tooLong(text, `The template is longer than ${MAX_TEMPLATE} characters.`)], text);
  const { pieces, problems } = splitTemplate(text);
  if (problems.length > 0) return broken(problems, text);
  if (pieces.length > MAX_PIECES) return broken([tooLong(text, `The template has more than ${MAX_PIECES} pieces.`)], text);
  const environment = lazyEnvironment(variables);
  const compiled = pieces.map((piece) =>
    "text" in piece ? piece.text : compile(piece.expression, piece.start, environment, variables, "any"),
  );
  const [only] = compiled;
  const fillText: Template["fillText"] = (scope, guard = (value) => value) =>
    compiled.map((piece) => (typeof piece === "string" ? piece : guard(asText(piece.evaluate(scope), text)))).join("");
  return {
    problems: compiled.flatMap((piece) => (typeof piece === "string" ? [] : piece.problems)),
    fill: (scope) => (compiled.length === 1 && typeof only === "object" ? only.evaluate(scope) : fillText(scope)),
    fillText,
  };
}

interface Compiled {
  problems: readonly ExpressionProblem[];
  evaluate(scope: Scope): unknown;
}

function broken(problems: readonly ExpressionProblem[], text: string): Template & Compiled {
  const refuse = (): never => {
    throw new UserError("EXPRESSION_INVALID", `The expression ${quote(text)} cannot be used: ${problems[0]?.message}`);
  };
  return { problems, fill: refuse, fillText: refuse, evaluate: refuse };
}

function tooLong(text: string, message: string): ExpressionProblem {
  return { code: "EXPRESSION_INVALID", message, start: 0, end: text.length };
}

// Most strings of a recipe are no templates, and building an environment costs half a millisecond.
function lazyEnvironment(variables: Variables): () => Environment {
  let environment: Environment | undefined;
  return () => {
    environment ??= createEnvironment(variables);
    return environment;
  };
}

function compile(text: string, offset: number, environment: () => Environment, variables: Variables, type: "bool" | "any"): Compiled {
  if (text.length > MAX_EXPRESSION) {
    const problem = tooLong(text, `The expression is longer than ${MAX_EXPRESSION} characters.`);
    return broken([{ ...problem, start: offset }], text);
  }
  const parsed = parse(text, environment());
  const problems = "problem" in parsed ? [parsed.problem] : check(parsed.program, text, variables, type);
  if ("problem" in parsed || problems.length > 0) {
    return broken(
      problems.map((problem) => ({ ...problem, start: problem.start + offset, end: problem.end + offset })),
      text,
    );
  }
  const { program } = parsed;
  const meter = createMeter(program.ast);
  return { problems, evaluate: (scope) => withText(text, () => fromCel(meter.measure(() => program(scope)))) };
}

function parse(text: string, environment: Environment): { program: ParseResult } | { problem: ExpressionProblem } {
  try {
    return { program: environment.parse(text) };
  } catch (error) {
    return { problem: toProblem(error, text) };
  }
}

function check(program: ParseResult, text: string, variables: Variables, type: "bool" | "any"): ExpressionProblem[] {
  const problems = inspect(program.ast, variables);
  if (problems.length > 0) return problems;
  const result = program.check();
  if (!result.valid) return [toProblem(result.error, text)];
  if (type === "any" || result.type === "bool" || result.type === "dyn") return [];
  return [{ code: "EXPRESSION_TYPE", message: `The condition must give true or false, not ${result.type}.`, start: 0, end: text.length }];
}

function toProblem(error: unknown, text: string): ExpressionProblem {
  const range = isCelError(error) ? error.range : undefined;
  const code = error instanceof CelTypeError ? "EXPRESSION_TYPE" : "EXPRESSION_INVALID";
  return {
    code,
    message: text.trim() === "" ? "The expression is empty." : `The expression ${quote(text)} is not valid: ${summary(error)}`,
    start: range?.start ?? 0,
    end: range?.end ?? text.length,
  };
}

function isCelError(error: unknown): error is ParseError | CelTypeError | EvaluationError {
  return error instanceof ParseError || error instanceof CelTypeError || error instanceof EvaluationError;
}

function summary(error: unknown): string {
  const message = isCelError(error) ? error.summary : error instanceof Error ? error.message : String(error);
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

function asText(value: unknown, text: string): string {
  return withText(text, () => toText(value));
}

/** Errors of an evaluation are the recipe author's: they name the expression. */
function withText<T>(text: string, evaluate: () => T): T {
  try {
    return evaluate();
  } catch (error) {
    throw failed(text, summary(error), error);
  }
}

function failed(text: string, why: string, cause?: unknown): UserError {
  const code = cause instanceof UserError ? cause.code : "EXPRESSION_FAILED";
  const hint = cause instanceof UserError ? cause.hint : hintFor(cause);
  return new UserError(code, `The expression ${quote(text)} could not be evaluated: ${why}`, { ...(hint && { hint }), cause });
}

function hintFor(cause: unknown): string | undefined {
  if (isCelError(cause) && cause.code === "no_such_key") return 'Guard a field that may be missing: has(a.b) ? a.b : ""';
  return undefined;
}

function quote(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  return `"${line.length > 120 ? `${line.slice(0, 119)}…` : line}"`;
}
