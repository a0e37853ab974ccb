import { describe, expect, it } from "vitest";
import { firstLook } from "../../../src/app/clock.ts";
import { createSilentLog } from "../../support/silent-log.ts";

/** Timers whose jobs are held by another process as often as told. */
function setUp(held: Record<string, number> = {}) {
  const webhooks = { failed: 0 };
  const asked: string[] = [];
  const timers = {
    async runNow(name: string) {
      asked.push(name);
      const isHeld = (held[name] ?? 0) > 0;
      held[name] = (held[name] ?? 0) - 1;
      return !isHeld;
    },
  };
  const look = () => firstLook({ webhooks, log: createSilentLog() }, timers, new AbortController().signal, [0, 0, 0]);
  return { webhooks, asked, timers, look };
}

describe("the first look", () => {
  it("looks after the webhooks, then compares revisions, once", async () => {
    const { asked, look } = setUp();
    await look().all;
    expect(asked).toEqual(["webhooks", "reconcile"]);
  });

  it("does again what another process, perhaps a killed one, had in hand", async () => {
    const { asked, look } = setUp({ reconcile: 2 });
    const { first, all } = look();
    await first;
    expect(asked).toEqual(["webhooks", "reconcile"]);
    await all;
    expect(asked).toEqual(["webhooks", "reconcile", "reconcile", "reconcile"]);
  });

  it("tries webhooks again while one could not be ensured, and gives up after a while", async () => {
    const { asked, webhooks, look } = setUp();
    webhooks.failed = 1;
    await look().all;
    expect(asked).toEqual(["webhooks", "reconcile", "webhooks", "webhooks", "webhooks"]);
  });

  it("stops trying when the webhook is there", async () => {
    const { asked, webhooks, timers, look } = setUp();
    webhooks.failed = 1;
    const { runNow } = timers;
    timers.runNow = (name) => {
      if (asked.length === 2) webhooks.failed = 0;
      return runNow(name);
    };
    await look().all;
    expect(asked).toEqual(["webhooks", "reconcile", "webhooks"]);
  });
});
