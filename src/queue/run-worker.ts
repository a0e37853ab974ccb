import { UnrecoverableError, WaitingError, Worker } from "bullmq";
import { toErrorRecord } from "../errors.ts";
import type { Logger } from "../log.ts";
import type { Run, RunOutcome } from "../run.ts";
import type { RedisHandle } from "./redis.ts";
import { isConnectionError, withRedis } from "./redis-errors.ts";
import { decideRetry, type RetryPolicy } from "./retry.ts";
import { toFailedReason, withoutDoubles } from "./run-record.ts";
import { createRunStore, RUNS, type RunData, type RunJob, type RunStore } from "./run-store.ts";

export interface RunWorkerOptions {
  prefix: string;
  concurrency: number;
  /** How long a run may be silent before another worker takes it over, in milliseconds. */
  lockMs: number;
  retry: RetryPolicy;
  /** How long `close` lets active runs end before it aborts them, in milliseconds. */
  graceMs?: number;
  /** Gives 0 to 1; passed in for tests. */
  random?: () => number;
}

/** Does a run once. Rejecting with one of the three error classes decides what becomes of it; the signal aborts on shutdown or when the lock was lost. */
export type ProcessRun = (run: Run, signal: AbortSignal) => Promise<RunOutcome>;

export interface RunWorker {
  /** Takes no further run, lets active ones end, then aborts them: those go back to waiting. */
  close(): Promise<void>;
}

/** What a run's signal aborts with when the process shuts down. */
const SHUTDOWN = "Penops is shutting down; the run goes back to waiting.";
const LOCK_LOST = "The run's lock was lost; another worker does it again.";
/** How long an aborted run may take to notice. */
const ABORT_MS = 5000;

interface Active {
  store: RunStore;
  process: ProcessRun;
  retry: RetryPolicy;
  random: () => number;
  log: Logger;
  /** The runs in hand, by id. */
  controllers: Map<string, AbortController>;
}

/** Takes runs and does them. Runs of a worker that was killed are taken over when their lock has expired, however often that happens. */
export async function createRunWorker(redis: RedisHandle, options: RunWorkerOptions, process: ProcessRun, log: Logger): Promise<RunWorker> {
  const { prefix, concurrency, lockMs, retry, graceMs = 30_000, random = Math.random } = options;
  const client = redis.createClient("worker");
  const controllers = new Map<string, AbortController>();
  const active: Active = { store: createRunStore(client, prefix), process, retry, random, log, controllers };
  const worker: Worker<RunData, RunOutcome | null, string> = new Worker(
    RUNS,
    (job, token) => processJob(active, job, token ?? "", worker.toKey(String(job.id))),
    {
      connection: client,
      prefix,
      concurrency,
      lockDuration: lockMs,
      stalledInterval: Math.max(100, lockMs / 2),
      maxStalledCount: Number.MAX_SAFE_INTEGER, // a kill is no verdict on the run
      runRetryDelay: 1000,
      settings: { backoffStrategy: (_attempts, _type, error) => (error instanceof Retry ? error.delayMs : -1) },
    },
  );
  worker.on("lockRenewalFailed", (ids) => {
    for (const id of ids) controllers.get(id)?.abort(new Error(LOCK_LOST));
  });
  worker.on("stalled", (id) => log.warn({ run: id }, "A worker fell silent during this run; it is done again"));
  worker.on("error", (error) => {
    if (!isConnectionError(error)) log.warn({ error }, "The run worker has trouble with Redis");
  });
  await withRedis("start the run worker", () => worker.waitUntilReady());

  return {
    async close() {
      const closed = worker.close();
      if (!(await within(closed, graceMs))) {
        log.warn({ runs: controllers.size }, "Runs did not end in time; aborting them");
        for (const controller of controllers.values()) controller.abort(new Error(SHUTDOWN));
        if (!(await within(closed, ABORT_MS)))
          log.warn({ runs: [...controllers.keys()] }, "Runs did not stop; another worker takes them over");
      }
      client.disconnect();
    },
  };
}

async function processJob(active: Active, job: RunJob, token: string, jobKey: string): Promise<RunOutcome | null> {
  const events = await takeEvents(active, job, jobKey);
  if (events.length === 0) return forget(job);
  const run: Run = { id: String(job.id), recipe: job.data.recipe, file: job.data.file, events, attempt: job.attemptsMade + 1 };
  const controller = new AbortController();
  active.controllers.set(run.id, controller);
  try {
    return await active.process(run, controller.signal);
  } catch (error) {
    if (isShutdown(controller.signal)) {
      await job.moveToWait(token);
      throw new WaitingError(SHUTDOWN);
    }
    throw await sortFailure(active, job, error);
  } finally {
    active.controllers.delete(run.id);
  }
}

async function takeEvents({ store, log }: Active, job: RunJob, jobKey: string): Promise<Run["events"]> {
  const taken = await store.take(job.deduplicationId ?? "", jobKey, job.data);
  if (taken && taken.dropped > job.data.dropped) {
    log.warn({ run: job.id, kept: taken.events.length, dropped: taken.dropped }, "More events than a run keeps; the rest is only counted");
  }
  return taken ? withoutDoubles(taken.events) : [];
}

/** The run before already took the events this job was added for: it leaves no record. */
function forget(job: RunJob): null {
  job.opts.removeOnComplete = true;
  return null;
}

/** Tells BullMQ in its own errors what `decideRetry` decided. */
async function sortFailure({ retry, random, store }: Active, job: RunJob, error: unknown): Promise<Error> {
  const decision = decideRetry(error, job.attemptsMade + 1, random, retry);
  const message = toFailedReason(toErrorRecord(error));
  if (!decision.retry) return withoutStack(new UnrecoverableError(message));
  await store.holdUntil(job.deduplicationId ?? "", Date.now() + decision.delayMs);
  return withoutStack(new Retry(message, decision.delayMs));
}

/** A failed attempt that is followed by another. */
class Retry extends Error {
  readonly delayMs: number;

  constructor(message: string, delayMs: number) {
    super(message);
    this.delayMs = delayMs;
  }
}

/** The record holds the stack where it matters; BullMQ would store it, and the record, a second time. */
function withoutStack(error: Error): Error {
  error.stack = "";
  return error;
}

function isShutdown({ aborted, reason }: AbortSignal): boolean {
  return aborted && reason instanceof Error && reason.message === SHUTDOWN;
}

/** Whether the promise settled in time. */
async function within(promise: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const settled = promise.then(
    () => true,
    () => true,
  );
  return Promise.race([settled, late]).finally(() => clearTimeout(timer));
}
