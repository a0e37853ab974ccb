import { describe, expect, it } from "vitest";
import { handleDeliveries, learnOwnProfile } from "../../../src/app/handle-deliveries.ts";
import type { OwnProfiles } from "../../../src/app/parts.ts";
import { PermanentError, TransientError } from "../../../src/errors.ts";
import type { Event } from "../../../src/event.ts";
import type { PenpotClient } from "../../../src/penpot/index.ts";
import type { Rooms } from "../../../src/rooms.ts";
import { createFakePenpot, idOf } from "../../support/fake-penpot.ts";
import { createRecordingLog, createSilentLog } from "../../support/silent-log.ts";
import { toDelivery, webhookBody } from "../../support/webhooks.ts";

function setUp() {
  const penpot = createFakePenpot({});
  const ownProfiles: OwnProfiles = new Map();
  const rooms = { penpots: new Map([["main", penpot as unknown as PenpotClient]]) } as unknown as Rooms;
  const learn = (instance = "main") =>
    learnOwnProfile({ rooms, ownProfiles, log: createSilentLog() }, instance, new AbortController().signal);
  return { penpot, ownProfiles, learn };
}

describe("our own profile", () => {
  it("is asked for once, where no timer asked before", async () => {
    const { penpot, ownProfiles, learn } = setUp();
    await learn();
    await learn();
    await learn("no-such-instance");
    expect([...ownProfiles]).toEqual([["main", idOf("bot")]]);
    expect(penpot.calls).toEqual(["get-profile"]);
  });

  it("makes the delivery wait while Penpot does not answer", async () => {
    const { penpot, learn } = setUp();
    penpot.failures.set("get-profile", new TransientError("PENPOT_AWAY", "Penpot is away."));
    await expect(learn()).rejects.toThrow("Penpot is away.");
  });

  it("is nobody's while the token is not accepted", async () => {
    const { penpot, ownProfiles, learn } = setUp();
    penpot.failures.set("get-profile", new PermanentError("PENPOT_TOKEN_INVALID", "The token was revoked."));
    await learn();
    expect([...ownProfiles]).toEqual([]);
  });
});

describe("a delivery", () => {
  /** The handler over a dispatcher that does as told, and a Redis in which everything is new. */
  function setUpHandler(handle: () => Promise<unknown>) {
    const { log, lines } = createRecordingLog();
    const events: Event[] = [];
    const ticks: string[] = [];
    const parts = {
      log,
      config: { redis: { prefix: "test" } },
      redis: { createClient: () => ({ set: async () => "OK" }) },
      rooms: { penpots: new Map() },
      ownProfiles: new Map(),
      timers: { runNow: async (name: string) => ticks.push(name) },
      dispatcher: {
        handle: (event: Event) => {
          events.push(event);
          return handle();
        },
      },
    } as unknown as Parameters<typeof handleDeliveries>[0];
    const stop = new AbortController();
    const entries = (body: Buffer | string) => [{ id: "1-0", delivery: toDelivery(body) }];
    const give = (body: Buffer | string) => handleDeliveries(parts, stop.signal)(entries(body));
    return { lines, events, ticks, give, stop };
  }
  const BODY = webhookBody("rename-file", "json");

  it("becomes an event", async () => {
    const { events, give } = setUpHandler(async () => ({ state: "handled", files: 1, enqueued: 1 }));
    await give(BODY);
    expect(events).toMatchObject([{ id: "1-0", name: "rename-file", trigger: "penpot" }]);
  });

  it("that nobody can read makes the timer look now", async () => {
    const { events, ticks, give } = setUpHandler(async () => ({}));
    await give("{}");
    expect([events, ticks]).toEqual([[], ["reconcile"]]);
  });

  it("is handed over again while trouble passes", async () => {
    const { give } = setUpHandler(() => Promise.reject(new TransientError("PENPOT_AWAY", "Penpot is away.")));
    await expect(give(BODY)).rejects.toThrow("Penpot is away.");
  });

  it("is given up, and said so, when trouble lasts", async () => {
    const { lines, give } = setUpHandler(() => Promise.reject(new PermanentError("PENPOT_TOKEN_INVALID", "The token was revoked.")));
    await give(BODY);
    expect(lines).toContainEqual(expect.objectContaining({ level: 50, event: "rename-file", reason: "The token was revoked." }));
  });
});
