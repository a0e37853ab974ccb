import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeTransit } from "../../src/transit/index.ts";
import { RECORDED, startWorld, type World } from "../support/emulator-world.ts";
import type { ReceivedHook } from "../support/hook-receiver.ts";
import { readFixture, readFixtureBytes } from "../support/read-fixture.ts";
import { type Encoding, webhookBody } from "../support/webhooks.ts";

/** The recorded deliveries whose calls are made again here, in this order. */
const CALLS: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
  "update-file": async ({ emulator, people }) => emulator.edit(RECORDED.acme, () => {}, people.ada.id),
  "update-project-pin.viewer-with-extra-param": (world) => world.replay("update-project-pin.viewer-nonce", "viewer"),
  "rename-file": (world) => world.replay("rename-file"),
  "set-file-shared.unshare": async (world) => {
    await world.replay("set-file-shared.share");
    await world.replay("set-file-shared.unshare");
  },
  "delete-file": (world) => world.replay("delete-file"),
  "create-comment-thread": (world) => world.replay("create-comment-thread"),
  "create-comment": (world) => world.replay("create-comment", "bridge"),
  "export-binfile": (world) => world.replay("export-binfile"),
  "export-binfile.failing": (world) => world.replay("export-binfile.error-event"),
};

describe.each(["json", "transit"] as const)("deliveries in %s", (encoding) => {
  let world: World;
  const received = new Map<string, ReceivedHook[]>();
  beforeAll(async () => {
    world = await startWorld();
    await world.replay(encoding === "json" ? "create-webhook.json" : "create-webhook.transit-hook");
    for (const [name, call] of Object.entries(CALLS)) {
      const before = world.receiver.requests.length;
      await call(world);
      await world.emulator.flush();
      received.set(name, world.receiver.requests.slice(before));
    }
  });
  afterAll(() => world.close());

  test.each(Object.keys(CALLS))("%s comes once, with the headers of the recording in its order and case", (name) => {
    const [delivery, ...more] = received.get(name) ?? [];
    expect(more).toEqual([]);
    expect(delivery?.headers).toEqual(recordedHeaders(`${name}.${encoding}`, delivery));
  });

  test.each(Object.keys(CALLS))("%s has the recorded body but for ids and times", (name) => {
    const [delivery] = received.get(name) ?? [];
    const recorded = webhookBody(name, encoding).toString();
    expect(toStructure(delivery?.body ?? "", encoding)).toEqual(toStructure(recorded, encoding));
  });

  // Maps of more than eight keys come in Clojure's hash order, sets in any.
  const ordered = Object.keys(CALLS).filter((name) => !/^(create-comment|update-file)/.test(name));
  test.each(ordered)("%s is printed letter for letter as recorded", (name) => {
    const [delivery] = received.get(name) ?? [];
    expect(withoutValues(delivery?.body ?? "")).toBe(withoutValues(webhookBody(name, encoding).toString()));
  });
});

test("publishing a library is not announced", async () => {
  const world = await startWorld();
  await world.replay("create-webhook.json");
  const before = world.receiver.requests.length;
  await world.replay("set-file-shared.share");
  await world.replay("set-file-shared.noop");
  await world.emulator.flush();
  expect(world.receiver.requests.slice(before)).toEqual([]);
  await world.close();
});

test("the validation request is a HEAD with the headers of the recording in its order and case", async () => {
  const world = await startWorld();
  await world.replay("create-webhook.json");
  const [head] = world.receiver.requests;
  expect([head?.method, head?.path, head?.body]).toEqual(["HEAD", "/hooks/acme-json", ""]);
  expect(head?.headers).toEqual(recordedHeaders("validation-head", head));
  await world.close();
});

test("setDesign announces what the recorded edits announced", async () => {
  const world = await startWorld();
  await world.replay("create-webhook.json");
  world.emulator.setDesign(RECORDED.acme, readFixtureBytes("penpot/acme/acme.v2.penpot"));
  await world.emulator.flush();
  const delivery = world.receiver.requests.at(-1);
  expect(toStructure(delivery?.body ?? "", "json")).toEqual(toStructure(webhookBody("update-file", "json").toString(), "json"));
  expect(JSON.parse(delivery?.body ?? "").profileId).toBe(world.emulator.accounts.designer.id);
  await world.close();
});

function recordedHeaders(name: string, actual: ReceivedHook | undefined): [string, string][] {
  const { headers } = JSON.parse(readFixture(`penpot/webhooks/${name}.headers.json`)) as { headers: [string, string][] };
  const own = new Map(actual?.headers);
  return headers.map(([key, value]) => [key, key === "Host" || key === "Content-Length" ? (own.get(key) ?? "") : value]);
}

/** A body decoded, with ids, times and mail addresses replaced by what they are, and sets sorted. */
function toStructure(body: string, encoding: Encoding): unknown {
  return abstract(encoding === "json" ? JSON.parse(body) : decodeTransit(body));
}

function abstract(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => abstract(item)).sort();
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, abstract(item, name)]));
  if (key === "ownerEmail") return "an address";
  return typeof value === "string" ? withoutValues(value) : value;
}

function withoutValues(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}/g, "an id")
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z/g, "a time")
    .replace(/~m\d+/g, "~m a time");
}
