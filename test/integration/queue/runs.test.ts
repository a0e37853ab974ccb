import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { PermanentError, TransientError, UserError } from "../../../src/errors.ts";
import { createRunQueue } from "../../../src/queue/run-queue.ts";
import { createRunWorker, type ProcessRun, type RunWorkerOptions } from "../../../src/queue/run-worker.ts";
import type { Run, RunRecord, RunRequest } from "../../../src/run.ts";
import {
  backends,
  newEvent,
  newFile,
  newGate,
  newInbox,
  newPrefix,
  nothing,
  recordLog,
  startBackend,
  type TestStore,
  titleOf,
} from "../../support/queue.ts";

const eventIds = ({ events }: Pick<Run, "events">) => events.map(({ id }) => id);
const now: RunRequest = { recipe: "icons", file: newFile(), quietMs: 0, maxWaitMs: 0 };

describe.each(backends)("$name", (backend) => {
  describe.skipIf(backend.missing)(titleOf("runs", backend), () => {
    let store: TestStore;
    beforeAll(async () => {
      store = await startBackend(backend);
    });
    afterAll(() => store?.stop());

    async function setUp() {
      const prefix = newPrefix();
      const { log, lines } = recordLog();
      const queue = await createRunQueue(store.redis, { prefix, attempts: 3 }, log);
      onTestFinished(queue.close);
      const work = async (process: ProcessRun, options: Partial<RunWorkerOptions> = {}) => {
        const retry = { attempts: 3, baseMs: 20, maxMs: 100 };
        const worker = await createRunWorker(store.redis, { prefix, concurrency: 2, lockMs: 5000, retry, ...options }, process, log);
        onTestFinished(worker.close);
        return worker;
      };
      const finished = newInbox<RunRecord>();
      await queue.onFinished(finished.add);
      return { prefix, queue, work, finished, lines };
    }

    it("are done once for an event and remembered with their outcome", async () => {
      const { queue, work, finished } = await setUp();
      const seen = newInbox<Run>();
      await work(async (run) => {
        seen.add(run);
        return { ...nothing, revn: 7 };
      });
      const { state } = await queue.enqueue(now, newEvent("e1"));
      const [record] = await finished.until(1);
      expect(state).toBe("queued");
      expect(seen.items).toEqual([{ id: record?.id, recipe: "icons", file: newFile(), events: [newEvent("e1")], attempt: 1 }]);
      expect(await queue.getRun(String(record?.id))).toEqual({
        id: record?.id,
        recipe: "icons",
        file: newFile(),
        state: "done",
        attempt: 1,
        events: [newEvent("e1")],
        queuedAt: expect.any(Number),
        startedAt: expect.any(Number),
        finishedAt: expect.any(Number),
        outcome: { ...nothing, revn: 7 },
      });
      expect(await queue.counts()).toEqual({ waiting: 0, running: 0, done: 1, failed: 0 });
    });

    it("coalesce the events of one recipe and design file, in order", async () => {
      const { queue, work, finished } = await setUp();
      const request = { ...now, quietMs: 150, maxWaitMs: 60_000 };
      const states = [];
      for (const id of ["e1", "e2", "e3"]) states.push((await queue.enqueue(request, newEvent(id))).state);
      const [waiting] = await queue.listRuns({ state: "waiting" });
      expect(waiting && eventIds(waiting)).toEqual(["e1", "e2", "e3"]);
      await work(async () => nothing);
      const [record] = await finished.until(1);
      expect(states).toEqual(["queued", "coalesced", "coalesced"]);
      expect(record && eventIds(record)).toEqual(["e1", "e2", "e3"]);
      expect(await queue.counts()).toEqual({ waiting: 0, running: 0, done: 1, failed: 0 });
    });

    it("are apart for another recipe, file or instance", async () => {
      const { queue, work, finished } = await setUp();
      const requests = [
        now,
        { ...now, recipe: "tokens" },
        { ...now, file: newFile("f-2") },
        { ...now, file: { ...newFile(), instance: "b" } },
      ];
      const keys = await Promise.all(requests.map(async (request, index) => (await queue.enqueue(request, newEvent(`e${index}`))).runKey));
      await work(async () => nothing);
      expect(new Set(keys).size).toBe(4);
      expect((await finished.until(4)).flatMap(eventIds).sort()).toEqual(["e0", "e1", "e2", "e3"]);
    });

    it("start after the quiet time, which every event begins anew", async () => {
      const { queue, work, finished } = await setUp();
      await work(async () => nothing);
      const request = { ...now, quietMs: 300, maxWaitMs: 60_000 };
      // the events come closer together than the quiet time, over more than two of them
      for (let index = 0; index < 8; index++) {
        await queue.enqueue(request, newEvent(`e${index}`));
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      const [record] = await finished.until(1);
      expect(record && eventIds(record)).toHaveLength(8);
    });

    it("start after the longest wait although events keep coming", async () => {
      const { queue, work, finished } = await setUp();
      await work(async () => nothing);
      const request = { ...now, quietMs: 60_000, maxWaitMs: 300 };
      for (let index = 0; finished.items.length === 0; index++) await queue.enqueue(request, newEvent(`e${index}`));
      const [record] = finished.items;
      expect(record?.events.length).toBeGreaterThan(1);
      expect(record && eventIds(record)[0]).toBe("e0");
    });

    it("are followed by exactly one more for changes while they are active, with just those events", async () => {
      const { queue, work, finished } = await setUp();
      const started = newGate();
      const finish = newGate();
      let active = 0;
      let mostActive = 0;
      await work(async () => {
        mostActive = Math.max(mostActive, ++active);
        started.open();
        await finish.promise;
        active--;
        return nothing;
      });
      await queue.enqueue(now, newEvent("e1"));
      await started.promise;
      const states = [];
      for (const id of ["e2", "e3", "e4"]) states.push((await queue.enqueue(now, newEvent(id))).state);
      expect(await queue.counts()).toMatchObject({ waiting: 0, running: 1 });
      finish.open();
      const records = await finished.until(2);
      await vi.waitFor(async () => expect(await queue.counts()).toEqual({ waiting: 0, running: 0, done: 2, failed: 0 }));
      expect(records.map(eventIds)).toEqual([["e1"], ["e2", "e3", "e4"]]);
      expect(states).toEqual(["queued", "coalesced", "coalesced"]);
      expect(mostActive).toBe(1);
    });

    it("wait their quiet time also after an active one", async () => {
      const { queue, work, finished } = await setUp();
      const started = newGate();
      const finish = newGate();
      await work(async () => {
        started.open();
        await finish.promise;
        return nothing;
      });
      await queue.enqueue(now, newEvent("e1"));
      await started.promise;
      const request = { ...now, quietMs: 400, maxWaitMs: 60_000 };
      await queue.enqueue(request, newEvent("e2"));
      finish.open();
      await finished.until(1);
      await queue.enqueue(request, newEvent("e3"));
      const records = await finished.until(2);
      expect(records.map(eventIds)).toEqual([["e1"], ["e2", "e3"]]);
    });

    it("take an event once although storing it was tried twice", async () => {
      const { queue, work, finished } = await setUp();
      const request = { ...now, quietMs: 50, maxWaitMs: 60_000 };
      await queue.enqueue(request, newEvent("e1"));
      await queue.enqueue(request, newEvent("e1"));
      await work(async () => nothing);
      const [record] = await finished.until(1);
      expect(record && eventIds(record)).toEqual(["e1"]);
    });

    it("keep a thousand events and count the rest", async () => {
      const { queue, work, finished, lines } = await setUp();
      const request = { ...now, quietMs: 2000, maxWaitMs: 60_000 };
      for (let from = 0; from < 1010; from += 101) {
        await Promise.all(Array.from({ length: 101 }, (_, index) => queue.enqueue(request, newEvent(`e${from + index}`))));
      }
      await work(async () => nothing);
      const [record] = await finished.until(1);
      expect(record && eventIds(record)).toEqual(Array.from({ length: 1000 }, (_, index) => `e${index}`));
      expect(lines).toContainEqual(expect.objectContaining({ kept: 1000, dropped: 10 }));
    });

    it.each([
      ["user", new UserError("RECIPE_BAD", "The recipe is wrong.", { hint: "Mend it." })],
      ["permanent", new PermanentError("GONE", "The repository is gone.")],
      ["bug", new TypeError("x is undefined")],
    ])("fail at once for an error of class %s and keep what it said", async (kind, error) => {
      const { queue, work, finished } = await setUp();
      let attempts = 0;
      await work(async () => {
        attempts++;
        throw error;
      });
      await queue.enqueue(now, newEvent("e1"));
      const [record] = await finished.until(1);
      expect(record).toMatchObject({ state: "failed", attempt: 1, error: { class: kind, message: error.message } });
      expect(record?.error?.stack !== undefined).toBe(kind === "bug");
      expect(attempts).toBe(1);
    });

    it("are tried again with the same events when trouble passes, and later ones join", async () => {
      const { queue, work, finished } = await setUp();
      const seen = newInbox<Run>();
      await work(async (run) => {
        seen.add(run);
        if (run.attempt === 1) {
          await queue.enqueue(now, newEvent("e2"));
          throw new TransientError("PENPOT_AWAY", "away");
        }
        return nothing;
      });
      await queue.enqueue(now, newEvent("e1"));
      const [record] = await finished.until(1);
      await vi.waitFor(async () => expect(await queue.counts()).toEqual({ waiting: 0, running: 0, done: 1, failed: 0 }));
      expect(seen.items.map((run) => [run.attempt, eventIds(run)])).toEqual([
        [1, ["e1"]],
        [2, ["e1", "e2"]],
      ]);
      expect(record).toMatchObject({ state: "done", attempt: 2 });
    });

    it("fail when the attempts are used up", async () => {
      const { queue, work, finished } = await setUp();
      let attempts = 0;
      await work(async () => {
        attempts++;
        throw new TransientError("PENPOT_AWAY", "still away");
      });
      await queue.enqueue(now, newEvent("e1"));
      const [record] = await finished.until(1);
      expect(record).toMatchObject({ state: "failed", attempt: 3, error: { class: "transient", code: "PENPOT_AWAY" } });
      expect(attempts).toBe(3);
    });

    it("are not started by new events before the time the other side asked for", async () => {
      const { queue, work, finished } = await setUp();
      const at = newInbox<number>();
      await work(async (run) => {
        at.add(Date.now());
        if (run.attempt === 1) throw new TransientError("RATE_LIMITED", "later", { retryAfterMs: 600 });
        return nothing;
      });
      await queue.enqueue(now, newEvent("e1"));
      await vi.waitFor(async () => expect((await queue.listRuns({ state: "waiting" }))[0]?.error?.code).toBe("RATE_LIMITED"));
      await queue.enqueue(now, newEvent("e2"));
      await queue.enqueue({ ...now, quietMs: 1, maxWaitMs: 1 }, newEvent("e3"));
      const [record] = await finished.until(1);
      expect(record && eventIds(record)).toEqual(["e1", "e2", "e3"]);
      expect((at.items[1] ?? 0) - (at.items[0] ?? 0)).toBeGreaterThanOrEqual(600);
    });

    it("that failed can be queued again, with their events, once", async () => {
      const { queue, work, finished } = await setUp();
      let broken = true;
      await work(async () => {
        if (broken) throw new UserError("RECIPE_BAD", "wrong");
        return nothing;
      });
      await queue.enqueue(now, newEvent("e1"));
      const [failed] = await finished.until(1);
      broken = false;
      await queue.requeue(String(failed?.id));
      const [, done] = await finished.until(2);
      expect(done).toMatchObject({ state: "done", attempt: 1, events: [newEvent("e1")] });
      await expect(queue.requeue(String(failed?.id))).rejects.toMatchObject({ code: "RUN_UNKNOWN" });
      await expect(queue.requeue(String(done?.id))).rejects.toMatchObject({ code: "RUN_NOT_FAILED" });
      expect(await queue.counts()).toEqual({ waiting: 0, running: 0, done: 1, failed: 0 });
    });

    it("are listed newest first, by state and up to a limit", async () => {
      const { queue, work, finished } = await setUp();
      await work(
        async (run) => {
          if (run.file.fileId === "f-2") throw new UserError("X", "x");
          return nothing;
        },
        { concurrency: 1 },
      );
      for (const id of ["f-1", "f-2", "f-3"]) {
        await queue.enqueue({ ...now, file: newFile(id) }, newEvent(id));
        await finished.until(finished.items.length + 1);
      }
      const filesOf = async (filter?: Parameters<typeof queue.listRuns>[0]) =>
        (await queue.listRuns(filter)).map(({ file }) => file.fileId);
      expect(await filesOf()).toEqual(["f-3", "f-2", "f-1"]);
      expect(await filesOf({ state: "failed" })).toEqual(["f-2"]);
      expect(await filesOf({ limit: 1 })).toEqual(["f-3"]);
      expect(await queue.getRun("no-such-run")).toBeUndefined();
    });

    it("may end while the worker closes", async () => {
      const { queue, work, finished } = await setUp();
      const started = newGate<AbortSignal>();
      const finish = newGate();
      const worker = await work(async (_run, signal) => {
        started.open(signal);
        await finish.promise;
        return nothing;
      });
      await queue.enqueue(now, newEvent("e1"));
      const signal = await started.promise;
      const closing = worker.close();
      await queue.enqueue({ ...now, file: newFile("f-2") }, newEvent("e2"));
      finish.open();
      await closing;
      expect(signal.aborted).toBe(false);
      expect((await finished.until(1))[0]).toMatchObject({ state: "done", events: [newEvent("e1")] });
      expect(await queue.counts()).toMatchObject({ waiting: 1, running: 0 });
    });

    it("that take too long when the worker closes are aborted and wait for another", async () => {
      const { queue, work, finished } = await setUp();
      const started = newGate();
      const worker = await work(
        (_run, signal) => {
          started.open();
          return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
        },
        { graceMs: 20 },
      );
      await queue.enqueue(now, newEvent("e1"));
      await started.promise;
      await worker.close();
      expect(await queue.counts()).toEqual({ waiting: 1, running: 0, done: 0, failed: 0 });
      await work(async () => nothing);
      expect((await finished.until(1))[0]).toMatchObject({ state: "done", attempt: 1, events: [newEvent("e1")] });
    });
  });
});
