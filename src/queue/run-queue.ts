import { randomUUID } from "node:crypto";
import { type JobsOptions, Queue, QueueEvents } from "bullmq";
import { UserError } from "../errors.ts";
import type { Event } from "../event.ts";
import type { Logger } from "../log.ts";
import type { RunOutcome, RunRecord, RunRequest } from "../run.ts";
import type { RedisHandle } from "./redis.ts";
import { isConnectionError, withRedis } from "./redis-errors.ts";
import { JOB_STATES, toRunRecord, toRunState } from "./run-record.ts";
import { createRunStore, RUNS, type RunData, type RunJob, toRunKey } from "./run-store.ts";

/** `queued`: the event opened a run; `coalesced`: it joined one that waits. */
export interface Enqueued {
  runKey: string;
  state: "queued" | "coalesced";
}

export type RunCounts = Record<RunRecord["state"], number>;

/** Runs that wait, run and ended. Every method rejects with TransientError REDIS_AWAY when Redis is away. */
export interface RunQueue {
  enqueue(request: RunRequest, event: Event): Promise<Enqueued>;
  getRun(id: string): Promise<RunRecord | undefined>;
  /** Newest first. */
  listRuns(filter?: { state?: RunRecord["state"]; limit?: number }): Promise<RunRecord[]>;
  /** Queues a failed run's events anew, at once; the failed record goes. */
  requeue(id: string): Promise<Enqueued>;
  counts(): Promise<RunCounts>;
  /** Calls back for every run that ends, wherever it ran, from when this resolves until the returned function is called. */
  onFinished(callback: (run: RunRecord) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export interface RunQueueOptions {
  prefix: string;
  /** How often a run is tried in all. */
  attempts: number;
}

const WEEK_S = 7 * 86_400;

/** Lives in the receiver: adds runs, and answers what became of them. */
export async function createRunQueue(redis: RedisHandle, { prefix, attempts }: RunQueueOptions, log: Logger): Promise<RunQueue> {
  const client = redis.createClient("queue");
  const store = createRunStore(client, prefix);
  const queue = new Queue<RunData, RunOutcome | null, string>(RUNS, {
    connection: client,
    prefix,
    defaultJobOptions: {
      attempts,
      backoff: { type: "custom" },
      removeOnComplete: { age: WEEK_S, count: 1000 },
      removeOnFail: { age: WEEK_S, count: 5000 },
    },
  });
  queue.on("error", (error) => {
    if (!isConnectionError(error)) log.warn({ error }, "The run queue has trouble with Redis");
  });
  await withRedis("open the run queue", () => queue.waitUntilReady());
  const finishers = new Set<() => Promise<void>>();

  async function add({ recipe, file, quietMs, maxWaitMs }: RunRequest, events: readonly Event[]): Promise<Enqueued> {
    const runKey = toRunKey(recipe, file);
    const now = Date.now();
    const data: RunData = { recipe, file, events: [], dropped: 0 };
    const pushed = store.push(runKey, events, now);
    // without a quiet time both commands travel together; this one leaves a job alone that waits until a certain time
    const early = quietMs === 0 ? queue.add(RUNS, data, toJobOptions(runKey, 0, false)) : undefined;
    const [{ firstAt, waiting, notBefore }] = await Promise.all([pushed, early]);
    const state = waiting <= events.length ? "queued" : "coalesced";
    if (early && state === "queued") return { runKey, state };
    const startAt = Math.max(Math.min(now + quietMs, firstAt + maxWaitMs), notBefore);
    await queue.add(RUNS, data, toJobOptions(runKey, Math.max(0, startAt - now), true));
    return { runKey, state };
  }

  async function toRecord(job: RunJob | undefined, known?: RunRecord["state"]): Promise<RunRecord | undefined> {
    if (!job) return undefined;
    const state = known ?? toRunState(await job.getState());
    if (state === undefined) return undefined;
    const waiting = state === "waiting" && job.deduplicationId ? await store.peek(job.deduplicationId) : [];
    return toRunRecord(job, state, waiting);
  }

  async function listState(state: RunRecord["state"], limit: number): Promise<RunRecord[]> {
    const jobs = await queue.getJobs([...JOB_STATES[state]], 0, limit - 1, false);
    const records = await Promise.all(jobs.map((job) => toRecord(job, state)));
    return records.filter((record) => record !== undefined);
  }

  return {
    enqueue: (request, event) => withRedis(`queue the recipe ${request.recipe}`, () => add(request, [event])),
    getRun: (id) => withRedis(`look up the run ${id}`, async () => toRecord(await queue.getJob(id))),
    listRuns: ({ state, limit = 50 } = {}) =>
      withRedis("list runs", async () => {
        const states = state ? [state] : (["waiting", "running", "done", "failed"] as const);
        const lists = await Promise.all(states.map((one) => listState(one, limit)));
        return lists
          .flat()
          .sort((left, right) => lastTime(right) - lastTime(left))
          .slice(0, limit);
      }),
    requeue: (id) =>
      withRedis(`queue the run ${id} again`, async () => {
        const job = await queue.getJob(id);
        const record = await toRecord(job);
        if (!job || record?.state !== "failed") throw toNotFailed(id, record?.state);
        const enqueued = await add({ ...record, quietMs: 0, maxWaitMs: 0 }, record.events);
        await job.remove();
        return enqueued;
      }),
    counts: () =>
      withRedis("count runs", async () => {
        const jobs = await queue.getJobCounts();
        const sum = (state: RunRecord["state"]) => JOB_STATES[state].reduce((total, name) => total + (jobs[name] ?? 0), 0);
        return { waiting: sum("waiting"), running: sum("running"), done: sum("done"), failed: sum("failed") };
      }),
    async onFinished(callback) {
      const [newest] = await withRedis("listen for the end of runs", () => client.xrevrange(queue.toKey("events"), "+", "-", "COUNT", 1));
      const connection = redis.createClient("worker");
      const events = new QueueEvents(RUNS, { connection, prefix, lastEventId: newest?.[0] ?? "0-0" });
      const report = async (id: string) => {
        const run = await queue.getJob(id).then((job) => toRecord(job));
        if (run) callback(run);
      };
      const tell = ({ jobId }: { jobId: string }) =>
        void report(jobId).catch((error) => log.warn({ error, run: jobId }, "A run ended, but its record cannot be read"));
      events.on("completed", tell);
      events.on("failed", tell);
      events.on("error", () => undefined); // told by the connection
      await withRedis("listen for the end of runs", () => events.waitUntilReady());
      const close = async () => {
        finishers.delete(close);
        await events.close();
        connection.disconnect();
      };
      finishers.add(close);
      return close;
    },
    async close() {
      for (const finish of finishers) await finish();
      await queue.close();
      client.disconnect();
    },
  };
}

/**
 * One waiting run per key: a further job only moves the start of a delayed one; while a run is active the last job is kept and
 * becomes the next run. Custom ids may hold no colon.
 */
function toJobOptions(runKey: string, delay: number, reschedule: boolean): JobsOptions {
  return { jobId: randomUUID(), delay, deduplication: { id: runKey, keepLastIfActive: true, reschedule } };
}

function lastTime({ finishedAt, startedAt, queuedAt }: RunRecord): number {
  return finishedAt ?? startedAt ?? queuedAt;
}

function toNotFailed(id: string, state: RunRecord["state"] | undefined): UserError {
  if (state === undefined) return new UserError("RUN_UNKNOWN", `There is no run ${id}.`, { hint: "Records are kept for seven days." });
  return new UserError("RUN_NOT_FAILED", `The run ${id} is ${state}; only a failed run can be queued again.`);
}
