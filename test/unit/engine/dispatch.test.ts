import { describe, expect, it } from "vitest";
import { createDispatcher, type DispatcherDeps } from "../../../src/engine/dispatch.ts";
import { createSourceIndex } from "../../../src/engine/sources.ts";
import { TransientError } from "../../../src/errors.ts";
import type { Event } from "../../../src/event.ts";
import type { RunRequest, SyncedState } from "../../../src/run.ts";
import { createEvent } from "../../support/create-event.ts";
import { createRecipe } from "../../support/create-recipe.ts";
import { createFakePenpot, idOf } from "../../support/fake-penpot.ts";
import { createRecordingLog } from "../../support/silent-log.ts";

const signal = new AbortController().signal;
const subject = { teamId: idOf("Design"), projectId: idOf("System"), fileId: idOf("Icons") };

function setUp(parts: Partial<DispatcherDeps> = {}) {
  const penpot = createFakePenpot({ Design: { System: { Icons: { revn: 3 }, Tokens: {} } } });
  const requests: { request: RunRequest; event: Event }[] = [];
  const nonces: string[] = [];
  const synced = new Map<string, SyncedState>();
  const { log, lines } = createRecordingLog();
  const recipes = [
    createRecipe(),
    createRecipe({ name: "tokens", source: { file: "Tokens" }, debounce: { quiet: "1s", "max-wait": "1m" } }),
  ];
  const dispatcher = createDispatcher({
    recipes: () => recipes,
    sources: createSourceIndex([penpot], { main: ["*"] }, log),
    enqueue: async (request, event) => requests.push({ request, event }),
    getSynced: async (hash, { fileId }) => synced.get(`${hash} ${fileId}`),
    ownProfiles: new Map([["main", "bot"]]),
    rememberNonce: async (nonce) => nonces.push(nonce),
    log,
    now: () => Date.parse("2026-11-22T00:00:00Z"),
    ...parts,
  });
  return { penpot, requests, nonces, synced, lines, recipes, dispatcher };
}

describe("handle", () => {
  it("enqueues one run for each recipe and file an event concerns", async () => {
    const { dispatcher, requests } = setUp();
    const event = createEvent({ subject });
    expect(await dispatcher.handle(event, signal)).toEqual({ state: "handled", files: 1, enqueued: 1 });
    const file = { instance: "main", teamId: idOf("Design"), projectId: idOf("System"), fileId: idOf("Icons"), name: "Icons" };
    expect(requests).toEqual([{ request: { recipe: "icons", file, quietMs: 30_000, maxWaitMs: 900_000 }, event }]);
  });

  it("drops what we did ourselves and remembers its nonce", async () => {
    const { dispatcher, requests, nonces, penpot } = setUp();
    const event = createEvent({ subject, actor: "bot", name: "update-project-pin", props: { penopsNonce: "n-1" } });
    expect((await dispatcher.handle(event, signal)).state).toBe("own");
    await dispatcher.handle(createEvent({ subject, actor: "bot" }), signal);
    await dispatcher.handle(createEvent({ subject, actor: "bot", props: { penopsNonce: "x".repeat(1000) } }), signal);
    expect([requests, nonces, penpot.calls]).toEqual([[], ["n-1"], []]);
  });

  it("drops the event of our own export, also for a recipe that waits for exports", async () => {
    const { dispatcher, requests } = setUp({ recipes: () => [createRecipe({ on: { "export-binfile": {} } })] });
    await dispatcher.handle(createEvent({ subject, actor: "bot", name: "export-binfile" }), signal);
    expect(requests).toEqual([]);
    await dispatcher.handle(createEvent({ subject, actor: "somebody", name: "export-binfile" }), signal);
    expect(requests).toHaveLength(1);
  });

  it("knows the same profile id on another instance for somebody else", async () => {
    const { dispatcher, nonces } = setUp();
    await dispatcher.handle(createEvent({ subject, instance: "other", actor: "bot", props: { penopsNonce: "n-1" } }), signal);
    expect(nonces).toEqual([]);
  });

  it("logs an unknown event and goes on", async () => {
    const { dispatcher, lines } = setUp();
    expect((await dispatcher.handle(createEvent({ name: "export-file-tokens", subject }), signal)).state).toBe("unknown");
    expect(lines).toMatchObject([{ msg: expect.stringContaining("Unknown event"), name: "export-file-tokens" }]);
  });

  it("asks Penpot nothing for an event no recipe waits for", async () => {
    const { dispatcher, penpot } = setUp();
    expect(await dispatcher.handle(createEvent({ name: "create-comment", subject: { fileId: "x" } }), signal)).toMatchObject({
      enqueued: 0,
    });
    expect(penpot.calls).toEqual([]);
  });

  it("lets the queue's error through, so that the event is tried again", async () => {
    const { dispatcher } = setUp({ enqueue: () => Promise.reject(new TransientError("REDIS_AWAY", "Redis is away.")) });
    await expect(dispatcher.handle(createEvent({ subject }), signal)).rejects.toThrow("Redis is away.");
  });

  it("warns of a condition that cannot be evaluated and runs the other recipes", async () => {
    const broken = createRecipe({ name: "broken", if: "event.props.count > 1" });
    const { dispatcher, requests, lines } = setUp({ recipes: () => [broken, createRecipe()] });
    await dispatcher.handle(createEvent({ subject }), signal);
    expect(requests.map(({ request }) => request.recipe)).toEqual(["icons"]);
    expect(lines).toContainEqual(expect.objectContaining({ recipe: "broken", level: 40 }));
  });
});

describe("reconcile", () => {
  it("enqueues at once what was never synced", async () => {
    const { dispatcher, requests } = setUp();
    expect(await dispatcher.reconcile(signal)).toEqual({ files: 2, enqueued: 2, incomplete: false, problems: [] });
    expect(requests.find(({ request }) => request.recipe === "icons")).toMatchObject({
      request: { file: { fileId: idOf("Icons") }, quietMs: 0, maxWaitMs: 0 },
      event: { trigger: "reconcile", name: "reconcile", at: "2026-11-22T00:00:00.000Z", subject },
    });
  });

  it("does nothing but list when nothing changed", async () => {
    const { dispatcher, requests, synced, recipes, penpot } = setUp();
    const modifiedAt = "2026-11-21T18:27:11.026000Z";
    synced.set(`${recipes[0]?.hash} ${idOf("Icons")}`, { revn: 3, vern: 0, modifiedAt });
    synced.set(`${recipes[1]?.hash} ${idOf("Tokens")}`, { revn: 1, vern: 0, modifiedAt });
    expect(await dispatcher.reconcile(signal)).toMatchObject({ enqueued: 0 });
    expect(requests).toEqual([]);
    expect(penpot.calls).toEqual(["get-teams", `get-projects ${idOf("Design")}`, `get-project-files ${idOf("System")}`]);
  });

  it.each([
    ["falls", { revn: 2, vern: 0, modifiedAt: "2026-11-21T18:27:11.026Z" }],
    ["is restored", { revn: 3, vern: 77, modifiedAt: "2026-11-21T18:27:11.026Z" }],
    ["keeps its number but not its date", { revn: 3, vern: 0, modifiedAt: "2026-11-21T18:00:00Z" }],
    ["was remembered without a date", { revn: 3, vern: 0, modifiedAt: "" }],
  ])("enqueues when the revision %s", async (_, state) => {
    const { dispatcher, requests, synced, recipes } = setUp();
    synced.set(`${recipes[0]?.hash} ${idOf("Icons")}`, state);
    await dispatcher.reconcile(signal);
    expect(requests.map(({ request }) => request.recipe)).toContain("icons");
  });

  it("enqueues again when the recipe's text changed", async () => {
    const { dispatcher, requests, synced } = setUp();
    synced.set(`old-hash ${idOf("Icons")}`, { revn: 3, vern: 0, modifiedAt: "2026-11-21T18:27:11.026Z" });
    await dispatcher.reconcile(signal);
    expect(requests.map(({ request }) => request.recipe)).toContain("icons");
  });

  it("says what could not be listed and goes on with the rest", async () => {
    const { dispatcher, penpot } = setUp();
    penpot.world["Brand"] = { Logos: { Icons: { id: idOf("Marks") } } };
    penpot.failures.set(`get-project-files ${idOf("System")}`, new TransientError("PENPOT_AWAY", "Penpot is away."));
    expect(await dispatcher.reconcile(signal)).toMatchObject({ files: 1, enqueued: 1, incomplete: true, problems: { length: 1 } });
  });
});
