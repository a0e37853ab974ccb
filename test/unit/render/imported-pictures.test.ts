import { describe, expect, it } from "vitest";
import type { Shape } from "../../../src/design.ts";
import { renderSvg } from "../../../src/render/index.ts";
import { compareRasters } from "../../support/compare-rasters.ts";
import { readFixture } from "../../support/read-fixture.ts";

interface Case {
  name: string;
  root: string;
  objects: Record<string, Shape>;
  svg: string;
}

function readCases(path: string): Case[] {
  return (JSON.parse(readFixture(path)) as { cases: Case[] }).cases;
}

const golden = readCases("penpot/rendering-golden.json").filter(({ name }) => /^svg-|imported/.test(name));

// The markup is what Penpot's components give for these shapes: wrappers, ids and all.
const more = readCases("render/imported-cases.json");

describe("an imported picture looks as in Penpot's markup", () => {
  it.each([...golden, ...more])("$name", ({ root, objects, svg }) => {
    const ours = renderSvg(objects, root);
    expect(ours.unfaithful).toEqual([]);
    expect(compareRasters(ours.svg, svg).touched).toBeLessThan(0.005);
  });
});
