/** Where a mistake stands: `file` as the user named it, `line` and `column` from 1. */
export interface Place {
  file?: string;
  line?: number;
  column?: number;
}

/** One mistake a person can mend. `code` is UPPER_SNAKE, `hint` says what to do. */
export interface Problem {
  code: string;
  message: string;
  hint?: string;
  place?: Place;
}

interface ErrorDetails {
  hint?: string;
  cause?: unknown;
}

/** The author of a recipe, a configuration or a command must act. Never retried. */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly code: string;
  readonly hint: string | undefined;
  /** All the mistakes found; one when the error is about a single thing. */
  readonly problems: readonly Problem[];

  constructor(code: string, message: string, details: ErrorDetails & { place?: Place; problems?: readonly Problem[] } = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.problems = details.problems ?? [
      { code, message, ...(details.hint && { hint: details.hint }), ...(details.place && { place: details.place }) },
    ];
  }
}

/** Somebody else's trouble that passes: retried, after `retryAfterMs` where the other side said so. */
export class TransientError extends Error {
  override readonly name = "TransientError";
  readonly code: string;
  readonly hint: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: string, message: string, details: ErrorDetails & { retryAfterMs?: number } = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** Somebody else's trouble that stays until an operator acts. Failed at once, kept for requeue. */
export class PermanentError extends Error {
  override readonly name = "PermanentError";
  readonly code: string;
  readonly hint: string | undefined;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
  }
}

/** The error's sort as the queue, the log and the exit code see it. */
export type ErrorClass = "user" | "transient" | "permanent" | "bug";

/** Sorts any thrown value. What is none of the three classes is ours. */
export function classifyError(error: unknown): ErrorClass {
  if (error instanceof UserError) return "user";
  if (error instanceof TransientError) return "transient";
  if (error instanceof PermanentError) return "permanent";
  return "bug";
}

/** An error as plain data, for run records, logs and `--json`. */
export interface ErrorRecord {
  class: ErrorClass;
  code: string;
  message: string;
  hint?: string;
  problems?: readonly Problem[];
  stack?: string;
}

/** Flattens any thrown value; only bugs carry their stack. */
export function toErrorRecord(error: unknown): ErrorRecord {
  const kind = classifyError(error);
  const message = error instanceof Error ? error.message : String(error);
  if (kind === "bug") {
    return { class: kind, code: "BUG", message, ...(error instanceof Error && error.stack && { stack: error.stack }) };
  }
  const known = error as UserError | TransientError | PermanentError;
  return {
    class: kind,
    code: known.code,
    message,
    ...(known.hint && { hint: known.hint }),
    ...(known instanceof UserError && known.problems.length > 1 && { problems: known.problems }),
  };
}

/** One problem on one or two lines: `file:line:column  message` and the hint below. */
export function formatProblem({ message, hint, place }: Problem): string {
  const where = [place?.file, place?.line, place?.line === undefined ? undefined : place.column].filter((part) => part !== undefined);
  const head = where.length > 0 ? `${where.join(":")}  ${message}` : message;
  return hint ? `${head}\n    ${hint}` : head;
}

/** Any thrown value as the text a person is shown. */
export function formatError(error: unknown): string {
  if (error instanceof UserError) return error.problems.map(formatProblem).join("\n");
  const record = toErrorRecord(error);
  if (record.class === "bug")
    return `${record.stack ?? record.message}\n    This is a bug in Penops; please report it with the lines above.`;
  return record.hint ? `${record.message}\n    ${record.hint}` : record.message;
}
