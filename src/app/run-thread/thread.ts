import { parentPort, workerData } from "node:worker_threads";
import pino from "pino";
import { actions } from "../../actions/index.ts";
import { executeRun } from "../../engine/execute-run.ts";
import { toErrorRecord } from "../../errors.ts";
import { openRooms } from "../../rooms.ts";
import { type FromThread, fromResult, type Result, type ThreadData, type ToThread, toResult } from "./messages.ts";

// The thread that does runs: whatever a design holds, the thread that answers Penpot and renews locks stays free.

const { config, cwd, level } = workerData as ThreadData;
const log = pino(
  { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, errorKey: "error", serializers: { error: toErrorRecord } },
  { write: (line: string) => post({ kind: "log", line }) },
);
const rooms = openRooms({ config, cwd, log });
const runs = new Map<number, AbortController>();
const calls = new Map<number, (result: Result<unknown>) => void>();
let lastCall = 0;

parentPort?.on("message", (message: ToThread) => {
  if (message.kind === "run") void execute(message);
  else if (message.kind === "abort") runs.get(message.run)?.abort(new Error(message.reason));
  else {
    calls.get(message.call)?.(message.result);
    calls.delete(message.call);
  }
});

async function execute({ run, input }: Extract<ToThread, { kind: "run" }>): Promise<void> {
  const controller = new AbortController();
  runs.set(run, controller);
  const executed = executeRun(input, {
    actions,
    penpot: (instance) => rooms.penpots.get(instance),
    forge: (name) => rooms.forges.get(name),
    sources: { lookup: (file) => ask({ run, name: "lookup", argument: file }) },
    isSynced: (file) => ask({ run, name: "isSynced", argument: file }),
    openCache: rooms.openCache,
    log: log.child({ run: input.run.id, recipe: input.recipe.name }),
    signal: controller.signal,
  });
  const result = await toResult(executed);
  runs.delete(run);
  post({ kind: "done", run, result });
}

type Question =
  | Omit<Extract<FromThread, { kind: "call"; name: "lookup" }>, "kind" | "call">
  | Omit<Extract<FromThread, { name: "isSynced" }>, "kind" | "call">;

function ask<Answer>(question: Question): Promise<Answer> {
  lastCall += 1;
  const call = lastCall;
  return new Promise<Answer>((resolve, reject) => {
    calls.set(call, (result) => {
      try {
        resolve(fromResult(result) as Answer);
      } catch (error) {
        reject(error);
      }
    });
    post({ ...question, kind: "call", call } as FromThread);
  });
}

function post(message: FromThread): void {
  parentPort?.postMessage(message);
}
