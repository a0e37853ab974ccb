import { describe, expect, it } from "vitest";
import { blockBook, draw, lacks, run, text } from "./make-text.ts";

const fonts = blockBook();

/** Whether a character may stand in an XML document. */
function isXml(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  const isControl = code < 32 && code !== 9 && code !== 10 && code !== 13;
  return !isControl && !(code >= 0xd800 && code < 0xe000) && code !== 0xfffe && code !== 0xffff;
}

const HOSTILE: [name: string, characters: string, extra?: Record<string, unknown>][] = [
  ["control characters", "a\u0000\u0001\u001f\u007f\u0085b"],
  ["halves of characters", "\ud800a\udc00b\ud83d"],
  ["characters that are none", "a\uffff\ufffe"],
  ["marks of direction", "\u202ea\u2066b\u200f\u061c"],
  ["markup", '</text><script>alert(1)</script>"&amp;]]>'],
  ["a family that breaks out", "a", { fontFamily: '"><script>\u0000\ud800' }],
  ["emoji", "👩‍👩‍👧 🍳\ufe0f"],
  ["nothing but marks", "\u0301\u0301\u0301"],
];

describe.each(["outlines", "text"] as const)("hostile text as %s", (mode) => {
  it.each(HOSTILE)("is safe with %s", (_name, characters, extra = {}) => {
    const { svg } = draw(text([run(characters, [0, 0, 30, 20], extra)]), { fonts, text: mode });
    expect([...svg].filter((character) => !isXml(character))).toEqual([]);
    expect(svg).not.toContain("<script");
    expect(svg.match(/<text/g)?.length ?? 0).toBe(svg.match(/<\/text>/g)?.length ?? 0);
  });

  it("draws a hundred thousand characters", () => {
    const shape = text([run("A ".repeat(50_000), [0, 0, 1_000_000, 20])]);
    const { svg, unfaithful } = draw(shape, { fonts, text: mode });
    expect(unfaithful).toEqual([]);
    expect(svg.length).toBeGreaterThan(100_000);
    expect(svg).not.toContain("NaN");
  });

  it.each([
    ["no place", { x: undefined }],
    ["a size that is no number", { fontSize: "NaNpx" }],
    ["a width that is no number", { width: Number.NaN }],
    ["an endless height", { height: Number.POSITIVE_INFINITY }],
    ["a size of a hundred thousand digits", { fontSize: `${"1".repeat(100_000)}x` }],
    ["a size below zero", { fontSize: "-3px" }],
  ])("reports a run with %s and draws the others", (_name, extra) => {
    const rendering = draw(text([run("A", [0, 0, 12, 20], extra), run("A", [0, 0, 12, 20])]), { fonts, text: mode });
    expect(lacks(rendering)).toEqual(["text with a place or size that cannot be read"]);
    expect(rendering.svg).toMatch(/<(path|text) /);
    expect(rendering.svg).not.toContain("NaN");
  });

  it.each([
    ["a word", "hello"],
    ["numbers", [1, 2]],
    ["an object", {}],
  ])("reports position data that are %s", (_name, positionData) => {
    const rendering = draw(text([], { positionData }), { fonts, text: mode });
    expect(lacks(rendering)).toEqual(["text with a place or size that cannot be read"]);
  });

  it.each([
    ["of no size", { fontSize: "0px" }],
    ["of no width", { width: 0 }],
    ["of a huge size", { fontSize: "1e300px", width: 1e300 }],
    ["with values of other kinds", { text: 12, fontFamily: {}, fontWeight: [], textDecoration: {}, fills: "red", direction: 3 }],
  ])("survives a run %s", (_name, extra) => {
    const { svg } = draw(text([run("A", [0, 0, 12, 20], extra)]), { fonts, text: mode });
    expect(svg).not.toMatch(/NaN|Infinity|undefined|\[object/);
  });
});
