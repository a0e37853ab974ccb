import { describe, expect, it } from "vitest";
import { createFontBook, type RenderOptions } from "../../../../src/render/index.ts";
import { compareRasters, rasterise } from "../../../support/compare-rasters.ts";
import { contentOf, fill, makeShape, stroke, turned } from "../make-shape.ts";
import { BLOCK_FILE, blockBook, draw, lacks, run, text } from "./make-text.ts";

const fonts = blockBook();
const gradient = {
  fillColorGradient: {
    ...{ type: "linear", startX: 0, startY: 0, endX: 1, endY: 0, width: 1 },
    stops: [
      { color: "#ff0000", opacity: 1, offset: 0 },
      { color: "#0000ff", opacity: 1, offset: 1 },
    ],
  },
  fillOpacity: 1,
};

function linesOf(runs: readonly unknown[], extra: Record<string, unknown> = {}, options: RenderOptions = { fonts }): string[] {
  return contentOf(draw(text(runs, extra), options).svg);
}

describe("the outlines of a run", () => {
  it("stand on a baseline that is the font's descent above the bottom of the box", () => {
    expect(linesOf([run("A", [10, 10, 12, 20])])).toEqual(['<path d="M12 26V12H20V26Z" fill="#000000"/>']);
  });

  it("are stretched to the recorded width", () => {
    expect(linesOf([run("A", [10, 10, 24, 20])])).toEqual(['<path d="M14 26V12H30V26Z" fill="#000000"/>']);
  });

  it("are stretched gaps and all, with a gap after the last letter too", () => {
    const spaced = run("AA", [0, 0, 56, 20], { letterSpacing: "2px" });
    expect(linesOf([spaced])).toEqual(['<path d="M4 16V2H20V16ZM32 16V2H48V16Z" fill="#000000"/>']);
  });

  it("keep white space at the ends", () => {
    expect(linesOf([run(" A ", [0, 0, 24, 20])])).toEqual(['<path d="M8 16V2H16V16Z" fill="#000000"/>']);
  });

  it("have the case that the design asks for", () => {
    expect(linesOf([run("a", [10, 10, 12, 20], { textTransform: "uppercase" })])).toEqual(['<path d="M12 26V12H20V26Z" fill="#000000"/>']);
  });

  it("fill their box from its left edge whichever way they are read", () => {
    const ink = ["ltr", "rtl"].map((direction) => linesOf([run("A A", [10, 10, 30, 20], { direction })]));
    expect(ink[1]).toEqual(ink[0]);
  });

  it("stand where resvg puts the same characters in the same font", () => {
    const shape = text([run("A A", [3.3, 5.4, 57, 21])]);
    const theirs = draw(shape, { text: "text" }).svg;
    const options = { fontFiles: [BLOCK_FILE] };
    expect(rasterise(theirs, options).pixels.some((value) => value > 0)).toBe(true);
    expect(compareRasters(draw(shape, { fonts }).svg, theirs, options).touched).toBeLessThan(0.001);
  });
});

describe("lines across the text", () => {
  const crossed = (textDecoration: string) => linesOf([run("A", [10, 10, 12, 20], { textDecoration })]);

  it("are part of the outlines, where the font says", () => {
    expect(crossed("underline solid rgb(0, 0, 0)")).toEqual(['<path d="M12 26V12H20V26ZM10 28H22V29H10Z" fill="#000000"/>']);
  });

  it.each(["none", "none solid rgb(26, 23, 9)", "rgb(86, 82, 81)"])("are not drawn for %j", (decoration) => {
    expect(crossed(decoration)).toEqual(['<path d="M12 26V12H20V26Z" fill="#000000"/>']);
  });

  it("cut no holes where they cross a letter", () => {
    const { svg } = draw(text([run("A", [10, 10, 12, 20], { textDecoration: "line-through" })]), { fonts });
    const [, top = "", bottom = ""] = /Z?M10 ([\d.]+)H22V([\d.]+)/.exec(svg) ?? [];
    const { width, pixels } = rasterise(svg);
    const row = Math.floor((Number(top) + Number(bottom)) * 2);
    expect(pixels[(row * width + 16 * 4) * 4 + 3]).toBe(255);
  });
});

describe("the paint of text", () => {
  it("joins runs that are filled alike", () => {
    expect(linesOf([run("A", [0, 0, 12, 20]), run("A", [0, 20, 12, 20])])).toEqual([
      '<path d="M2 16V2H10V16ZM2 36V22H10V36Z" fill="#000000"/>',
    ]);
  });

  it("keeps runs of different fills apart, in order", () => {
    const runs = [run("A", [0, 0, 12, 20], { fills: [fill("#ff0000")] }), run("A", [12, 0, 12, 20], { fills: [fill("#00ff00", 0.5)] })];
    expect(linesOf(runs)).toEqual([
      '<path d="M2 16V2H10V16Z" fill="#ff0000"/>',
      '<path d="M14 16V2H22V16Z" fill="#00ff00" fill-opacity="0.5"/>',
    ]);
  });

  it("lays several fills over each other, the first on top", () => {
    const fills = [fill("#ff0000", 0.5), fill("#00ff00")];
    expect(linesOf([run("A", [0, 0, 12, 20], { fills })])).toEqual([
      '<path d="M2 16V2H10V16Z" fill="#00ff00"/>',
      '<path d="M2 16V2H10V16Z" fill="#ff0000" fill-opacity="0.5"/>',
    ]);
  });

  it("begins a gradient again at each run's own corner, as Penpot does", () => {
    const runs = [run("A", [0, 0, 12, 20], { fills: [gradient] }), run("A", [12, 20, 12, 20], { fills: [gradient] })];
    const { svg } = draw(text(runs), { fonts });
    const vectors = [...svg.matchAll(/<linearGradient[^>]* x1="(\S+)" y1="(\S+)" x2="(\S+)" y2="(\S+)"/g)].map((match) => match.slice(1));
    expect(vectors).toEqual([
      ["0", "0", "100", "0"],
      ["12", "20", "112", "20"],
    ]);
  });

  it("shows a picture through the letters, from the run's own corner", () => {
    // Two pixels: red, blue.
    const picture = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR4nGP4z8AAQv8BAA4AAf/qR4p1AAAAAElFTkSuQmCC";
    const images = new Map([["two", Buffer.from(picture, "base64")]]);
    const fillImage = { id: "two", width: 2, height: 1, mtype: "image/png", keepAspectRatio: false };
    const shape = text([run("A", [0, 0, 100, 40], { fills: [{ fillImage, fillOpacity: 1 }] })]);
    const { svg, unfaithful } = draw(shape, { fonts, images });
    expect(unfaithful).toEqual([]);
    expect(contentOf(svg).filter((line) => line.startsWith("<image"))).toEqual([
      expect.stringMatching(
        /^<image width="100" height="40" preserveAspectRatio="none" href="data:image\/png;base64,\S+" clip-path="url\(#a\)"\/>$/,
      ),
    ]);
  });

  it.each([
    ["no fills", {}],
    ["only fills that cannot be seen", { fills: [fill("#000000", 0)] }],
  ])("is nothing where a run has %s, and no font is missed", (_name, extra) => {
    const { svg, unfaithful } = draw(text([run("A", [0, 0, 12, 20], { fills: undefined, ...extra })]));
    expect(contentOf(svg)).toEqual([]);
    expect(unfaithful).toEqual([]);
  });

  it("puts a centred stroke on the letters themselves, without the arrows that only lines have", () => {
    const strokes = [stroke(2, "center", { strokeCapEnd: "triangle-arrow" })];
    expect(linesOf([run("A", [0, 0, 12, 20])], { strokes })).toEqual([
      '<path d="M2 16V2H10V16Z" fill="#000000" stroke="#000000" stroke-width="2"/>',
    ]);
  });

  it("cuts an inner stroke to the letters", () => {
    const lines = linesOf([run("A", [0, 0, 12, 20])], { strokes: [stroke(1, "inner")] });
    expect(lines).toContain('<path d="M2 16V2H10V16Z" stroke="#000000" stroke-width="2" clip-path="url(#a)"/>');
  });

  it("keeps an outer stroke off the letters", () => {
    const lines = linesOf([run("A", [10, 10, 12, 20])], { strokes: [stroke(1, "outer")] });
    expect(lines).toContain('<path d="M12 26V12H20V26Z" fill="#000"/>');
    expect(lines).toContain('<path d="M12 26V12H20V26Z" stroke="#000000" stroke-width="2" mask="url(#a)"/>');
  });

  it("strokes a run without fills", () => {
    expect(linesOf([run("A", [0, 0, 12, 20], { fills: [] })], { strokes: [stroke(2, "center")] })).toEqual([
      '<path d="M2 16V2H10V16Z" stroke="#000000" stroke-width="2"/>',
    ]);
  });

  it("takes colours from the options", () => {
    const lines = linesOf([run("A", [0, 0, 12, 20])], {}, { fonts, toColor: (shape, part) => `var(--${shape.id}-${part})` });
    expect(lines).toEqual(['<path d="M2 16V2H10V16Z" fill="var(--t-fill)"/>']);
  });
});

describe("the group around a text's runs", () => {
  const two = [run("A", [0, 0, 12, 20]), run("A", [12, 0, 12, 20], { fills: [fill("#ff0000")] })];
  const shadow = [{ style: "drop-shadow", offsetX: 1, offsetY: 2, blur: 0, spread: 0, color: { color: "#000000", opacity: 1 } }];

  it("turns a single element by itself", () => {
    expect(linesOf([run("A", [0, 0, 12, 20])], turned(90))).toEqual([
      '<path d="M2 16V2H10V16Z" transform="rotate(90 50 20)" fill="#000000"/>',
    ]);
  });

  it("turns several elements together", () => {
    expect(linesOf(two, turned(90))[0]).toBe('<g transform="rotate(90 50 20)">');
  });

  it("casts one shadow of all runs", () => {
    const lines = linesOf(two, { shadow });
    expect(lines.filter((line) => line.includes("filter="))).toEqual(['<g filter="url(#a)">']);
  });

  it("is not there without need", () => {
    expect(linesOf(two)).toHaveLength(2);
  });
});

describe("text as text", () => {
  it("is written as Penpot writes it, in attributes", () => {
    const shape = text([
      run(' <Hi> & "you" ', [10, 10, 60, 20], {
        ...{ fontFamily: '"DM Sans"', fontWeight: "600", fontStyle: "italic", letterSpacing: "2px" },
        ...{ textDecoration: "underline solid rgb(0, 0, 0)", textTransform: "uppercase", direction: "rtl" },
      }),
    ]);
    const { svg, unfaithful } = draw(shape, { text: "text" });
    expect(unfaithful).toEqual([]);
    expect(contentOf(svg)).toEqual([
      [
        '<text x="70" y="30" textLength="60" lengthAdjust="spacingAndGlyphs" font-family="DM Sans" font-size="20" font-weight="600"',
        'font-style="italic" letter-spacing="2" text-decoration="underline" dominant-baseline="ideographic" direction="rtl"',
        'xml:space="preserve" fill="#000000"> &lt;HI&gt; &amp; &quot;YOU&quot; </text>',
      ].join(" "),
    ]);
  });

  it("quotes a family that CSS would misread", () => {
    expect(linesOf([run("A", [0, 0, 12, 20], { fontFamily: `"3'; <x>"` })], {}, { text: "text" })[0]).toContain(
      `font-family="'3; &lt;x&gt;'"`,
    );
  });
});

describe("text in a mask", () => {
  const group = { ...makeShape("g", "group", [0, 0, 100, 40], { maskedGroup: true }), shapes: ["t", "r"] };
  const content = makeShape("r", "rect", [0, 0, 100, 40], { fills: [fill("#00ff00")] });
  const mask = text([run("A", [10, 10, 12, 20], { fills: [fill("#ff0000", 0.2)] })]);

  it("is wholly opaque, whatever its fills and the colours that the options want", () => {
    const { svg, unfaithful } = draw([group, mask, content], { fonts, toColor: () => "#000000" });
    expect(unfaithful).toEqual([]);
    expect(contentOf(svg)).toContain('<path d="M12 26V12H20V26Z" fill="#ffffff"/>');
  });
});

describe("text without its font", () => {
  const shape = text([run("A", [10, 10, 12, 20], { textDecoration: "underline", fontWeight: "600", fontStyle: "italic" })]);

  it("is reported, and written as text so that the picture is near", () => {
    const rendering = draw(shape);
    expect(lacks(rendering)).toEqual(['text in the font "Acme Block" 600 italic, which is not at hand']);
    expect(contentOf(rendering.svg)[0]).toMatch(/^<text .*>A<\/text>$/);
  });

  it("is reported once for all runs", () => {
    expect(lacks(draw(text([run("A", [0, 0, 9, 9]), run("A", [9, 0, 9, 9])]), {}))).toHaveLength(1);
  });

  it("paints nothing at all where there are no fonts, strokes, lines and effects included", () => {
    const strokes = [stroke(2, "outer"), stroke(1, "inner")];
    const shadow = [{ style: "drop-shadow", offsetX: 4, offsetY: 4, blur: 4, spread: 2, color: { color: "#000000", opacity: 1 } }];
    const { svg } = draw({ ...shape, strokes, shadow });
    expect(svg).toContain("text-decoration");
    expect(rasterise(svg).pixels.every((value) => value === 0)).toBe(true);
  });

  it("is told from text whose font is broken", () => {
    const font = { fontId: "", variantId: "", family: "Acme Block", weight: "600", style: "italic" };
    const broken = createFontBook([{ font, bytes: Buffer.from("no font") }]);
    expect(lacks(draw(shape, { fonts: broken }))).toEqual(['text in the font "Acme Block" 600 italic, whose file cannot be read']);
  });

  it("is told from text with letters that the font lacks", () => {
    expect(lacks(draw(text([run("A🍳", [0, 0, 30, 20])]), { fonts }))).toEqual([
      'text with characters that the font "Acme Block" 400 lacks',
    ]);
  });
});
