import type { Config } from "../../config/config.ts";
import type { ExecutedRun, RunInput } from "../../engine/execute-run.ts";
import type { SourceFile, SourceIndex } from "../../engine/sources.ts";
import { classifyError, PermanentError, type Problem, TransientError, UserError } from "../../errors.ts";

/** What the thread is started with. */
export interface ThreadData {
  config: Config;
  cwd: string;
  level: string;
}

/** What a run asks of the daemon's own thread. */
export interface RunHost {
  lookup: SourceIndex["lookup"];
  /** Whether the recipe was already done for the file as it is listed. */
  isSynced(file: SourceFile): Promise<boolean>;
}

/** From the daemon to the thread. `run` numbers a run of this process, `call` a question of the thread. */
export type ToThread =
  | { kind: "run"; run: number; input: RunInput }
  | { kind: "abort"; run: number; reason: string }
  | { kind: "answer"; call: number; result: Result<unknown> };

/** From the thread to the daemon. */
export type FromThread =
  | { kind: "call"; run: number; call: number; name: "lookup"; argument: Parameters<SourceIndex["lookup"]>[0] }
  | { kind: "call"; run: number; call: number; name: "isSynced"; argument: SourceFile }
  | { kind: "done"; run: number; result: Result<ExecutedRun> }
  | { kind: "log"; line: string };

/** How a promise ended, as it can cross threads. */
export type Result<Value> = { value: Value } | { error: ErrorData };

/** One of the three classes, or a bug, taken apart: a thread's boundary strips errors of their class. */
interface ErrorData {
  class: ReturnType<typeof classifyError>;
  code: string;
  message: string;
  hint?: string | undefined;
  problems?: readonly Problem[];
  retryAfterMs?: number | undefined;
  stack?: string | undefined;
}

/** Waits for a promise and packs how it ended. */
export async function toResult<Value>(promise: Promise<Value>): Promise<Result<Value>> {
  try {
    return { value: await promise };
  } catch (error) {
    return { error: packError(error) };
  }
}

/** The value, or the error thrown again in its class. */
export function fromResult<Value>(result: Result<Value>): Value {
  if ("value" in result) return result.value;
  throw unpackError(result.error);
}

function packError(error: unknown): ErrorData {
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? error.stack : undefined;
  if (error instanceof UserError) return { class: "user", code: error.code, message, hint: error.hint, problems: error.problems, stack };
  if (error instanceof TransientError) {
    return { class: "transient", code: error.code, message, hint: error.hint, retryAfterMs: error.retryAfterMs, stack };
  }
  if (error instanceof PermanentError) return { class: "permanent", code: error.code, message, hint: error.hint, stack };
  return { class: classifyError(error), code: "BUG", message, stack };
}

function unpackError({ class: kind, code, message, hint, problems, retryAfterMs, stack }: ErrorData): Error {
  const hinted = hint === undefined ? {} : { hint };
  const error = make();
  if (stack !== undefined) error.stack = stack;
  return error;

  function make(): Error {
    if (kind === "user") return new UserError(code, message, { ...hinted, ...(problems && { problems }) });
    if (kind === "transient") return new TransientError(code, message, { ...hinted, ...(retryAfterMs !== undefined && { retryAfterMs }) });
    if (kind === "permanent") return new PermanentError(code, message, hinted);
    return new Error(message);
  }
}
