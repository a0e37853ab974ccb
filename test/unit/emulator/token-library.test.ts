import { expect, test } from "vitest";
import { identifyTokens, type KnownLibrary } from "../../../src/emulator/token-library.ts";

const FIRST = "2026-01-01T00:00:00.000Z";
const SECOND = "2026-02-01T00:00:00.000Z";

function color(value: string): object {
  return { $value: value, $type: "color", $description: "" };
}

function library(tokens: Record<string, unknown>, before?: KnownLibrary, now = before ? SECOND : FIRST): KnownLibrary {
  const document = { core: tokens, $themes: [], $metadata: { tokenSetOrder: ["core"], activeThemes: [], activeSets: ["core"] } };
  const found = identifyTokens("file", document, before, now);
  if (!found) throw new Error("no library");
  return found;
}

function ids({ sets }: KnownLibrary): Record<string, string> {
  return Object.fromEntries(sets.flatMap(({ tokens }) => tokens.map(({ name, id }) => [name, id])));
}

test("ids follow from file, set and name", () => {
  expect(ids(library({ a: color("#111111") }))).toEqual(ids(library({ a: color("#222222") })));
  expect(ids(library({ a: color("#111111") }))["a"]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("a token whose value changes keeps its id and is the only one with a new modification time", () => {
  const before = library({ a: color("#111111"), b: color("#222222") });
  const after = library({ a: color("#333333"), b: color("#222222") }, before);
  expect(ids(after)).toEqual(ids(before));
  expect(after.sets[0]?.tokens.map(({ modifiedAt }) => modifiedAt)).toEqual([SECOND, FIRST]);
});

test("a token that vanished while an equal one appeared in its set was renamed and keeps its id", () => {
  const before = library({ color: { teal: color("#00b8a9"), ink: color("#111111") } });
  const after = library({ color: { mint: color("#00b8a9"), ink: color("#111111") } }, before);
  expect(ids(after)["color.mint"]).toBe(ids(before)["color.teal"]);
});

test("a token that appeared with another value is a new one", () => {
  const before = library({ teal: color("#00b8a9") });
  const after = library({ mint: color("#00b8aa") }, before);
  expect(ids(after)["mint"]).not.toBe(ids(before)["teal"]);
});

test("the old name of a renamed token, used again, gets an id of its own", () => {
  const before = library({ a: color("#111111") });
  const renamed = library({ b: color("#111111") }, before);
  const after = library({ a: color("#999999"), b: color("#111111") }, renamed);
  expect(ids(after)["b"]).toBe(ids(before)["a"]);
  expect(ids(after)["a"]).not.toBe(ids(after)["b"]);
});

test("a token is not taken for a renamed one of another set", () => {
  const document = (sets: object): object => ({ ...sets, $themes: [], $metadata: {} });
  const before = identifyTokens("file", document({ one: { a: color("#111111") }, two: {} }), undefined, FIRST);
  const after = identifyTokens("file", document({ one: {}, two: { b: color("#111111") } }), before, SECOND);
  expect(after?.sets[1]?.tokens[0]?.id).not.toBe(before?.sets[0]?.tokens[0]?.id);
});

test("a file without tokens has no library", () => {
  expect(identifyTokens("file", undefined, undefined, FIRST)).toBeUndefined();
});
