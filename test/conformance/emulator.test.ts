import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toDesign } from "../../src/design/index.ts";
import { toComparable } from "../support/comparable-design.ts";
import { NOT_COVERED, SCENARIOS } from "../support/emulator-scenarios.ts";
import { contentTypeOf, type Replayed, startWorld, type World } from "../support/emulator-world.ts";
import { loadExchange } from "../support/replay-server.ts";
import { compareShapes } from "../support/shape.ts";

/** Keys whose values are made anew on every instance, or are texts of another implementation. */
const MADE_ANEW = new Set(
  "createdAt modifiedAt updatedAt expiresAt syncedAt commentId token email ownerEmail explain defaultTeamId defaultProjectId commentThreadSeqn pageId port host".split(
    " ",
  ),
);
/** Lists that are sets for Penpot. */
const SETS = new Set(["features", "participants", "mentions", "activeSets", "activeThemes"]);

for (const [title, { cases, flags, prepare }] of Object.entries(SCENARIOS)) {
  describe(title, () => {
    let world: World;
    beforeAll(async () => {
      world = await startWorld(flags && { flags });
      await prepare?.(world);
    });
    afterAll(() => world.close());

    test.each(cases.map(([name, kind, as]) => ({ name, kind, as })))(
      "$name is answered as recorded ($kind)",
      async ({ name, kind, as }) => {
        const replayed = await world.replay(name, as);
        expectAlike(replayed);
        if (kind === "values") expect(toValues(replayed.body)).toEqual(toValues(replayed.recorded));
      },
    );
  });
}

test("the Transit of get-file has the types of the recording, keyword by keyword", async () => {
  const world = await startWorld();
  const { text, recordedText } = await world.replay("get-file.transit-verbose");
  await world.close();
  const [mine, theirs] = [text, recordedText].map((document) => JSON.parse(document)["~:data"]);
  expect(toTypes(mine)).toEqual(toTypes(theirs));
});

test("the Transit of get-file decodes to the Design of the recording, but for the ids and the order of tokens", async () => {
  const world = await startWorld();
  const { body, recorded } = await world.replay("get-file.transit");
  await world.close();
  expect(toComparable(toDesign(body, "transit"))).toEqual(toComparable(toDesign(recorded, "transit")));
});

test("every recorded exchange of an emulated method is replayed, or is listed with a reason", async () => {
  const world = await startWorld();
  const document = (await (await fetch(`${world.emulator.url}/api/main/doc/openapi.json`)).json()) as { paths: object };
  await world.close();
  const methods = new Set(Object.keys(document.paths));
  const listed = new Set([...Object.values(SCENARIOS).flatMap(({ cases }) => cases.map(([name]) => name)), ...Object.keys(NOT_COVERED)]);
  const recorded = readdirSync(new URL("../fixtures/penpot/rpc/", import.meta.url))
    .filter((file) => file.endsWith(".exchange.json"))
    .map((file) => file.replace(".exchange.json", ""));
  const emulated = recorded.filter((name) => {
    const [path = ""] = loadExchange(name).request.url.split("?");
    return !path.startsWith("/api/") || methods.has(path.split("/").pop() ?? "");
  });
  expect(emulated.filter((name) => !listed.has(name))).toEqual([]);
});

test("the OpenAPI document tells the version and names only methods that Penpot has", async () => {
  const world = await startWorld();
  const { status, headers, body, recorded, exchange } = await world.replay("doc.openapi");
  await world.close();
  const [mine, theirs] = [body, recorded] as { info: object; paths: object }[];
  expect([status, headers.get("content-type"), mine?.info]).toEqual([exchange.response.status, contentTypeOf(exchange), theirs?.info]);
  const known = Object.keys(theirs?.paths ?? {});
  expect(Object.keys(mine?.paths ?? {}).filter((name) => !known.includes(name))).toEqual([]);
});

function expectAlike({ exchange, status, headers, body, recorded }: Replayed): void {
  const was = new Map(exchange.response.headers.map(([name, value]) => [name.toLowerCase(), value]));
  expect(status).toBe(exchange.response.status);
  expect(headers.get("content-type") ?? "").toBe(contentTypeOf(exchange));
  expect(headers.get("cache-control")).toBe(was.get("cache-control") ?? null);
  expect(headers.has("etag")).toBe(was.has("etag"));
  if (was.get("etag")?.startsWith("W/")) expect(headers.get("etag")).toMatch(/^W\/"[\w-]{43}"$/);
  for (const name of ["x-rate-limit-remaining", "x-rate-limit-reset"]) expect([name, headers.has(name)]).toEqual([name, was.has(name)]);
  if (was.has("transfer-encoding")) expect(headers.get("transfer-encoding")).toBe(was.get("transfer-encoding"));
  // Archives name a shape's page; the recorded edits did not.
  expect(compareShapes(body, recorded).filter((problem) => !problem.endsWith(".pageId is new"))).toEqual([]);
}

/** The values of an answer, without what is made anew; events of a stream in any order. */
function toValues(value: unknown, key = ""): unknown {
  if (typeof value === "string" && value.startsWith("event: "))
    return value
      .replace(/by-id\/[\w-]+/, "by-id")
      .replace(/localhost:\d+|127[\d.:]+/g, "host")
      .split("\n\n")
      .sort();
  if (Array.isArray(value)) return SETS.has(key) ? value.map(String).sort() : value.map((item) => toValues(item));
  if (value instanceof Map) return value.size;
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !MADE_ANEW.has(name));
  return Object.fromEntries(kept.map(([name, item]) => [name, toValues(item, name)]));
}

/** Verbose Transit as plain data; what archives lose of tokens taken out, and what has no order sorted. */
function toTypes(value: unknown, inTokens = false): unknown {
  if (Array.isArray(value)) return value.map((item) => toTypes(item, inTokens));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !(inTokens && (key === "~:id" || key === "~:modified-at")))
      .map(([key, item]) => {
        const isLibrary = key === "~#penpot/tokens-lib";
        const plain = toTypes(item, inTokens || isLibrary);
        const isUnordered = key === "~#set" || (inTokens && key === "~#ordered-map");
        return [key, isUnordered && Array.isArray(plain) ? plain.map((entry) => JSON.stringify(entry)).sort() : plain];
      }),
  );
}
