import { hostname } from "node:os";
import { createDispatcher } from "../engine/dispatch.ts";
import { createDeliveryReader, createRunWorker, createTimers } from "../queue/index.ts";
import { firstLook, timerJobs } from "./clock.ts";
import { handleDeliveries } from "./handle-deliveries.ts";
import type { ClockParts, OwnProfiles, WorkerParts } from "./parts.ts";
import { processRun } from "./process-run.ts";

/** Waits between the attempts of a run that meets passing trouble, in milliseconds. */
const RETRY = { baseMs: 5_000, maxMs: 600_000 };

/** The worker's half, running. */
export interface RunningWorker {
  /** Resolves when webhooks and revisions were looked at once; never rejects. */
  firstLook: Promise<void>;
  close(): Promise<void>;
}

/** Starts everything that works on what the receiver kept. */
export async function startWorker(parts: WorkerParts, stopped: AbortSignal): Promise<RunningWorker> {
  const { config, log, redis, runs, stores, rooms, runThread, recipes } = parts;
  const { prefix } = config.redis;
  const { concurrency, lock: lockMs, attempts } = config.worker;
  const stop = new AbortController();
  const signal = AbortSignal.any([stopped, stop.signal]);
  const ownProfiles: OwnProfiles = new Map();
  const dispatcher = createDispatcher({
    recipes: () => recipes,
    sources: rooms.sources,
    enqueue(request, event) {
      runThread.warm();
      return runs.enqueue(request, event);
    },
    getSynced: stores.getSynced,
    rememberNonce: stores.rememberNonce,
    ownProfiles,
    log,
    now: Date.now,
  });
  const clock: ClockParts = { ...parts, dispatcher, ownProfiles, webhooks: { failed: 0 } };
  const options = { prefix, concurrency, lockMs, retry: { attempts, ...RETRY } };
  const worker = await createRunWorker(redis, options, (run, runSignal) => processRun(parts, run, runSignal), log);
  const timers = await createTimers(redis, prefix, timerJobs(clock), log);
  const handle = handleDeliveries({ ...clock, timers }, signal);
  const reader = createDeliveryReader(redis, { prefix, consumer: hostname() }, handle, log, signal);
  const looking = firstLook(clock, timers, signal);
  return {
    firstLook: looking.first,
    async close() {
      stop.abort();
      await Promise.all([reader.close(), timers.close(), looking.all]);
      await worker.close();
    },
  };
}
