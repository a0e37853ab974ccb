import { beforeAll, describe, expect, it } from "vitest";
import type { Shape } from "../../src/design.ts";
import { type Rendering, renderSvg } from "../../src/render/index.ts";
import { comparePictures } from "../support/compare-pictures.ts";
import { missing } from "../support/needs.ts";
import { readFixture } from "../support/read-fixture.ts";
import { paintsOf } from "../support/svg-paints.ts";

interface Case {
  name: string;
  root: string;
  bounds: { x: number; y: number; width: number; height: number };
  svg: string;
  objects: Record<string, Shape>;
}

const { cases } = JSON.parse(readFixture("penpot/rendering-golden.json")) as { cases: Case[] };

/** What is refused, and what is said of it. */
const REFUSED: Record<string, readonly string[]> = {
  "background-blur": ["a background blur"],
  blur: ["a layer blur"],
  "bool-difference-nocontent": ["path data that are missing or cannot be read"],
  "fill-image": ["an image fill"],
  "frame-blur": ["a layer blur"],
  "group-bounds-nested": ["a drop shadow"],
  "image-shape": ["an image"],
  "markers-line-arrow-outer": ["an arrow or marker at the end of a stroke"],
  "mask-group": ["a mask"],
  "mask-text": ["a mask", "text"],
  "path-open-arrow": ["an arrow or marker at the end of a stroke"],
  "rect-rotated-shadow": ["a drop shadow"],
  "shadow-drop": ["a drop shadow"],
  "shadow-drop-two": ["a drop shadow"],
  "shadow-inner": ["an inner shadow"],
  "shadow-nofill-stroke": ["a drop shadow"],
  "shadow-spread-zero": ["a drop shadow"],
  "stroke-gradient": ["a stroke with a gradient"],
  "stroke-gradient-path-rot": ["a stroke with a gradient"],
  "stroke-image": ["a stroke with an image"],
  "svg-import-defs-gradient": ['an imported definition for "fill"'],
  "svg-import-group": ['the imported SVG attribute "stroke"'],
  "svg-raw": ["an imported SVG element that Penpot could not model"],
  "svg-raw-root": ["an imported SVG element that Penpot could not model"],
  "text-basic": ["text"],
  "text-image-fill": ["text"],
  "text-inner-stroke": ["text"],
  "text-noposition": ["text"],
  "text-rotated": ["text"],
  "text-stroke-shadow": ["text", "a drop shadow"],
};

/** Drawn by other means than Penpot's markup uses (patterns, clips, masks): the same picture, another structure. */
const REBUILT = new Set([
  ...["bool-exclude", "fill-linear", "fill-multi", "fill-path-linear-rot", "fill-radial", "frame-rotated"],
  ...["stroke-caps-closed-inner", "stroke-inner", "stroke-outer", "stroke-outer-dashed", "stroke-rotated-inner"],
]);

function render({ objects, root }: Case): Rendering {
  return renderSvg(objects, root);
}

const drawn = cases.filter(({ name }) => !Object.hasOwn(REFUSED, name));
const plain = drawn.filter(({ name }) => !REBUILT.has(name));

describe("every case", () => {
  it.each(cases)("$name has Penpot's bounds", (entry) => {
    expect(render(entry).bounds).toEqual(entry.bounds);
  });

  it.each(cases)("$name has Penpot's size and view box", (entry) => {
    const read = (svg: string) => ["width", "height", "viewBox"].map((name) => new RegExp(`<svg[^>]* ${name}="([^"]*)"`).exec(svg)?.[1]);
    expect(read(render(entry).svg)).toEqual(read(entry.svg));
  });

  it.each(cases)("$name is drawn, or refused for a reason that is listed", (entry) => {
    const reasons = render(entry).unfaithful.map(({ what }) => what);
    expect(reasons).toEqual(REFUSED[entry.name] ?? []);
  });
});

describe("a case of plain fills and centred strokes", () => {
  it.each(plain)("$name paints the same shapes in the same order as Penpot's markup", (entry) => {
    const ours = paintsOf(render(entry).svg);
    const theirs = paintsOf(entry.svg);
    expect(ours).toEqual(theirs.map((paint) => ({ ...paint, numbers: paint.numbers.map((number) => expect.closeTo(number, 2)) })));
  });
});

describe("a case that is built in another way than Penpot's markup", () => {
  it.each([...REBUILT])("%s has the markup whose picture was compared", async (name) => {
    const entry = drawn.find((candidate) => candidate.name === name);
    await expect(entry && render(entry).svg).toMatchFileSnapshot(`../fixtures/render/golden/${name}.svg`);
  });
});

const reason = missing("chromium");

describe.skipIf(reason)(`pictures drawn by Chromium${reason ? ` (skipped: ${reason})` : ""}`, () => {
  // Edges of clips and patterns are smoothed twice in Penpot's markup.
  const MOST = 0.025;
  let differences: Map<string, number>;

  beforeAll(async () => {
    differences = await comparePictures(drawn.map((entry) => ({ name: entry.name, ours: render(entry).svg, theirs: entry.svg })));
  });

  it.each(drawn.filter(({ name }) => name !== "bool-exclude"))("$name looks as Penpot's markup", ({ name }) => {
    expect(differences.get(name)).toBeLessThan(MOST);
  });

  it("bool-exclude has a hole, as on Penpot's canvas and unlike its markup", () => {
    expect(differences.get("bool-exclude")).toBe(0.25);
  });
});
