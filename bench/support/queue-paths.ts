import { randomUUID } from "node:crypto";
import { Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import { createSecrets } from "../../src/config/secrets.ts";
import type { Delivery } from "../../src/delivery.ts";
import type { FileRef } from "../../src/design.ts";
import type { Event } from "../../src/event.ts";
import { createLogger } from "../../src/log.ts";
import { createDeliveryLog } from "../../src/queue/deliveries.ts";
import { createDeliveryReader } from "../../src/queue/delivery-reader.ts";
import type { RedisHandle } from "../../src/queue/redis.ts";
import { createRunQueue } from "../../src/queue/run-queue.ts";
import { createRunWorker } from "../../src/queue/run-worker.ts";

/** A way from "it happened" to "a run starts"; `once` resolves with the milliseconds between the two. */
export interface Path {
  once(): Promise<number>;
  close(): Promise<void>;
}

export const quietLog = createLogger({
  level: "warn",
  format: "text",
  secrets: createSecrets(),
  write: (text) => void process.stderr.write(text),
});

/** A body of the size of an ordinary update-file webhook. */
const BODY = Buffer.from(JSON.stringify({ name: "update-file", props: { changes: "x".repeat(1500) } }));

/** What BullMQ alone does: add a job, start it. */
export async function createBarePath(redis: RedisHandle): Promise<Path> {
  const connect = () => new Redis({ ...redis.createClient("worker").options, commandTimeout: undefined } as never);
  const producer = connect();
  const consumer = connect();
  const queue = new Queue("bare", { connection: producer, prefix: "bench" });
  const started = new Map<string, (at: number) => void>();
  const worker = new Worker("bare", async (job) => started.get(job.data.id)?.(performance.now()), {
    connection: consumer,
    prefix: "bench",
    concurrency: 4,
    removeOnComplete: { count: 1000 },
  });
  await worker.waitUntilReady();
  return {
    async once() {
      const id = randomUUID();
      const start = new Promise<number>((resolve) => started.set(id, resolve));
      const from = performance.now();
      await queue.add("bare", { id, body: BODY.toString() });
      const took = (await start) - from;
      started.delete(id);
      return took;
    },
    async close() {
      await worker.close();
      await queue.close();
      producer.disconnect();
      consumer.disconnect();
    },
  };
}

/** The way of a webhook: stored as a delivery, read, queued without quiet time, started. Nothing else waits: recipes and matching are not measured. */
export async function createOurPath(redis: RedisHandle): Promise<Path> {
  const client = redis.createClient("producer");
  const started = new Map<string, (at: number) => void>();
  const log = createDeliveryLog(client, { prefix: "bench" });
  const queue = await createRunQueue(redis, { prefix: "bench", attempts: 3 }, quietLog);
  const worker = await createRunWorker(
    redis,
    { prefix: "bench", concurrency: 4, lockMs: 30_000, retry: { attempts: 3, baseMs: 1000, maxMs: 10_000 } },
    async (run) => {
      started.get(run.file.fileId)?.(performance.now());
      return { state: "nothing", notes: [] };
    },
    quietLog,
  );
  const reader = createDeliveryReader(
    redis,
    { prefix: "bench", consumer: "bench" },
    async (entries) => {
      for (const { id, delivery } of entries) {
        await queue.enqueue({ recipe: "bench", file: toFile(delivery.teamId), quietMs: 0, maxWaitMs: 0 }, toEvent(id));
      }
    },
    quietLog,
    new AbortController().signal,
  );
  return {
    async once() {
      const id = randomUUID();
      const start = new Promise<number>((resolve) => started.set(id, resolve));
      const delivery: Delivery = { instance: "main", teamId: id, contentType: "application/json", body: BODY, receivedAt: Date.now() };
      const from = performance.now();
      await log.append(delivery);
      const took = (await start) - from;
      started.delete(id);
      return took;
    },
    async close() {
      await reader.close();
      await worker.close();
      await queue.close();
      client.disconnect();
    },
  };
}

/** A design file of that id. */
export function toFile(fileId: string): FileRef {
  return { instance: "main", teamId: "team", projectId: "project", fileId, name: "Icons" };
}

/** An update-file event of that id, as large as they are. */
export function toEvent(id: string): Event {
  return {
    id,
    trigger: "penpot",
    name: "update-file",
    at: "2026-01-01T00:00:00.000Z",
    instance: "main",
    subject: { teamId: "team", fileId: "file" },
    props: { changes: "x".repeat(200) },
  };
}
