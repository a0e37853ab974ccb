import { describe, expect, it } from "vitest";
import { loadDefaultFont } from "../../../../src/assets/default-font.ts";
import type { Shape } from "../../../../src/design.ts";
import { createFontBook, type Rect } from "../../../../src/render/index.ts";
import { layOut } from "../../../../src/render/text/layout.ts";
import { recordedRuns } from "../../../../src/render/text/runs.ts";
import { hasSamples, readSample, samplesNote } from "../../../support/read-fixture.ts";
import { contentOf, fill, makeShape } from "../make-shape.ts";
import { BLOCK, blockBook, defaultRef, draw, lacks, run, text } from "./make-text.ts";

const fonts = blockBook();
const LOOK = { fontId: BLOCK.fontId, fontVariantId: BLOCK.variantId, fontFamily: BLOCK.family, fontSize: "20", lineHeight: "1.2" };

function leaf(characters: string, extra: Record<string, unknown> = {}): Record<string, unknown> {
  return { text: characters, fills: [fill("#000000")], ...extra };
}

function paragraph(leaves: readonly unknown[], extra: Record<string, unknown> = {}): Record<string, unknown> {
  return { type: "paragraph", ...LOOK, ...extra, children: leaves };
}

/** A text of 100 by 40 that Penpot has not laid out. */
function unlaid(paragraphs: readonly unknown[], { verticalAlign, ...extra }: Record<string, unknown> = {}) {
  const content = { type: "root", verticalAlign, children: [{ type: "paragraph-set", children: paragraphs }] };
  return makeShape("t", "text", [0, 0, 100, 40], { content, growType: "fixed", ...extra });
}

function lines(paragraphs: readonly unknown[], extra: Record<string, unknown> = {}): string[] {
  return contentOf(draw(unlaid(paragraphs, extra), { fonts }).svg);
}

const NOT_LAID_OUT = ["text that Penpot has not laid out yet"];

describe("a line that Penpot has not laid out", () => {
  it("stands in the middle of its line height", () => {
    // 24 high, letters 20 of it: 2 above, then 16 down to the baseline.
    expect(lines([paragraph([leaf("A")])])).toEqual(['<path d="M2 18V4H10V18Z" fill="#000000"/>']);
  });

  it.each([
    ["left", 2],
    ["center", 46],
    ["right", 90],
    ["justify", 2],
  ])("is aligned %s", (textAlign, left) => {
    expect(lines([paragraph([leaf("A")], { textAlign })])[0]).toContain(`d="M${left} 18V4H${left + 8}`);
  });

  it.each([
    ["top", 18],
    ["center", 26],
    ["bottom", 34],
  ])("is put at the %s of its box", (verticalAlign, baseline) => {
    expect(lines([paragraph([leaf("A")])], { verticalAlign })[0]).toContain(`d="M2 ${baseline}V${baseline - 14}`);
  });

  it("takes what a piece does not say from its paragraph, and numbers for texts of numbers", () => {
    expect(lines([paragraph([leaf("a")], { fontSize: 10, lineHeight: 1, textTransform: "uppercase", letterSpacing: 2 })])).toEqual([
      '<path d="M1 8V1H5V8Z" fill="#000000"/>',
    ]);
  });

  it("joins pieces that look alike", () => {
    expect(lines([paragraph([leaf("A"), leaf("A")])])).toEqual(['<path d="M2 18V4H10V18ZM14 18V4H22V18Z" fill="#000000"/>']);
  });

  it("is black without fills, and has the one colour of old files", () => {
    expect(lines([paragraph([{ text: "A" }])])[0]).toContain('fill="#000000"');
    expect(lines([paragraph([{ text: "A", fillColor: "#ff0000", fillOpacity: 0.5 }])])[0]).toContain('fill="#ff0000" fill-opacity="0.5"');
  });

  it("grows as wide as it must where the design says so", () => {
    expect(lines([paragraph([leaf("A".repeat(9))])], { growType: "auto-width" })[0]).toContain("H106V18Z");
  });

  it("is written as text where that is wanted", () => {
    const { svg, unfaithful } = draw(unlaid([paragraph([leaf("A")])]), { fonts, text: "text" });
    expect(unfaithful).toEqual([]);
    expect(contentOf(svg)[0]).toMatch(/^<text x="0" y="22" textLength="12" .*>A<\/text>$/);
  });
});

describe("several lines that Penpot has not laid out", () => {
  it("stand where the designer broke them, in paragraphs and inside of one", () => {
    const two = lines([paragraph([leaf("A\nA")], { lineHeight: 1 }), paragraph([leaf("A")], { fontSize: "10", lineHeight: "1" })]);
    expect(two).toEqual(['<path d="M2 16V2H10V16ZM2 36V22H10V36ZM1 48V41H5V48Z" fill="#000000"/>']);
  });

  it("keep the room of an empty line", () => {
    expect(lines([paragraph([leaf("")]), paragraph([leaf("A")])])[0]).toContain('d="M2 42V28');
  });
});

describe.skipIf(!hasSamples)(`a text that Penpot has laid out in its own font${samplesNote}`, () => {
  it("has the place and length that we would give it, to a hundredth of its size", async () => {
    const file = JSON.parse(readSample("get-file/social-media-icons.get-file.json.gz"));
    const pages: Record<string, { objects: Record<string, Shape> }> = file.data.pagesIndex;
    const shapes = Object.values(pages).flatMap(({ objects }) => Object.values(objects));
    const texts = shapes.filter((shape) => shape.type === "text" && recordedRuns(shape)?.runs[0]?.font.fontId === "sourcesanspro");
    const font = defaultRef("bold", "700", "normal");
    const book = createFontBook((await loadDefaultFont("bold")).map((file) => ({ font, ...file })));
    expect(texts).toHaveLength(2);
    for (const shape of texts) {
      const [recorded] = recordedRuns(shape)?.runs ?? [];
      const laid = layOut(shape, shape["selrect"] as Rect, (ref) => book.find(ref));
      const [ours] = Array.isArray(laid) ? laid : [];
      if (!recorded || !ours) throw new Error("not laid out");
      expect(Math.abs(ours.box.width / recorded.box.width - 1)).toBeLessThan(0.01);
      expect(ours.box.x).toBeCloseTo(recorded.box.x);
      expect(Math.abs(ours.box.y + ours.box.height - recorded.box.y - recorded.box.height) / ours.size).toBeLessThan(0.02);
    }
  });
});

describe("what is left to Penpot", () => {
  it.each([
    ["a line that has to be wrapped", unlaid([paragraph([leaf("A".repeat(9))])])],
    ["pieces of different colours", unlaid([paragraph([leaf("A"), leaf("A", { fills: [fill("#ff0000")] })])])],
    ["pieces of different sizes", unlaid([paragraph([leaf("A"), leaf("A", { fontSize: "30" })])])],
    ["a size that cannot be read", unlaid([paragraph([leaf("A", { fontSize: "big" })])])],
    ["no content at all", makeShape("t", "text", [0, 0, 100, 40])],
    ["a hundred thousand lines", unlaid([paragraph([leaf("A\n".repeat(100_000))])])],
  ])("is %s: it is reported and nothing is drawn", (_name, shape) => {
    const rendering = draw(shape, { fonts });
    expect(lacks(rendering)).toEqual(NOT_LAID_OUT);
    expect(contentOf(rendering.svg)).toEqual([]);
  });

  it("is a text in a font that is not there", () => {
    expect(lacks(draw(unlaid([paragraph([leaf("A")])])))).toEqual(['text in the font "Acme Block" 400, which is not at hand']);
  });

  it("is a text with letters that the font lacks", () => {
    expect(lacks(draw(unlaid([paragraph([leaf("B")])]), { fonts }))).toEqual(['text with characters that the font "Acme Block" 400 lacks']);
  });
});

describe("a text that shows nothing", () => {
  it.each([
    ["was laid out empty", text([])],
    ["has nothing but white space", unlaid([paragraph([leaf(" \n")])])],
    ["has only white space in its runs", text([run("  ", [0, 0, 12, 20])])],
  ])("is not missed where it %s", (_name, shape) => {
    const { svg, unfaithful } = draw(shape);
    expect(unfaithful).toEqual([]);
    expect(contentOf(svg)).toEqual([]);
  });
});
