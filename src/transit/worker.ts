import { parentPort, workerData } from "node:worker_threads";
import { type ErrorRecord, toErrorRecord } from "../errors.ts";
import { decodeTransit } from "./decode.ts";

/** What the worker answers. */
export type WorkerAnswer = { value: unknown } | { error: ErrorRecord };

parentPort?.postMessage(answer(workerData as string));

function answer(text: string): WorkerAnswer {
  try {
    return { value: decodeTransit(text) };
  } catch (error) {
    return { error: toErrorRecord(error) };
  }
}
