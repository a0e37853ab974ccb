import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { TransientError } from "../../../src/errors.ts";
import { createDeliveryLog } from "../../../src/queue/deliveries.ts";
import { createDeliveryReader } from "../../../src/queue/delivery-reader.ts";
import { type RedisHandle, startRedis } from "../../../src/queue/redis.ts";
import { createRunQueue } from "../../../src/queue/run-queue.ts";
import { createRunWorker } from "../../../src/queue/run-worker.ts";
import { createTimers } from "../../../src/queue/timers.ts";
import type { Run, RunRecord } from "../../../src/run.ts";
import { missing } from "../../support/needs.ts";
import { newDelivery, newEvent, newFile, newGate, newInbox, newPrefix, nothing, recordLog } from "../../support/queue.ts";
import { spawnQueueChild } from "../../support/queue-child.ts";
import { startTestRedis, type TestRedis } from "../../support/redis.ts";

const noRedis = missing("redis-server");
const note = noRedis ? ` (skipped: ${noRedis})` : "";
const now = { recipe: "icons", file: newFile(), quietMs: 0, maxWaitMs: 0 };
const retry = { attempts: 3, baseMs: 20, maxMs: 100 };
const cleanUps: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function setUp(): Promise<{ server: TestRedis; redis: RedisHandle; prefix: string } & ReturnType<typeof recordLog>> {
  const server = await startTestRedis();
  cleanUps.push(server.stop);
  const recorded = recordLog();
  const redis = await startRedis({ url: server.url }, "unused", recorded.log, AbortSignal.timeout(20_000));
  cleanUps.push(redis.close);
  return { server, redis, prefix: newPrefix(), ...recorded };
}

describe.skipIf(noRedis)(`while Redis is away${note}`, () => {
  it.each([
    ["has ended", (server: TestRedis) => server.kill()],
    ["says nothing any more", async (server: TestRedis) => server.freeze()],
  ])("a delivery is refused within 1.5 s when it %s", async (_how, stop) => {
    const { server, redis, prefix } = await setUp();
    const deliveries = createDeliveryLog(redis.createClient("producer"), { prefix });
    await deliveries.append(newDelivery("before"));
    await stop(server);
    for (let index = 0; index < 3; index++) {
      const from = performance.now();
      const failure = deliveries.append(newDelivery("lost"));
      await expect(failure).rejects.toBeInstanceOf(TransientError);
      await expect(failure).rejects.toMatchObject({ code: "REDIS_AWAY", message: expect.stringContaining("store a delivery") });
      expect(performance.now() - from).toBeLessThan(1500);
    }
  });

  it("queueing is refused too, and works again afterwards", async () => {
    const { server, redis, prefix, log, messages } = await setUp();
    const queue = await createRunQueue(redis, { prefix, attempts: 3 }, log);
    cleanUps.push(queue.close);
    await server.kill();
    await expect(queue.enqueue(now, newEvent("e1"))).rejects.toMatchObject({ code: "REDIS_AWAY" });
    await expect(queue.counts()).rejects.toMatchObject({ code: "REDIS_AWAY" });
    await server.start();
    await vi.waitFor(() => queue.enqueue(now, newEvent("e2")), { timeout: 10_000 });
    expect(await queue.counts()).toMatchObject({ waiting: 1 });
    expect(messages().filter((message) => message === "Redis is away; trying again")).toHaveLength(1);
  });

  it("a run goes on, and is remembered when Redis is back", async () => {
    const { server, redis, prefix, log } = await setUp();
    const queue = await createRunQueue(redis, { prefix, attempts: 3 }, log);
    cleanUps.push(queue.close);
    const started = newGate();
    const finish = newGate();
    const seen = newInbox<Run>();
    const worker = await createRunWorker(
      redis,
      { prefix, concurrency: 1, lockMs: 30_000, retry },
      async (run) => {
        seen.add(run);
        started.open();
        if (seen.items.length === 1) await finish.promise;
        return nothing;
      },
      log,
    );
    cleanUps.push(worker.close);
    const { runKey } = await queue.enqueue(now, newEvent("e1"));
    await started.promise;
    await server.kill();
    finish.open();
    await server.start();
    await vi.waitFor(async () => expect(await queue.counts()).toMatchObject({ done: 1, running: 0 }), { timeout: 15_000 });
    // and everything works as before
    expect((await queue.enqueue(now, newEvent("e2"))).runKey).toBe(runKey);
    await seen.until(2);
    expect(seen.items.map(({ events }) => events.map(({ id }) => id))).toEqual([["e1"], ["e2"]]);
  });

  it("deliveries that are stored wait for it, and are read afterwards", async () => {
    const { server, redis, prefix, log } = await setUp();
    const deliveries = createDeliveryLog(redis.createClient("producer"), { prefix });
    const inbox = newInbox<string>();
    const reader = createDeliveryReader(
      redis,
      { prefix, consumer: "one", retryMs: 50 },
      async (entries) => {
        for (const { delivery } of entries) inbox.add(String(delivery.body));
      },
      log,
      new AbortController().signal,
    );
    cleanUps.push(reader.close);
    await deliveries.append(newDelivery("a"));
    await inbox.until(1);
    await server.kill();
    await server.start();
    await vi.waitFor(() => deliveries.append(newDelivery("b")), { timeout: 10_000 });
    await vi.waitFor(() => expect(inbox.items).toContain("b"), { timeout: 10_000 });
    expect(inbox.items.filter((text) => text === "a")).toHaveLength(1);
  });

  it("timers stand still, and go on afterwards", async () => {
    const { server, redis, prefix, log } = await setUp();
    const ticks = newInbox<number>();
    const timers = await createTimers(redis, prefix, [{ name: "reconcile", everyMs: 80, run: async () => ticks.add(Date.now()) }], log);
    cleanUps.push(timers.close);
    await ticks.until(2);
    await server.kill();
    const before = ticks.items.length;
    await server.start();
    await ticks.until(before + 3);
  });
});

describe.skipIf(noRedis)(`a process that is killed${note}`, () => {
  async function newQueue(redis: RedisHandle, prefix: string, log: ReturnType<typeof recordLog>["log"]) {
    const queue = await createRunQueue(redis, { prefix, attempts: 3 }, log);
    cleanUps.push(queue.close);
    const finished = newInbox<RunRecord>();
    await queue.onFinished(finished.add);
    const seen = newInbox<Run>();
    const startWorker = async () => {
      const options = { prefix, concurrency: 2, lockMs: 400, retry };
      const processRun = async (run: Run) => {
        seen.add(run);
        return nothing;
      };
      cleanUps.push((await createRunWorker(redis, options, processRun, log)).close);
    };
    return { queue, finished, seen, startWorker };
  }

  const eventIds = (run: Pick<Run, "events"> | undefined) => run?.events.map(({ id }) => id);

  it("in the middle of a run: the run is done again, once, with its events and those that came meanwhile", async () => {
    const { server, redis, prefix, log, messages } = await setUp();
    const { queue, finished, seen, startWorker } = await newQueue(redis, prefix, log);
    const child = spawnQueueChild("hold-run", server.url, prefix);
    onTestFinished(child.kill);
    await child.says("ready");
    for (const id of ["e1", "e2"]) await queue.enqueue({ ...now, quietMs: 100, maxWaitMs: 60_000 }, newEvent(id));
    const id = (await child.says("running")).split(" ")[1];
    await queue.enqueue(now, newEvent("e3"));
    await child.kill();
    await queue.enqueue(now, newEvent("e4"));
    await startWorker();
    await finished.until(1);
    await vi.waitFor(async () => expect(await queue.counts()).toEqual({ waiting: 0, running: 0, done: 1, failed: 0 }), { timeout: 10_000 });
    expect(seen.items).toHaveLength(1);
    expect(seen.items[0]).toMatchObject({ id, attempt: 1 });
    expect(eventIds(seen.items[0])).toEqual(["e1", "e2", "e3", "e4"]);
    expect(messages()).toContain("A worker fell silent during this run; it is done again");
  });

  it("again and again: the run is not given up", async () => {
    const { server, redis, prefix, log } = await setUp();
    const { queue, finished, startWorker } = await newQueue(redis, prefix, log);
    await queue.enqueue(now, newEvent("e1"));
    for (let kills = 0; kills < 4; kills++) {
      const child = spawnQueueChild("hold-run", server.url, prefix);
      onTestFinished(child.kill);
      await child.says("running");
      await child.kill();
    }
    await startWorker();
    expect((await finished.until(1))[0]).toMatchObject({ state: "done", attempt: 1 });
  });

  it.each([
    ["between storing a delivery and queueing", "before-enqueue"],
    ["between queueing and acknowledging", "after-enqueue"],
  ])("%s: exactly one run follows, with the event", async (_when, crashAt) => {
    const { server, redis, prefix, log } = await setUp();
    const { queue, finished, seen, startWorker } = await newQueue(redis, prefix, log);
    const child = spawnQueueChild("hold-delivery", server.url, prefix, crashAt);
    onTestFinished(child.kill);
    await createDeliveryLog(redis.createClient("producer"), { prefix }).append(newDelivery("e1"));
    await child.says("handling");
    await child.kill();
    const reader = createDeliveryReader(
      redis,
      { prefix, consumer: "next", claimMs: 100, retryMs: 50 },
      async (entries) => {
        for (const { delivery } of entries) await queue.enqueue(now, newEvent(String(delivery.body)));
        await startWorker();
      },
      log,
      new AbortController().signal,
    );
    cleanUps.push(reader.close);
    await finished.until(1);
    await vi.waitFor(async () => expect(await queue.counts()).toEqual({ waiting: 0, running: 0, done: 1, failed: 0 }));
    expect(seen.items.map(eventIds)).toEqual([["e1"]]);
  });
});
