import { pathToFileURL } from "node:url";
import { validateIconSet } from "@iconify/utils";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareRasters } from "../../support/compare-rasters.ts";
import { buildOutput, createProject, drawAcmeIcons, hostileIcon, richIcon, textOf } from "../../support/icons.ts";
import { compile } from "./compile.ts";

const SOURCES = [...drawAcmeIcons(), richIcon, hostileIcon];
const toKebab = (name: string) => name.replace(" ", "-");

describe("the TypeScript module", () => {
  let project: ReturnType<typeof createProject>;
  let complaints: string;
  let icons: Record<string, string>;

  const USAGE = `
import { type IconName, icons } from "./icons.js";
const name: IconName = "arrow-up";
export const svg: string = icons[name];
// @ts-expect-error there is no such icon
export const wrong: IconName = "arrow-upp";
`;

  beforeAll(async () => {
    const built = await buildOutput("ts", SOURCES);
    project = createProject([
      ["src/icons.ts", textOf(built, "ts")],
      ["src/usage.ts", USAGE],
    ]);
    complaints = await compile(project.folder);
    ({ icons } = (await import(pathToFileURL(`${project.folder}/dist/icons.js`).href)) as { icons: Record<string, string> });
  });
  afterAll(() => project.close());

  it("compiles, and knows the names", () => {
    expect(complaints).toBe("");
  });

  it.each(SOURCES.map(({ name, svg }) => [name, svg]))("has %s as it was", (name, svg) => {
    expect(compareRasters(icons[toKebab(name)] ?? "", svg).touched).toBe(0);
  });
});

describe("the Iconify set", () => {
  interface IconSet {
    icons: Record<string, { body: string }>;
    width: number;
    height: number;
  }

  it("is valid for Iconify's own validator", async () => {
    const set = JSON.parse(textOf(await buildOutput("iconify", SOURCES, { prefix: "acme" }), "iconify"));
    expect(validateIconSet(structuredClone(set))).toMatchObject({ prefix: "acme", info: { name: "Acme" } });
    expect(set).not.toHaveProperty("lastModified");
  });

  it("has every icon as it was", async () => {
    const { icons, width, height } = JSON.parse(textOf(await buildOutput("iconify", SOURCES, { prefix: "acme" }), "iconify")) as IconSet;
    expect(Object.keys(icons).sort()).toEqual(SOURCES.map(({ name }) => toKebab(name)).sort());
    for (const { name, svg } of SOURCES) {
      const ours = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${icons[toKebab(name)]?.body}</svg>`;
      expect([name, compareRasters(ours, svg).touched]).toEqual([name, 0]);
    }
  });
});

describe("the sprite", () => {
  it("shows every icon as it was, beside all others", async () => {
    const sprite = textOf(await buildOutput("sprite", SOURCES, { prefix: "i-" }), "sprite");
    for (const { name, svg } of SOURCES) {
      const open = '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24">';
      const ours = sprite
        .replace(/^<svg[^>]*>/, open)
        .replace(/<\/svg>\n$/, `<use href="#i-${toKebab(name)}" width="24" height="24"/></svg>`);
      expect([name, compareRasters(ours, svg).touched]).toEqual([name, 0]);
    }
  });
});
