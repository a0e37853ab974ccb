import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readArchive } from "../../src/design/index.ts";
import type { Design, Shape } from "../../src/design.ts";
import { type Rendering, renderSvg } from "../../src/render/index.ts";
import { compareRasters, rasterise } from "../support/compare-rasters.ts";
import { missing } from "../support/needs.ts";
import { readFixture } from "../support/read-fixture.ts";

interface Case {
  name: string;
  root: string;
  svg: string;
  objects: Record<string, Shape>;
}

const { cases } = JSON.parse(readFixture("penpot/rendering-golden.json")) as { cases: Case[] };

/** The share of pixels that may differ from Penpot's markup, both drawn by resvg at fourfold size. */
const MOST = 0.005;

/** What differs by more, by how much at most, and why. */
const EXCEPTIONS: Record<string, { most: number; least?: number; why: string }> = {
  "bool-exclude": { most: 0.26, least: 0.24, why: "the hole of an exclusion is a hole, as on Penpot's canvas; its markup fills it" },
  "fill-path-linear-rot": { most: 0.021, why: "Penpot's pattern smooths the edges twice; no pixel differs by what an eye sees" },
};

// A picture both sides have: Penpot's markup links to one that only its server has.
const PIXELS = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAYAAABytg0kAAAAFklEQVR4nGP4z8DwH4QZYQwGKGBkYAAAVmQF/Up6s9oAAAAASUVORK5CYII=",
  "base64",
);
const HREF = `data:image/png;base64,${PIXELS.toString("base64")}`;

function render({ objects, root }: Case): Rendering {
  return renderSvg(objects, root, { images: new Map([["img-1", PIXELS]]) });
}

function withPicture(svg: string): string {
  return svg.replace(/(xlink:href|href)="[^"]*\/by-file-media-id\/img-1"/g, `href="${HREF}"`);
}

describe("a case drawn by resvg", () => {
  it.each(cases)("$name looks as Penpot's markup", (entry) => {
    const { most, least } = EXCEPTIONS[entry.name] ?? { most: MOST };
    const { touched } = compareRasters(render(entry).svg, withPicture(entry.svg));
    expect(touched).toBeLessThanOrEqual(most);
    if (least !== undefined) expect(touched).toBeGreaterThanOrEqual(least);
  });
});

const SAMPLES = new URL("../../../shared/penpot/samples/penpot-files/", import.meta.url);
const reason = missing("shared/penpot/samples");
const archives = reason ? [] : readdirSync(SAMPLES).filter((name) => name.endsWith(".penpot"));

describe.skipIf(reason)(`the components and boards of other people's files${reason ? ` (skipped: ${reason})` : ""}`, () => {
  it.each(archives)("%s renders without an error, and lacks only fonts, images and what Penpot has not laid out", (name) => {
    const { drawn, lacking, reasons } = renderAll(readArchive(readFileSync(new URL(name, SAMPLES))).design());
    console.info(`${name}: ${drawn} boards and components drawn, ${lacking} of them not as Penpot would: ${JSON.stringify([...reasons])}`);
    expect(drawn).toBeGreaterThan(20);
    expect([...reasons.keys()].filter((what) => !EXPECTED.test(what))).toEqual([]);
  });
});

/** Draws every board (components among them), every tenth by resvg too, and counts what was reported. */
function renderAll({ pages }: Design) {
  const reasons = new Map<string, number>();
  const roots = pages.flatMap(({ objects }) =>
    Object.values(objects).flatMap((shape) => (isBoard(shape) ? [{ objects, id: shape.id }] : [])),
  );
  let lacking = 0;
  for (const [index, { objects, id }] of roots.entries()) {
    const { svg, unfaithful } = renderSvg(objects, id);
    if (index % 10 === 0) rasterise(svg, { zoom: 0.25 });
    if (unfaithful.length > 0) lacking += 1;
    for (const { what } of unfaithful) reasons.set(what, (reasons.get(what) ?? 0) + 1);
  }
  return { drawn: roots.length, lacking, reasons };
}

function isBoard({ type, id }: Shape): boolean {
  return type === "frame" && id !== ROOT;
}

const ROOT = "00000000-0000-0000-0000-000000000000";

/** What these files hold that cannot be drawn without Penpot. */
const EXPECTED = /^(text in the font .* which is not at hand|text that Penpot has not laid out yet|an image that Penpot does not have)$/;
