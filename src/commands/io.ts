import type { Environment } from "../config/environment.ts";

/** What a command may touch of the outside; passed in, so that tests need no process. */
export interface Io {
  env: Environment;
  cwd: string;
  /** Standard output: what the user asked for. */
  out(text: string): void;
  /** Standard error: logs, progress, complaints. */
  err(text: string): void;
  /** Whether a person watches standard error. */
  isTerminal: boolean;
  /** Aborted by Ctrl-C and SIGTERM. */
  signal: AbortSignal;
}

/** 0 done · 1 it did not work · 2 the user must change something. */
export type ExitCode = 0 | 1 | 2;

/** Prints one JSON value, or else the text. */
export function print(io: Io, json: boolean | undefined, value: unknown, text: () => string): void {
  io.out(json ? `${JSON.stringify(value)}\n` : `${text()}\n`);
}

/** One line on standard error that the next call replaces; nothing where nobody watches. */
export function progress(io: Io, text: string): void {
  if (io.isTerminal) io.err(`\r\u001b[K${text}`);
}

/** Waits until the user stops the program. */
export function untilStopped(signal: AbortSignal): Promise<void> {
  return signal.aborted ? Promise.resolve() : new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
