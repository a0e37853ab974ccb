import { beforeAll, describe, expect, it } from "vitest";
import type { Shape } from "../../src/design.ts";
import { type Rendering, renderSvg } from "../../src/render/index.ts";
import { comparePictures } from "../support/compare-pictures.ts";
import { missing } from "../support/needs.ts";
import { PICTURE, withPicture } from "../support/picture.ts";
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
  "bool-difference-nocontent": ["path data that are missing or cannot be read"],
  "mask-text": [missingFont("Source Sans Pro")],
  "text-basic": [missingFont("Source Sans Pro")],
  "text-image-fill": [missingFont("Source Sans Pro")],
  "text-inner-stroke": [missingFont("Source Sans Pro")],
  "text-noposition": [missingFont("sourcesanspro")],
  "text-rotated": [missingFont("Source Sans Pro", "700 italic")],
  "text-stroke-shadow": [missingFont("Source Sans Pro")],
};

/** Drawn by other means than Penpot's markup uses (patterns, clips, masks): the same picture, another structure. */
const REBUILT = new Set([
  ...["bool-exclude", "fill-image", "fill-linear", "fill-multi", "fill-path-linear-rot", "fill-radial", "frame-rotated", "image-shape"],
  ...["markers-line-arrow-outer", "path-open-arrow", "stroke-gradient", "stroke-gradient-path-rot", "stroke-image"],
  ...["stroke-caps-closed-inner", "stroke-inner", "stroke-outer", "stroke-outer-dashed", "stroke-rotated-inner"],
  ...["svg-import-defs-gradient", "svg-import-group"],
]);

function missingFont(family: string, face = "400"): string {
  return `text in the font "${family}" ${face}, which is not at hand`;
}

function render({ objects, root }: Case): Rendering {
  return renderSvg(objects, root, { images: new Map([["img-1", PICTURE]]) });
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
    differences = await comparePictures(
      drawn.map((entry) => ({ name: entry.name, ours: render(entry).svg, theirs: withPicture(entry.svg) })),
    );
  });

  // Chromium samples a picture in a pattern otherwise than one by itself; resvg does not, and its test holds them to each other.
  const SAMPLED = new Set(["fill-image", "image-shape"]);

  it.each(drawn.filter(({ name }) => name !== "bool-exclude" && !SAMPLED.has(name)))("$name looks as Penpot's markup", ({ name }) => {
    expect(differences.get(name)).toBeLessThan(MOST);
  });

  it("bool-exclude has a hole, as on Penpot's canvas and unlike its markup", () => {
    expect(differences.get("bool-exclude")).toBe(0.25);
  });
});
