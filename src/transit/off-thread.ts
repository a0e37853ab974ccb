import { Worker } from "node:worker_threads";
import { UserError } from "../errors.ts";
import { decodeTransit } from "./decode.ts";
import type { WorkerAnswer } from "./worker.ts";

const INLINE_LIMIT = 256 * 1024;

/** Does what `decodeTransit` does, but in a worker thread when the text is larger than 256 kB. Aborting rejects with the signal's reason. */
export async function decodeTransitOffThread(text: string, signal: AbortSignal): Promise<unknown> {
  signal.throwIfAborted();
  if (text.length <= INLINE_LIMIT) return decodeTransit(text);
  const answer = await runWorker(text, signal);
  if ("value" in answer) return answer.value;
  const { class: kind, code, message, hint } = answer.error;
  if (kind !== "user") throw new Error(`The Transit worker failed: ${message}`);
  throw new UserError(code, message, hint ? { hint } : {});
}

function runWorker(text: string, signal: AbortSignal): Promise<WorkerAnswer> {
  const file = new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url);
  const worker = new Worker(file, { workerData: text });
  return new Promise<WorkerAnswer>((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`The Transit worker ended with code ${code} before it answered.`)));
    worker.once("exit", () => signal.removeEventListener("abort", onAbort));
  }).finally(() => worker.terminate());
}
