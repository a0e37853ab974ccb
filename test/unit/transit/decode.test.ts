import { describe, expect, it } from "vitest";
import { UserError } from "../../../src/errors.ts";
import { decodeTransit } from "../../../src/transit/index.ts";
import { readFixture } from "../../support/read-fixture.ts";

function read(value: unknown): unknown {
  return decodeTransit(JSON.stringify(value));
}

function readRecord(text: string): Record<string, unknown> {
  return decodeTransit(text) as Record<string, unknown>;
}

/** The answer without what the two forms say differently: the token library, and instants of the envelope (JSON has microseconds). */
function comparable(file: Record<string, unknown>): unknown {
  const { tokensLib: _, ...data } = file.data as Record<string, unknown>;
  return { ...file, createdAt: toMs(file.createdAt), modifiedAt: toMs(file.modifiedAt), data };
}

function toMs(at: unknown): number {
  return Date.parse(String(at));
}

describe("decodeTransit on recorded answers", () => {
  const json = JSON.parse(readFixture("penpot/acme/acme.v1.get-file.json"));

  it.each([
    ["compact", "penpot/acme/acme.v1.get-file.transit.json"],
    ["verbose", "penpot/rpc/get-file.transit-verbose.body.transit.json"],
    ["with object maps", "penpot/rpc/get-file.objects-map.transit.body.transit.json"],
  ])("gives what the JSON answer holds: get-file %s", (_, path) => {
    expect(comparable(readRecord(readFixture(path)))).toEqual(comparable(json));
  });

  it("gives what the JSON answer holds: a changed file, an empty file and a fragment", () => {
    const pairs = [
      ["acme/acme.v2.get-file.json", "acme/acme.v2.get-file.transit.json"],
      ["rpc/get-file.empty.body.json", "rpc/get-file.empty.transit.body.transit.json"],
      ["rpc/get-file-fragment.json.body.json", "rpc/get-file-fragment.transit.body.transit.json"],
    ] as const;
    for (const [jsonPath, transitPath] of pairs) {
      const fromTransit = readRecord(readFixture(`penpot/${transitPath}`));
      expect(comparable(fromTransit)).toEqual(comparable(JSON.parse(readFixture(`penpot/${jsonPath}`))));
    }
  });

  it("gives pointers as { pointer }", () => {
    const data = readRecord(readFixture("penpot/rpc/pointer-map.get-file.transit.body.transit.json")).data as Record<string, unknown>;
    expect(data.components).toEqual({ pointer: "294c4477-b8b8-803a-8008-fb1d4b2ff782" });
  });

  it("keeps the design's order of tokens and their ids in Maps", () => {
    const data = readRecord(readFixture("penpot/acme/acme.v1.get-file.transit.json")).data as Record<string, unknown>;
    const lib = data.tokensLib as { sets: Map<string, { id: string; tokens: Map<string, { id: string }> }> };
    const expected = JSON.parse(readFixture("penpot/acme/acme.v1.token-ids.json")) as {
      set: string;
      id: string;
      tokens: { name: string; id: string }[];
    }[];
    expect([...lib.sets].map(([key, set]) => [key.slice(2), set.id])).toEqual(expected.map(({ set, id }) => [set, id]));
    for (const { set, tokens } of expected) {
      const read = [...(lib.sets.get(`S-${set}`)?.tokens ?? [])];
      expect(read.map(([name, { id }]) => ({ name, id }))).toEqual(tokens.map(({ name, id }) => ({ name, id })));
    }
  });
});

describe("decodeTransit on single values", () => {
  it.each([
    ["a keyword key becomes camelCase", ["^ ", "~:layout-item-h-sizing", 1], { layoutItemHSizing: 1 }],
    ["a keyword key loses its question mark", ["^ ", "~:is-shared?", true], { isShared: true }],
    ["a short key keeps its digits", ["^ ", "~:r1", 4], { r1: 4 }],
    ["a namespaced keyword key stays", ["^ ", "~:shared/acme-bridge", 1], { "shared/acme-bridge": 1 }],
    ["a string key stays", ["^ ", "Fill-Color", 1], { "Fill-Color": 1 }],
    ["a uuid key stays", ["^ ", "~u0f000000-0000-8000-8000-000000000001", 1], { "0f000000-0000-8000-8000-000000000001": 1 }],
    ["a number key becomes text", ["^ ", "~i7", 1], { "7": 1 }],
    ["a keyword value becomes its name", [["~:auto-width", "~:a/b"]], [["auto-width", "b"]]],
    ["a repeated keyword is resolved as key and as value", ["^ ", "~:type", "~:name", "^1", "^0"], { type: "name", name: "type" }],
    ["an instant has milliseconds", ["~m1795285724827"], ["2026-11-21T18:28:44.827Z"]],
    ["a whole second has no fraction", ["~m1795285724000"], ["2026-11-21T18:28:44Z"]],
    ["an instant in verbose form reads alike", ["~t2026-11-21T18:28:44.000Z"], ["2026-11-21T18:28:44Z"]],
    ["a set becomes an array", ["~#set", ["~:a-b", "c"]], ["a-b", "c"]],
    ["an ordered set keeps its order", ["~#ordered-set", ["z", "a"]], ["z", "a"]],
    ["fills become an array", ["~#penpot/fills", [["^ ", "~:fill-color", "#fff"]]], [{ fillColor: "#fff" }]],
    ["a point becomes an object", ["~#point", ["^ ", "~:x", 1, "~:y", 2.5]], { x: 1, y: 2.5 }],
    ["a URI becomes text", ["~#uri", "https://penpot.example/a"], "https://penpot.example/a"],
    ["a duration becomes milliseconds", ["~#duration", 1500], 1500],
    ["a ratio becomes a number", ["~#ratio", ["~n1", "~n4"]], 0.25],
    ["an integer beyond 2^53 becomes text", ["~i9007199254740993", "~i12"], ["9007199254740993", 12]],
    ["what JSON cannot hold stays a number", ["~zNaN", "~z-INF"], [Number.NaN, Number.NEGATIVE_INFINITY]],
    ["an escaped string loses its escape", ["~~x", "~^y", "~`z"], ["~x", "^y", "`z"]],
    ["a quoted scalar is unwrapped", ["~#'", "~:ok"], "ok"],
    ["an unknown tag keeps its representation", ["~#penpot/new", ["^ ", "~:a-b", "~:c"]], { tag: "penpot/new", rep: { aB: "c" } }],
    ["an unknown tag named as an inherited member does too", ["~#constructor", "~:c"], { tag: "constructor", rep: "c" }],
    ["a nested unknown tag does too", [["~#list", [["~#penpot/new", 1]]]], [[{ tag: "penpot/new", rep: 1 }]]],
    ["a map with composite keys becomes a Map", ["~#cmap", [["~:a"], 1]], new Map([[["a"], 1]])],
    [
      "an ordered map becomes a Map",
      [
        "~#ordered-map",
        [
          ["b", 1],
          ["~:a", "~:k"],
        ],
      ],
      new Map<string, unknown>([
        ["b", 1],
        ["a", "k"],
      ]),
    ],
    ["verbose tags read alike", { "~#set": [{ "~:a-b": "~:c" }] }, [{ aB: "c" }]],
  ])("%s", (_, value, expected) => {
    expect(read(value)).toEqual(expected);
  });

  it("reads path data as the JSON form prints it", () => {
    const bytes = Buffer.alloc(4 * 28);
    bytes.writeInt16LE(1, 0);
    bytes.writeFloatLE(196, 20);
    bytes.writeFloatLE(364.67, 24);
    bytes.writeInt16LE(3, 28);
    for (const [index, value] of [0.00001, -2, 12345678, 0, 1, 2].entries()) bytes.writeFloatLE(value, 32 + index * 4);
    bytes.writeInt16LE(99, 56);
    bytes.writeInt16LE(4, 84);
    expect(read(["~#penpot/path-data", `~b${bytes.toString("base64")}`])).toBe(
      "M196.0,364.6700134277344C9.999999747378752E-6,-2.0,1.2345678E7,0.0,1.0,2.0Z",
    );
  });

  it("gives an own key named __proto__ without touching any prototype", () => {
    const map = read(["^ ", "__proto__", ["^ ", "~:polluted", true], "~:constructor", 1]) as Record<string, unknown>;
    expect(Object.keys(map)).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(map)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("reads each document with a cache of its own", () => {
    const nested = JSON.stringify(["^ ", "~:name", "inner", "~:type", "~:rect"]);
    expect(read(["^ ", "~:objects", ["~#penpot/objects-map/v2", ["^ ", "~ua", nested]], "~:width", 1, "^2", 2])).toEqual({
      objects: { a: { name: "inner", type: "rect" } },
      width: 2,
    });
  });
});

describe("decodeTransit on wrong input", () => {
  it.each([
    ["nothing", ""],
    ["HTML", "<html><body>502 Bad Gateway</body></html>"],
    ["a bare scalar", "42"],
    ["a truncated document", readFixture("penpot/acme/acme.v1.get-file.transit.json").slice(0, 20_000)],
    ["a truncated JSON answer", readFixture("penpot/rpc/get-file.truncated-json.body.json")],
    ["a cache code that refers to nothing", '["^ ","^5",1]'],
    ["a cache code that refers to nothing, as a value", '["^ ","~:name","^5"]'],
    ["a key without a value", '["^ ","~:name"]'],
    ["a tag without a value", '["^ ","~:name","~#set"]'],
    ["a set that is no array", '["~#set",7]'],
    ["an ordered map of something else than pairs", '["~#ordered-map",[1,2]]'],
    ["an instant that is none", '["~mtomorrow"]'],
    ["absurd nesting", "[".repeat(100_000) + "]".repeat(100_000)],
    ["a nested document that is none", '["~#penpot/objects-map/v2",["^ ","~ua","oops"]]'],
  ])("refuses %s with TRANSIT_INVALID and a hint", (_, text) => {
    const error = catchError(() => decodeTransit(text));
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ code: "TRANSIT_INVALID", hint: expect.stringContaining("Accept") });
  });
});

function catchError(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
