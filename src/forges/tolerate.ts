import { PermanentError } from "../errors.ts";
import type { Logger } from "../log.ts";

/** Runs what is nice to have: a comment or a label that is not allowed is no reason to fail a proposal. */
export async function tolerate(log: Logger, what: string, task: () => Promise<unknown>): Promise<void> {
  try {
    await task();
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    log.warn({ error, what }, "part of a pull request was refused");
  }
}
