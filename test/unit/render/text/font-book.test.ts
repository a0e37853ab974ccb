import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { loadDefaultFont } from "../../../../src/assets/default-font.ts";
import { createFontBook } from "../../../../src/render/index.ts";
import { readFixtureBytes } from "../../../support/read-fixture.ts";
import { unpackWoff } from "../../../support/unpack-woff.ts";
import { BLOCK, blockBook, defaultBook, defaultRef } from "./make-text.ts";

const HOW = { rtl: false, ligatures: true };
const NOWHERE = { fontId: "", variantId: "" };

function packaged(name: string): Uint8Array {
  return readFileSync(createRequire(import.meta.url).resolve(`@fontsource/source-sans-pro/files/source-sans-pro-${name}`));
}

describe("createFontBook", () => {
  it("finds a face by its ids, whatever the family is called", () => {
    expect(blockBook().find({ ...BLOCK, family: "Renamed" })).toBeDefined();
  });

  it("finds a face by family, weight and style", () => {
    expect(blockBook().find({ ...BLOCK, ...NOWHERE, family: "acme block" })).toBeDefined();
    expect(blockBook().find({ ...BLOCK, ...NOWHERE, weight: "700" })).toBeUndefined();
    expect(blockBook().find({ ...BLOCK, ...NOWHERE, style: "italic" })).toBeUndefined();
  });

  it("reads TrueType, WOFF and WOFF 2 alike", () => {
    const woff = packaged("latin-400-normal.woff");
    const font = defaultRef("regular", "400", "normal");
    const found = [woff, packaged("latin-400-normal.woff2"), unpackWoff(woff)].map((bytes) => {
      const face = createFontBook([{ font, bytes }]).find(font);
      return { descent: face?.descent, advances: face?.shape("Water", HOW)?.map(({ advance }) => advance) };
    });
    expect(found[0]?.descent).toBeCloseTo(0.273);
    expect(found[1]).toEqual(found[0]);
    expect(found[2]).toEqual(found[0]);
  });

  it("joins the files of one face that hold a part of its characters each", async () => {
    const book = await defaultBook();
    const face = book.find(defaultRef("regular", "400", "normal"));
    expect(face?.shape("Łódź Ωμέγα Москва", HOW)).toHaveLength(17);
  });

  it("has no glyphs for text with a character that no file has", () => {
    expect(blockBook().find(BLOCK)?.shape("A😀", HOW)).toBeUndefined();
  });

  it("passes over characters that are never seen", () => {
    expect(blockBook().find(BLOCK)?.shape("A\u200b\u200f\ufe0f\u200dA", HOW)).toHaveLength(2);
  });

  it("shows the space in place of a hard one that the font lacks", () => {
    expect(blockBook().find(BLOCK)?.shape("A\u00a0A", HOW)?.[1]?.advance).toBeCloseTo(0.3);
  });

  it.each([
    ["no font at all", Buffer.from("hello")],
    ["an empty file", new Uint8Array()],
    ["half a font", readFixtureBytes("fonts/acme-block.ttf").slice(0, 500)],
  ])("holds %s for broken", (_name, bytes) => {
    const book = createFontBook([{ font: BLOCK, bytes }]);
    expect(book.find(BLOCK)).toBeUndefined();
    expect(book.isBroken(BLOCK)).toBe(true);
  });

  it("makes do with the files of a face that can be read", () => {
    const files = [Buffer.from("hello"), readFixtureBytes("fonts/acme-block.ttf")];
    const book = createFontBook(files.map((bytes) => ({ font: BLOCK, bytes })));
    expect(book.find(BLOCK)?.ascent).toBeCloseTo(0.8);
    expect(book.isBroken(BLOCK)).toBe(false);
  });

  it("takes another line than the file's where it is told so", () => {
    const book = createFontBook([{ font: BLOCK, bytes: readFixtureBytes("fonts/acme-block.ttf"), line: { ascent: 0.9, descent: 0.3 } }]);
    expect(book.find(BLOCK)).toMatchObject({ ascent: 0.9, descent: 0.3 });
  });

  it("holds a font that is not there for missing and not for broken", () => {
    const book = createFontBook([]);
    expect(book.find(BLOCK)).toBeUndefined();
    expect(book.isBroken(BLOCK)).toBe(false);
  });
});

describe("loadDefaultFont", () => {
  it("has files for every variant that Penpot knows, and none for others", async () => {
    const known = await Promise.all(["200", "300italic", "regular", "italic", "600", "bold", "blackitalic"].map(loadDefaultFont));
    expect(known.map((files) => files.length)).toEqual([7, 7, 7, 7, 7, 7, 7]);
    expect(await loadDefaultFont("500")).toEqual([]);
    expect(await loadDefaultFont("constructor")).toEqual([]);
  });
});
