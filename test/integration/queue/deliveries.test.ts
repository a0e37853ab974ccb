import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { TransientError } from "../../../src/errors.ts";
import { createDeliveryLog, firstTime } from "../../../src/queue/deliveries.ts";
import { createDeliveryReader, type DeliveryEntry, type DeliveryReaderOptions } from "../../../src/queue/delivery-reader.ts";
import { trimDeliveries } from "../../../src/queue/delivery-trim.ts";
import {
  backends,
  newDelivery,
  newGate,
  newInbox,
  newPrefix,
  recordLog,
  startBackend,
  type TestStore,
  titleOf,
} from "../../support/queue.ts";

const texts = (entries: readonly DeliveryEntry[]) => entries.map(({ delivery }) => String(delivery.body));

describe.each(backends)("$name", (backend) => {
  describe.skipIf(backend.missing)(titleOf("deliveries", backend), () => {
    let store: TestStore;
    beforeAll(async () => {
      store = await startBackend(backend);
    });
    afterAll(() => store?.stop());

    function setUp() {
      const prefix = newPrefix();
      const client = store.redis.createClient("producer");
      onTestFinished(() => client.disconnect());
      const key = `${prefix}:deliveries`;
      const { log, lines } = recordLog();
      const read = (handle: (entries: DeliveryEntry[]) => Promise<void>, options: Partial<DeliveryReaderOptions> = {}) => {
        const reader = createDeliveryReader(
          store.redis,
          { prefix, consumer: "one", ...options },
          handle,
          log,
          new AbortController().signal,
        );
        onTestFinished(reader.close);
        return reader;
      };
      const pending = async () => ((await client.xpending(key, "penops")) as [number])[0];
      return { prefix, key, client, lines, read, pending, deliveries: createDeliveryLog(client, { prefix }) };
    }

    it("come out as they went in, byte for byte", async () => {
      const { deliveries, read } = setUp();
      const inbox = newInbox<DeliveryEntry>();
      const body = Buffer.from([0, 255, 13, 10, 128, 0]);
      const delivery = { ...newDelivery(""), contentType: "application/transit+json" as const, body };
      const id = await deliveries.append(delivery);
      read(async (entries) => entries.forEach(inbox.add));
      expect(await inbox.until(1)).toEqual([{ id, delivery }]);
    });

    it("are read in order, in batches, those from before the reader started too", async () => {
      const { deliveries, read } = setUp();
      const names = Array.from({ length: 25 }, (_, index) => `d${index}`);
      for (const name of names.slice(0, 15)) await deliveries.append(newDelivery(name));
      const inbox = newInbox<string>();
      const sizes: number[] = [];
      read(
        async (entries) => {
          sizes.push(entries.length);
          texts(entries).forEach(inbox.add);
        },
        { batch: 10 },
      );
      for (const name of names.slice(15)) await deliveries.append(newDelivery(name));
      expect(await inbox.until(25)).toEqual(names);
      expect(Math.max(...sizes)).toBe(10);
    });

    it("are acknowledged after they were handled, not before", async () => {
      const { deliveries, read, pending } = setUp();
      const started = newGate();
      const finish = newGate();
      await deliveries.append(newDelivery("a"));
      read(async () => {
        started.open();
        await finish.promise;
      });
      await started.promise;
      expect(await pending()).toBe(1);
      finish.open();
      await vi.waitFor(async () => expect(await pending()).toBe(0));
    });

    it("are handed out once when two consumers read", async () => {
      const { deliveries, read } = setUp();
      const inbox = newInbox<string>();
      const handle = async (entries: DeliveryEntry[]) => texts(entries).forEach(inbox.add);
      read(handle, { consumer: "one", batch: 1 });
      read(handle, { consumer: "two", batch: 1 });
      for (let index = 0; index < 20; index++) await deliveries.append(newDelivery(`d${index}`));
      const got = await inbox.until(20);
      expect(new Set(got).size).toBe(20);
      expect(got).toHaveLength(20);
    });

    it("that fail are logged and tried again, and hold nothing up", async () => {
      const { deliveries, read, pending, lines } = setUp();
      const inbox = newInbox<string>();
      let failures = 2;
      for (const name of ["good", "bad", "better"]) await deliveries.append(newDelivery(name));
      read(
        async (entries) => {
          if (texts(entries).includes("bad") && failures-- > 0) throw new Error("no");
          texts(entries).forEach(inbox.add);
        },
        { retryMs: 50 },
      );
      expect(await inbox.until(3)).toEqual(["good", "better", "bad"]);
      await vi.waitFor(async () => expect(await pending()).toBe(0));
      expect(lines.filter(({ level }) => level === 50)).toHaveLength(1);
    });

    it("wait together while something outside is away", async () => {
      const { deliveries, read } = setUp();
      const calls = newInbox<string[]>();
      for (const name of ["a", "b"]) await deliveries.append(newDelivery(name));
      read(
        async (entries) => {
          calls.add(texts(entries));
          if (calls.items.length === 1) throw new TransientError("REDIS_AWAY", "away");
        },
        { retryMs: 50 },
      );
      expect(await calls.until(2)).toEqual([
        ["a", "b"],
        ["a", "b"],
      ]);
    });

    it("are tried again after longer and longer waits", async () => {
      const { deliveries, read } = setUp();
      const at = newInbox<number>();
      await deliveries.append(newDelivery("bad"));
      read(
        async () => {
          at.add(performance.now());
          throw new Error("no");
        },
        { retryMs: 60 },
      );
      const times = await at.until(4);
      const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
      expect(waits[2]).toBeGreaterThan((waits[0] ?? 0) * 1.5);
    });

    it("of a consumer that died are taken over", async () => {
      const { deliveries, read, client, key } = setUp();
      const id = await deliveries.append(newDelivery("orphan"));
      await client.xgroup("CREATE", key, "penops", "0");
      await client.xreadgroup("GROUP", "penops", "dead", "COUNT", 1, "STREAMS", key, ">");
      const inbox = newInbox<DeliveryEntry>();
      read(async (entries) => entries.forEach(inbox.add), { claimMs: 100, retryMs: 50 });
      expect((await inbox.until(1))[0]?.id).toBe(id);
    });

    it("in hand when a process ended come first after its restart, without waiting to be claimed", async () => {
      const { deliveries, read } = setUp();
      const got = newGate();
      const first = read(async () => {
        got.open();
        throw new TransientError("REDIS_AWAY", "away");
      });
      await deliveries.append(newDelivery("old"));
      await got.promise;
      await first.close();
      await deliveries.append(newDelivery("new"));
      const inbox = newInbox<string>();
      read(async (entries) => texts(entries).forEach(inbox.add));
      expect(await inbox.until(2)).toEqual(["old", "new"]);
    });

    it("are forgotten when they are old or many, but only those that were handled", async () => {
      const { deliveries, client, key } = setUp();
      const group = "penops";
      const ids = [];
      for (let index = 0; index < 6; index++) ids.push(await deliveries.append(newDelivery(`d${index}`)));
      await client.xgroup("CREATE", key, group, "0");
      await client.xreadgroup("GROUP", group, "one", "COUNT", 4, "STREAMS", key, ">");
      await client.xack(key, group, ...ids.slice(0, 2));
      const left = async () => (await client.xrange(key, "-", "+")).map(([id]) => id);
      await trimDeliveries({ redis: client, key, group }, { keepMs: 60_000, keepCount: 100 });
      expect(await left()).toEqual(ids);
      await trimDeliveries({ redis: client, key, group }, { keepMs: -60_000, keepCount: 100 });
      expect(await left()).toEqual(ids.slice(2));
      await client.xack(key, group, ...ids.slice(2, 4));
      await trimDeliveries({ redis: client, key, group }, { keepMs: -60_000, keepCount: 0 });
      expect(await left()).toEqual(ids.slice(4));
    });

    it("beyond the number kept are forgotten, and the unread never", async () => {
      const { deliveries, client, key } = setUp();
      const group = "penops";
      const ids: string[] = [];
      for (let index = 0; index < 450; index++) ids.push(await deliveries.append(newDelivery(`d${index}`)));
      await client.xgroup("CREATE", key, group, "0");
      await client.xreadgroup("GROUP", group, "one", "COUNT", 400, "STREAMS", key, ">");
      await client.xack(key, group, ...ids.slice(0, 400));
      await trimDeliveries({ redis: client, key, group }, { keepMs: 3_600_000, keepCount: 100 });
      const left = (await client.xrange(key, "-", "+")).map(([id]) => id);
      expect(left.length).toBeLessThan(300);
      expect(left).toEqual(ids.slice(-left.length));
      // js-redis-server forgets all that was handled: it does not know LIMIT
      expect(left.length).toBeGreaterThanOrEqual(backend.name === "redis-server" ? 100 : 50);
    });

    it("that another program wrote are dropped with an error", async () => {
      const { deliveries, read, client, key, lines, pending } = setUp();
      await client.xadd(key, "*", "hello", "world");
      await deliveries.append(newDelivery("ours"));
      const inbox = newInbox<string>();
      read(async (entries) => texts(entries).forEach(inbox.add));
      expect(await inbox.until(1)).toEqual(["ours"]);
      await vi.waitFor(async () => expect(await pending()).toBe(0));
      expect(lines.map(({ msg }) => msg)).toContain("A stored delivery cannot be read and is dropped");
    });

    it("go on when the store lost everything", async () => {
      const { deliveries, read, client, key } = setUp();
      const inbox = newInbox<string>();
      read(async (entries) => texts(entries).forEach(inbox.add), { retryMs: 50, claimMs: 100 });
      await deliveries.append(newDelivery("before"));
      await inbox.until(1);
      await client.del(key);
      await deliveries.append(newDelivery("after"));
      expect(await inbox.until(2)).toEqual(["before", "after"]);
    });

    it("with the same content are told apart from the first, which may ask again", async () => {
      const { client, prefix } = setUp();
      const ask = (entryId: string, fingerprint = "abc") => firstTime(client, { prefix, fingerprint, entryId, ttlMs: 60_000 });
      expect(await ask("1-0")).toBe(true);
      expect(await ask("1-0")).toBe(true);
      expect(await ask("2-0")).toBe(false);
      expect(await ask("2-0", "other")).toBe(true);
    });
  });
});
