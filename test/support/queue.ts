import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSecrets } from "../../src/config/secrets.ts";
import type { Delivery } from "../../src/delivery.ts";
import type { FileRef } from "../../src/design.ts";
import type { Event } from "../../src/event.ts";
import { createLogger, type Logger } from "../../src/log.ts";
import { type RedisHandle, startRedis } from "../../src/queue/redis.ts";
import type { RunOutcome } from "../../src/run.ts";
import { missing } from "./needs.ts";
import { startTestRedis } from "./redis.ts";

/** The stores the queue must work on. Why one cannot be tested here stands in `missing`. */
export const backends = [
  { name: "redis-server", missing: missing("redis-server") },
  { name: "js-redis-server", missing: undefined },
] as const;

export type Backend = (typeof backends)[number];

/** A suite's title, saying why it is skipped. */
export function titleOf(what: string, backend: Backend): string {
  return `${what} on ${backend.name}${backend.missing ? ` (skipped: ${backend.missing})` : ""}`;
}

export interface TestStore {
  redis: RedisHandle;
  stop(): Promise<void>;
}

/** Starts one of the stores, empty. */
export async function startBackend(backend: Backend): Promise<TestStore> {
  const signal = AbortSignal.timeout(30_000);
  if (backend.name === "redis-server") {
    const server = await startTestRedis();
    const redis = await startRedis({ url: server.url }, "unused", silent(), signal);
    return {
      redis,
      async stop() {
        await redis.close();
        await server.stop();
      },
    };
  }
  const redis = await startRedis({}, "unused", silent(), signal, "");
  return { redis, stop: () => redis.close() };
}

/** A prefix no other test uses. */
export function newPrefix(): string {
  return `test-${randomUUID().slice(0, 8)}`;
}

export function silent(): Logger {
  return createLogger({ level: "silent", format: "json", secrets: createSecrets(), write: () => undefined });
}

/** A logger and the lines it wrote, parsed. */
export function recordLog(): { log: Logger; lines: Record<string, unknown>[]; messages: () => unknown[] } {
  const lines: Record<string, unknown>[] = [];
  const write = (text: string) => void lines.push(JSON.parse(text) as Record<string, unknown>);
  const log = createLogger({ level: "debug", format: "json", secrets: createSecrets(), write });
  return { log, lines, messages: () => lines.map(({ msg }) => msg) };
}

/** A folder that `remove` deletes. */
export async function newFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "penops-test-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

export function newFile(fileId = "f-1"): FileRef {
  return { instance: "main", teamId: "t-1", projectId: "p-1", fileId, name: "Icons" };
}

export function newEvent(id: string): Event {
  return {
    id,
    trigger: "penpot",
    name: "update-file",
    at: "2026-03-04T10:00:00.000Z",
    instance: "main",
    subject: { teamId: "t-1", projectId: "p-1", fileId: "f-1" },
    props: { revn: 7, unknown: { kept: [null, 1.5, "ñ"] } },
  };
}

export function newDelivery(text: string): Delivery {
  return { instance: "main", teamId: "t-1", contentType: "application/json", body: Buffer.from(text), receivedAt: 1_772_618_400_000 };
}

export const nothing: RunOutcome = { state: "nothing", notes: [] };

/** A promise and what settles it. */
export function newGate<Value = void>(): { promise: Promise<Value>; open: (value: Value) => void } {
  const { promise, resolve } = Promise.withResolvers<Value>();
  return { promise, open: resolve };
}

/** A list others add to, and a promise of its next entries. */
export function newInbox<Item>(): { items: Item[]; add: (item: Item) => void; until: (count: number) => Promise<Item[]> } {
  const items: Item[] = [];
  const waiting: { count: number; done: (items: Item[]) => void }[] = [];
  return {
    items,
    add(item) {
      items.push(item);
      for (const { count, done } of waiting) if (items.length >= count) done([...items]);
    },
    until: (count) =>
      items.length >= count
        ? Promise.resolve([...items])
        : new Promise((done) => {
            waiting.push({ count, done });
          }),
  };
}
