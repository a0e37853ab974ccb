import { randomUUID } from "node:crypto";
import { Queue, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { UserError } from "../errors.ts";
import type { Logger } from "../log.ts";
import type { RedisHandle } from "./redis.ts";
import { isConnectionError, withRedis } from "./redis-errors.ts";

/** Something to do every so often. The signal aborts when the process shuts down or another process holds the lock. */
export interface TimerJob {
  name: string;
  everyMs: number;
  run(signal: AbortSignal): Promise<void>;
}

export interface Timers {
  /** Does the job now, in this process. False when it is being done already, here or elsewhere; errors are logged, as on a tick. */
  runNow(name: string): Promise<boolean>;
  /** Aborts what is being done and waits for its end. */
  close(): Promise<void>;
}

const TIMERS = "timers";
const LOCK_MS = 30_000;
const EXTEND = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) else return 0 end`;
const RELEASE = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) else return 0 end`;

/**
 * Runs jobs on a clock that all processes share: each tick is done once, by any of them, and one that comes while the job is
 * still being done is skipped. All processes must name the same jobs: what this one does not name is removed.
 */
export async function createTimers(redis: RedisHandle, prefix: string, jobs: readonly TimerJob[], log: Logger): Promise<Timers> {
  const client = redis.createClient("producer");
  const stop = new AbortController();
  const queue = new Queue(TIMERS, { connection: client, prefix, defaultJobOptions: { removeOnComplete: true, removeOnFail: true } });
  queue.on("error", (error) => tellTrouble(error, log));
  await withRedis("set the timers", () => schedule(queue, jobs));

  const tick = async (name: string): Promise<boolean> => {
    const job = jobs.find((candidate) => candidate.name === name);
    if (!job) return false; // another version of Penops, starting or ending beside this one, has it
    try {
      return await withLock(client, `${prefix}:timer:${name}`, stop.signal, (signal) => job.run(signal));
    } catch (error) {
      if (!stop.signal.aborted) log.error({ error, timer: name }, "A timer's job failed; it is tried again on the next tick");
      return true;
    }
  };

  const connection = redis.createClient("worker");
  const worker = new Worker(TIMERS, ({ name }) => tick(name), {
    connection,
    prefix,
    concurrency: Math.max(1, jobs.length) * 2, // a tick that is skipped needs a place too
    maxStalledCount: Number.MAX_SAFE_INTEGER,
    runRetryDelay: 1000,
  });
  worker.on("error", (error) => tellTrouble(error, log));
  await withRedis("start the timers", () => worker.waitUntilReady());

  return {
    async runNow(name) {
      if (!jobs.some((job) => job.name === name)) {
        throw new UserError("TIMER_UNKNOWN", `There is no timer ${name}.`, {
          hint: `There are: ${jobs.map((job) => job.name).join(", ")}.`,
        });
      }
      return tick(name);
    },
    async close() {
      stop.abort();
      await worker.close();
      await queue.close();
      connection.disconnect();
      client.disconnect();
    },
  };
}

async function schedule(queue: Queue, jobs: readonly TimerJob[]): Promise<void> {
  await queue.waitUntilReady();
  for (const { key, every } of await queue.getJobSchedulers()) {
    // BullMQ keeps the old period's offset when only the period is changed, and ticks far too late (seen with 6.7)
    if (Number(every) !== jobs.find(({ name }) => name === key)?.everyMs) await queue.removeJobScheduler(key);
  }
  // an unchanged timer keeps its rhythm: a process that restarts often does not put it off
  for (const { name, everyMs } of jobs) await queue.upsertJobScheduler(name, { every: everyMs }, { name });
}

/** False when somebody else holds the lock. It is renewed while the work lasts and expires when this process is killed. */
async function withLock(redis: Redis, key: string, stop: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
  const token = randomUUID();
  if ((await redis.set(key, token, "PX", LOCK_MS, "NX")) !== "OK") return false;
  const lost = new AbortController();
  const renewal = setInterval(() => {
    redis.eval(EXTEND, 1, key, token, LOCK_MS).then(
      (kept) => kept === 1 || lost.abort(new Error("Another process holds the timer's lock.")),
      () => undefined, // Redis is away: the next renewal tells
    );
  }, LOCK_MS / 3);
  try {
    await work(AbortSignal.any([stop, lost.signal]));
  } finally {
    clearInterval(renewal);
    await redis.eval(RELEASE, 1, key, token).catch(() => undefined); // it expires by itself
  }
  return true;
}

function tellTrouble(error: Error, log: Logger): void {
  if (!isConnectionError(error)) log.warn({ error }, "The timers have trouble with Redis");
}
