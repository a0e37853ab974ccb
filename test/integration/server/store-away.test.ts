import { describe, expect, it, onTestFinished } from "vitest";
import { TransientError } from "../../../src/errors.ts";
import { createDeliveryLog } from "../../../src/queue/deliveries.ts";
import { startRedis } from "../../../src/queue/redis.ts";
import { missing } from "../../support/needs.ts";
import { silent } from "../../support/queue.ts";
import { startTestRedis } from "../../support/redis.ts";
import { HOOK, startServer } from "../../support/start-server.ts";

const REQUEST = { method: "POST", body: '{"name":"update-file"}', headers: { "content-type": "application/json" } };

describe("the receiver without its store", () => {
  it("answers 503 and logs the loss when the store refuses", async () => {
    const append = () => Promise.reject(new TransientError("REDIS_AWAY", "Redis could not be reached.", { hint: "It is tried again." }));
    const { url, lines } = await startServer({ deliveries: { append } });
    const answer = await fetch(`${url}${HOOK}`, REQUEST);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ error: { code: "UNAVAILABLE" } });
    expect(lines.join("")).not.toContain("tried again");
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({
        level: 50,
        msg: "delivery lost: it could not be stored",
        cause: expect.objectContaining({ code: "REDIS_AWAY" }),
      }),
    );
  });

  it("answers 503 when the store throws at once", async () => {
    const append = () => {
      throw new Error("closed");
    };
    const { url } = await startServer({ deliveries: { append } });
    expect((await fetch(`${url}${HOOK}`, REQUEST)).status).toBe(503);
  });

  it("answers 503 when the store does not answer in time", async () => {
    const { url, lines } = await startServer({ deliveries: { append: () => new Promise(() => {}) }, timeouts: { append: 20 } });
    expect((await fetch(`${url}${HOOK}`, REQUEST)).status).toBe(503);
    expect(lines.join("")).toContain("Storing the delivery took longer than 20 ms.");
  });

  it("survives a store that fails after the answer, and goes on when it is back", async () => {
    const late = Promise.withResolvers<string>();
    let calls = 0;
    const append = () => (++calls === 1 ? late.promise : Promise.resolve("2-0"));
    const { url } = await startServer({ deliveries: { append }, timeouts: { append: 20 } });
    expect((await fetch(`${url}${HOOK}`, REQUEST)).status).toBe(503);
    late.reject(new Error("too late"));
    expect((await fetch(`${url}${HOOK}`, REQUEST)).status).toBe(200);
  });

  it("answers HEAD all the same, so that a webhook can be registered", async () => {
    const { url } = await startServer({ deliveries: { append: () => Promise.reject(new Error("away")) } });
    expect((await fetch(`${url}${HOOK}`, { method: "HEAD" })).status).toBe(200);
  });
});

const noRedis = missing("redis-server");

describe.skipIf(noRedis)(`the receiver over a real Redis${noRedis ? ` (skipped: ${noRedis})` : ""}`, () => {
  async function startOverRedis() {
    const store = await startTestRedis();
    const redis = await startRedis({ url: store.url }, "unused", silent(), AbortSignal.timeout(20_000));
    onTestFinished(async () => {
      await redis.close();
      await store.stop();
    });
    const { url } = await startServer({ deliveries: createDeliveryLog(redis.createClient("producer"), { prefix: "test" }) });
    const send = async () => {
      const start = performance.now();
      const { status } = await fetch(`${url}${HOOK}`, REQUEST);
      return { status, isQuick: performance.now() - start < 3_500 };
    };
    return { store, send };
  }

  it.each(["kill", "freeze"] as const)("answers 503 before Penpot gives up after a %s, and 200 once it is back", async (disaster) => {
    const { store, send } = await startOverRedis();
    expect((await send()).status).toBe(200);
    await store[disaster]();
    expect(await send()).toEqual({ status: 503, isQuick: true });
    if (disaster === "kill") await store.start();
    else store.thaw();
    await expect.poll(send, { timeout: 15_000 }).toMatchObject({ status: 200 });
  });
});
