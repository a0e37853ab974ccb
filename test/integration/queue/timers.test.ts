import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { createTimers, type TimerJob } from "../../../src/queue/timers.ts";
import { backends, newGate, newInbox, newPrefix, recordLog, startBackend, type TestStore, titleOf } from "../../support/queue.ts";

const HOUR_MS = 3_600_000;

describe.each(backends)("$name", (backend) => {
  describe.skipIf(backend.missing)(titleOf("timers", backend), () => {
    let store: TestStore;
    beforeAll(async () => {
      store = await startBackend(backend);
    });
    afterAll(() => store?.stop());

    function setUp() {
      const prefix = newPrefix();
      const { log, messages } = recordLog();
      const start = async (...jobs: TimerJob[]) => {
        const timers = await createTimers(store.redis, prefix, jobs, log);
        onTestFinished(timers.close);
        return timers;
      };
      return { prefix, start, messages };
    }

    it("tick, the first time at once", async () => {
      const { start } = setUp();
      const ticks = newInbox<number>();
      await start({ name: "reconcile", everyMs: 100, run: async () => ticks.add(Date.now()) });
      const times = await ticks.until(4);
      expect((times[3] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(150);
    });

    it("tick once however many processes there are", async () => {
      const { start } = setUp();
      const ticks = newInbox<string>();
      for (const name of ["one", "two", "three"]) {
        await start({ name: "reconcile", everyMs: 250, run: async () => ticks.add(name) });
      }
      const before = ticks.items.length;
      const from = Date.now();
      await ticks.until(before + 4);
      expect(Date.now() - from).toBeGreaterThan(500);
    });

    it("skip ticks while the job is still being done", async () => {
      const { start } = setUp();
      const finish = newGate();
      const starts = newInbox<number>();
      let active = 0;
      let mostActive = 0;
      const job = {
        name: "slow",
        everyMs: 60,
        async run() {
          mostActive = Math.max(mostActive, ++active);
          starts.add(active);
          if (starts.items.length === 1) await finish.promise;
          active--;
        },
      };
      await start(job);
      await start(job);
      await starts.until(1);
      const others = newInbox<number>();
      await start(job, { name: "clock", everyMs: 60, run: async () => others.add(1) });
      await others.until(5);
      expect(starts.items).toHaveLength(1);
      finish.open();
      await starts.until(3);
      expect(mostActive).toBe(1);
    });

    it("go on after an error, which is logged", async () => {
      const { start, messages } = setUp();
      const ticks = newInbox<number>();
      await start({
        name: "broken",
        everyMs: 60,
        async run() {
          ticks.add(1);
          throw new Error("no");
        },
      });
      await ticks.until(3);
      expect(messages()).toContain("A timer's job failed; it is tried again on the next tick");
    });

    it("do a job now when asked, and not twice at a time", async () => {
      const { start } = setUp();
      const finish = newGate();
      const starts = newInbox<string>();
      const first = newGate();
      const job = {
        name: "reconcile",
        everyMs: HOUR_MS,
        async run() {
          starts.add("run");
          if (starts.items.length === 1) return first.open();
          await finish.promise;
        },
      };
      const timers = await start(job);
      const others = await start(job);
      await first.promise;
      const asked = await vi.waitFor(async () => {
        const answer = timers.runNow("reconcile");
        await starts.until(2);
        return [answer];
      });
      expect(await others.runNow("reconcile")).toBe(false);
      finish.open();
      expect(await asked[0]).toBe(true);
      await expect(timers.runNow("nothing")).rejects.toMatchObject({ code: "TIMER_UNKNOWN", hint: "There are: reconcile." });
    });

    it("follow a changed period and forget a job that was removed", async () => {
      const { start } = setUp();
      const old = newInbox<string>();
      const first = await start(
        { name: "kept", everyMs: HOUR_MS, run: async () => old.add("kept") },
        { name: "gone", everyMs: 50, run: async () => old.add("gone") },
      );
      await old.until(4);
      await first.close();
      const ticks = newInbox<string>();
      const second = await start({ name: "kept", everyMs: 60, run: async () => ticks.add("kept") });
      await ticks.until(6);
      expect(old.items.filter((name) => name === "kept")).toHaveLength(1);
      await second.close();
      const third = newInbox<string>();
      await start(
        { name: "kept", everyMs: 60, run: async () => third.add("kept") },
        { name: "gone", everyMs: HOUR_MS, run: async () => third.add("gone") },
      );
      await vi.waitFor(() => expect(third.items.filter((name) => name === "gone")).toHaveLength(1));
    });

    it("abort what is being done when they close", async () => {
      const { start } = setUp();
      const started = newGate();
      const reasons = newInbox<boolean>();
      const timers = await start({
        name: "slow",
        everyMs: HOUR_MS,
        run: (signal) =>
          new Promise((resolve) => {
            signal.addEventListener("abort", () => {
              reasons.add(signal.aborted);
              resolve();
            });
            started.open();
          }),
      });
      await started.promise;
      await timers.close();
      expect(reasons.items).toEqual([true]);
    });
  });
});
