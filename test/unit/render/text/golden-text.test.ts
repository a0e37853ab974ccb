import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DefaultFontFile, loadDefaultFont } from "../../../../src/assets/default-font.ts";
import type { Shape } from "../../../../src/design.ts";
import { createFontBook, type FontBook, type RenderOptions, renderSvg } from "../../../../src/render/index.ts";
import { compareRasters, rasterise } from "../../../support/compare-rasters.ts";
import { readFixture } from "../../../support/read-fixture.ts";
import { unpackWoff } from "../../../support/unpack-woff.ts";
import { defaultRef } from "./make-text.ts";

interface Case {
  name: string;
  root: string;
  svg: string;
  objects: Record<string, Shape>;
}

const { cases } = JSON.parse(readFixture("penpot/rendering-golden.json")) as { cases: Case[] };

/** The font for resvg, its line as high as that of Penpot's own file. */
function withLine({ bytes, line }: DefaultFontFile): Buffer {
  const font = unpackWoff(bytes);
  const hhea = font.readUInt32BE(font.indexOf("hhea", 12, "latin1") + 8);
  font.writeInt16BE(Math.round(line.ascent * 1000), hhea + 4);
  font.writeInt16BE(-Math.round(line.descent * 1000), hhea + 6);
  return font;
}

// Edges of glyphs are smoothed in another way than those of paths.
const MOST = 0.005;

describe("Penpot's markup and ours in the same font", () => {
  const folder = mkdtempSync(join(tmpdir(), "penops-fonts-"));
  const fontFiles = ["regular", "bolditalic"].map((name) => join(folder, `${name}.ttf`));
  let fonts: FontBook;

  beforeAll(async () => {
    const [regular, italic] = await Promise.all([loadDefaultFont("regular"), loadDefaultFont("bolditalic")]);
    for (const [at, [latin]] of [regular, italic].entries()) if (latin) writeFileSync(fontFiles[at] ?? "", withLine(latin));
    const [upright, slanted] = [defaultRef("regular", "400", "normal"), defaultRef("bolditalic", "700", "italic")];
    fonts = createFontBook([...regular.map((file) => ({ font: upright, ...file })), ...italic.map((file) => ({ font: slanted, ...file }))]);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  function load(name: string): Case {
    const found = cases.find((entry) => entry.name === name);
    if (!found) throw new Error(`no case ${name}`);
    return found;
  }

  function render({ objects, root }: Case, options: RenderOptions): string {
    const { svg, unfaithful } = renderSvg(objects, root, options);
    expect(unfaithful).toEqual([]);
    return svg;
  }

  it.each(["text-basic", "text-stroke-shadow", "text-inner-stroke", "mask-text"])("look alike in %s, as outlines and as text", (name) => {
    const entry = load(name);
    expect(rasterise(entry.svg, { fontFiles }).pixels.some((value) => value > 0)).toBe(true);
    expect(compareRasters(render(entry, { fonts }), entry.svg, { fontFiles }).touched).toBeLessThan(MOST);
    expect(compareRasters(render(entry, { text: "text" }), entry.svg, { fontFiles }).touched).toBeLessThan(MOST);
  });

  it("look alike in text-rotated, where resvg is told the letters' case and spacing that it does not do itself", () => {
    const entry = load("text-rotated");
    const plain: Case = JSON.parse(JSON.stringify(entry).replace('"letterSpacing":"2px"', '"letterSpacing":"0px"'));
    const theirs = entry.svg.replace("Hello", "HELLO").replace("letter-spacing:2px", "letter-spacing:0");
    expect(compareRasters(render(plain, { fonts }), theirs, { fontFiles }).touched).toBeLessThan(MOST);
  });

  it("differ in text-noposition, which is HTML and no SVG there: ours stands in the middle of its box", () => {
    const { pixels, width } = rasterise(render(load("text-noposition"), { fonts }));
    const columns = [...pixels.keys()].filter((at) => at % 4 === 3 && (pixels[at] ?? 0) > 0).map((at) => ((at - 3) / 4) % width);
    const [left, right] = columns.reduce(([least, most], column) => [Math.min(least, column), Math.max(most, column)], [width, 0]);
    // "Hello" is 35.2 px long at 16 px and 60 px wide; H begins 0.09 em and o ends 0.046 em inside.
    expect(left / 4).toBeCloseTo((60 - 35.2) / 2 + 0.09 * 16, 0);
    expect((right + 1) / 4).toBeCloseTo((60 + 35.2) / 2 - 0.046 * 16, 0);
  });

  it.each(cases.filter(({ name }) => /text/.test(name)))(
    "paint the same nothing in $name where there are no fonts",
    ({ root, objects, svg }) => {
      expect(compareRasters(renderSvg(objects, root).svg, svg)).toEqual({ touched: 0, seen: 0 });
    },
  );
});
