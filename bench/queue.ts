import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startRedis } from "../src/queue/redis.ts";
import { createRunQueue } from "../src/queue/run-queue.ts";
import { createRunWorker } from "../src/queue/run-worker.ts";
import { createBarePath, createOurPath, type Path, quietLog, toEvent, toFile } from "./support/queue-paths.ts";

const WARM_UP = 200;
const SAMPLES = 1000;
const EVENTS = 10_000;
const FILES = 100;

/** Prints one JSON object: latency from "it happened" to "the run starts", ours against BullMQ alone, and a burst. */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "penops-bench-"));
  const redis = await startRedis({}, folder, quietLog, AbortSignal.timeout(30_000));
  try {
    const latency = await measureLatency(await createBarePath(redis), await createOurPath(redis));
    const burst = await measureBurst(redis);
    process.stdout.write(`${JSON.stringify({ redis: redis.kind, latency, burst }, undefined, 2)}\n`);
  } finally {
    await redis.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** One of each in turn, so that whatever else the machine does falls on both. */
async function measureLatency(bare: Path, ours: Path) {
  const samples = { bare: [] as number[], ours: [] as number[] };
  for (let index = 0; index < WARM_UP + SAMPLES; index++) {
    const one = { bare: await bare.once(), ours: await ours.once() };
    if (index < WARM_UP) continue;
    samples.bare.push(one.bare);
    samples.ours.push(one.ours);
  }
  await bare.close();
  await ours.close();
  const figures = { bare: summarise(samples.bare), ours: summarise(samples.ours) };
  return { ...figures, ratio: { p50: round(figures.ours.p50 / figures.bare.p50), p99: round(figures.ours.p99 / figures.bare.p99) } };
}

/** Many events for few files while their quiet time lasts: how many runs start, and how long adding them took. */
async function measureBurst(redis: Parameters<typeof createRunQueue>[0]) {
  const queue = await createRunQueue(redis, { prefix: "burst", attempts: 3 }, quietLog);
  const runs: number[] = [];
  let allDone: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    allDone = resolve;
  });
  const worker = await createRunWorker(
    redis,
    { prefix: "burst", concurrency: 4, lockMs: 30_000, retry: { attempts: 3, baseMs: 1000, maxMs: 10_000 } },
    async (run) => {
      runs.push(run.events.length);
      if (runs.reduce((sum, count) => sum + count, 0) === EVENTS) allDone();
      return { state: "nothing", notes: [] };
    },
    quietLog,
  );
  const from = performance.now();
  const request = { recipe: "icons", quietMs: 3000, maxWaitMs: 60_000 };
  for (let index = 0; index < EVENTS; index += FILES) {
    const files = Array.from({ length: FILES }, (_, file) => toFile(`file-${file}`));
    await Promise.all(files.map((file) => queue.enqueue({ ...request, file }, toEvent(`${index}-${file.fileId}`))));
  }
  const enqueueMs = performance.now() - from;
  await done;
  const totalMs = performance.now() - from;
  const { waiting } = await queue.counts();
  await worker.close();
  await queue.close();
  return { events: EVENTS, files: FILES, runs: runs.length, stillWaiting: waiting, enqueueMs: round(enqueueMs), totalMs: round(totalMs) };
}

function summarise(samples: readonly number[]) {
  const sorted = [...samples].sort((left, right) => left - right);
  const at = (share: number) => round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  return { p50: at(0.5), p99: at(0.99) };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

await main();
