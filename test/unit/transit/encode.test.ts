import transit from "transit-js";
import { describe, expect, it } from "vitest";
import { decodeTransit, encodeTransit, instant, keyword, orderedMap, tagged, transitSet, uuid } from "../../../src/transit/index.ts";
import { readFixture } from "../../support/read-fixture.ts";

const ID = "0f000000-0000-8000-8000-000000000001";

describe("encodeTransit", () => {
  it("writes what Penpot writes", () => {
    const value = {
      id: uuid(ID),
      name: "~x",
      type: keyword("frame"),
      createdAt: instant("2026-11-21T18:28:44.827Z"),
      features: transitSet(["a"]),
    };
    expect(encodeTransit(value)).toBe(
      `["^ ","~:id","~u${ID}","~:name","~~x","~:type","~:frame","~:created-at","~m1795285724827","~:features",["~#set",["a"]]]`,
    );
  });

  it("writes the verbose form with plain objects", () => {
    expect(encodeTransit({ isShared: true, tags: transitSet([keyword("a-b")]) }, { verbose: true })).toBe(
      '{"~:is-shared":true,"~:tags":{"~#set":["~:a-b"]}}',
    );
  });

  it("shortens what repeats", () => {
    expect(encodeTransit([{ fillColor: 1 }, { fillColor: keyword("fill-color") }])).toBe('[["^ ","~:fill-color",1],["^ ","^0","^0"]]');
  });

  it.each([{ verbose: false }, { verbose: true }])("is read back unchanged, and by transit-js without complaint: %o", (options) => {
    const file = JSON.parse(readFixture("penpot/acme/acme.v1.get-file.json"));
    const text = encodeTransit(file, options);
    expect(decodeTransit(text)).toEqual(file);
    expect(() => transit.reader("json").read(text)).not.toThrow();
  });

  it.each([{ verbose: false }, { verbose: true }])("keeps every kind of value: %o", (options) => {
    const value = [
      new Map<unknown, unknown>([
        ["Any Key", 1],
        [uuid(ID), 2],
        [keyword("shared/x"), 3],
        [12345, 4],
        ["Any Key 2", 5],
        ["^ ", 6],
      ]),
      new Map<unknown, unknown>([[[1, 2], "composite"]]),
      orderedMap([["S-core", { id: uuid(ID) }]]),
      tagged("penpot/pointer", [uuid(ID), {}]),
      { missing: undefined, nothing: null, text: "^0", big: 2 ** 60, exact: 2n ** 53n + 1n, huge: 2n ** 70n, half: 0.5, at: new Date(0) },
      { "shared/acme-bridge": { someKey: "x" }, layoutItemHSizing: keyword("fix"), r1: 1 },
    ];
    expect(decodeTransit(encodeTransit(value, options))).toEqual([
      { "Any Key": 1, [ID]: 2, "shared/x": 3, "12345": 4, "Any Key 2": 5, "^ ": 6 },
      new Map([[[1, 2], "composite"]]),
      new Map([["S-core", { id: ID }]]),
      { pointer: ID },
      {
        nothing: null,
        text: "^0",
        big: 2 ** 60,
        exact: "9007199254740993",
        huge: "1180591620717411303424",
        half: 0.5,
        at: "1970-01-01T00:00:00Z",
      },
      { "shared/acme-bridge": { someKey: "x" }, layoutItemHSizing: "fix", r1: 1 },
    ]);
  });

  it("stays readable when there are more keys than the cache holds", () => {
    const entries = Array.from({ length: 5000 }, (_, index) => [`key-number-${index}`, index] as const);
    const value = [new Map(entries), new Map(entries)];
    const expected = Object.fromEntries(entries);
    expect(decodeTransit(encodeTransit(value))).toEqual([expected, expected]);
  });

  it("writes a scalar quoted", () => {
    expect(encodeTransit(keyword("ok"))).toBe(`["~#'","~:ok"]`);
    expect(decodeTransit(encodeTransit(true, { verbose: true }))).toBe(true);
  });

  it("writes a key named __proto__ as any other and touches no prototype", () => {
    const value = new Map([
      ["__proto__", 1],
      ["constructor", 2],
    ]);
    for (const verbose of [false, true]) {
      const read = decodeTransit(encodeTransit([value, value], { verbose })) as Record<string, unknown>[];
      expect(Object.entries(read[1] ?? {})).toEqual([
        ["__proto__", 1],
        ["constructor", 2],
      ]);
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it("refuses what no document can hold", () => {
    expect(() => encodeTransit([() => 1])).toThrow(TypeError);
    expect(() => instant("tomorrow")).toThrow(RangeError);
  });
});
