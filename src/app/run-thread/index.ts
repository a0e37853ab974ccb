import { Worker } from "node:worker_threads";
import pino from "pino";
import type { Config } from "../../config/config.ts";
import type { ExecutedRun, RunInput } from "../../engine/execute-run.ts";
import { TransientError } from "../../errors.ts";
import type { Logger } from "../../log.ts";
import { type FromThread, fromResult, type RunHost, type ThreadData, type ToThread, toResult } from "./messages.ts";

export type { RunHost } from "./messages.ts";

/** Does a run; rejects with the error classes of the rooms it uses, or with the signal's reason. */
export type ExecuteRun = (input: RunInput, host: RunHost, signal: AbortSignal) => Promise<ExecutedRun>;

/** A thread in which runs are done. */
export interface RunThread {
  execute: ExecuteRun;
  /** Starts the thread ahead of a run that will come, for example while the design's quiet time passes. */
  warm(): void;
  /** Ends the thread, whatever it is doing. */
  close(): Promise<void>;
}

export interface RunThreadOptions {
  config: Config;
  cwd: string;
  log: Logger;
}

interface Active {
  host: RunHost;
  signal: AbortSignal;
  settle(message: Extract<FromThread, { kind: "done" }>): void;
  fail(error: Error): void;
}

/**
 * Creates a thread for runs; it starts with the first one, has its own clients of Penpot and the forges, and is started anew when it died.
 * Designs are decoded, drawn and compared there, so nothing in a file can hold up the receiver or let a run's lock expire.
 */
export function createRunThread({ config, cwd, log }: RunThreadOptions): RunThread {
  const active = new Map<number, Active>();
  let worker: Worker | undefined;
  let last = 0;

  function start(): Worker {
    const file = new URL(import.meta.url.endsWith(".ts") ? "./thread.ts" : "./thread.js", import.meta.url);
    const data: ThreadData = { config, cwd, level: log.level };
    const thread = new Worker(file, { workerData: data });
    thread.on("message", (message: FromThread) => take(thread, message));
    thread.on("error", (error) => log.error({ error }, "The thread of the runs died"));
    thread.once("exit", () => {
      if (worker === thread) worker = undefined;
      const ended = new TransientError("RUN_THREAD_ENDED", "The thread that does the runs ended before the run did.", {
        hint: "The log says why; most often the process has too little memory for the design.",
      });
      for (const { fail } of active.values()) fail(ended);
      active.clear();
    });
    return thread;
  }

  function take(thread: Worker, message: FromThread): void {
    if (message.kind === "log") writeLine(log, message.line);
    else if (message.kind === "done") active.get(message.run)?.settle(message);
    else void answer(thread, message);
  }

  async function answer(thread: Worker, message: Extract<FromThread, { kind: "call" }>): Promise<void> {
    const run = active.get(message.run);
    if (!run) return;
    const { host, signal } = run;
    const asked = message.name === "lookup" ? host.lookup(message.argument, signal) : host.isSynced(message.argument);
    const reply: ToThread = { kind: "answer", call: message.call, result: await toResult<unknown>(asked) };
    thread.postMessage(reply);
  }

  function warm(): Worker {
    worker ??= start();
    return worker;
  }

  return {
    warm,
    async execute(input, host, signal) {
      signal.throwIfAborted();
      const thread = warm();
      last += 1;
      const run = last;
      const abort = (): void => thread.postMessage({ kind: "abort", run, reason: toReason(signal) } satisfies ToThread);
      signal.addEventListener("abort", abort, { once: true });
      try {
        return await new Promise<ExecutedRun>((resolve, reject) => {
          const settle: Active["settle"] = ({ result }) => {
            try {
              resolve(fromResult(result));
            } catch (error) {
              reject(signal.aborted ? signal.reason : error);
            }
          };
          active.set(run, { host, signal, settle, fail: reject });
          thread.postMessage({ kind: "run", run, input } satisfies ToThread);
        });
      } finally {
        active.delete(run);
        signal.removeEventListener("abort", abort);
      }
    },
    async close() {
      await worker?.terminate();
    },
  };
}

function toReason({ reason }: AbortSignal): string {
  return reason instanceof Error ? reason.message : String(reason);
}

/** A finished line goes where this thread's own lines go, through the filter of secrets and in the same form. */
function writeLine(log: Logger, line: string): void {
  const { [pino.symbols.streamSym]: stream } = log as unknown as Record<symbol, { write(line: string): void }>;
  stream?.write(line);
}
