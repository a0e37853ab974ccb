import * as fontkit from "fontkit";
import { describe, expect, it } from "vitest";
import { assignCodePoints } from "../../../../src/assets/icons/code-points.ts";
import { compareRasters } from "../../../support/compare-rasters.ts";
import { buildOutput, drawAcmeIcons, richIcon, sketchIcon, textOf } from "../../../support/icons.ts";

const ICONS = drawAcmeIcons();

describe("the asset catalogue", () => {
  // developer.apple.com: Asset Catalog Format Reference
  const PROPERTIES = new Set(["preserves-vector-representation", "template-rendering-intent"]);

  it("holds what Apple documents and nothing else", async () => {
    const { files } = await buildOutput("ios", ICONS);
    expect(files.size).toBe(1 + 2 * ICONS.length);
    for (const [name, content] of files) {
      if (!name.endsWith("Contents.json")) continue;
      const { info, images, properties, ...rest } = JSON.parse(Buffer.from(content).toString("utf8"));
      expect([info, rest]).toEqual([{ author: "penops", version: 1 }, {}]);
      if (name === "Contents.json") continue;
      const [, icon] = /^([a-z-]+)\.imageset\/Contents\.json$/.exec(name) ?? [];
      expect(images).toEqual([{ filename: `${icon}.svg`, idiom: "universal" }]);
      expect(Object.keys(properties).filter((key) => !PROPERTIES.has(key))).toEqual([]);
      expect(files.has(`${icon}.imageset/${icon}.svg`)).toBe(true);
    }
  });

  it.each([
    ["plus", "template"],
    ["sun", "template"],
    ["grid", "original"],
    ["play", "original"],
  ])("makes %s %s", async (name, intent) => {
    const set = JSON.parse(textOf(await buildOutput("ios", ICONS), `${name}.imageset/Contents.json`));
    expect(set.properties["template-rendering-intent"]).toBe(intent);
  });

  it("has every icon as it was", async () => {
    const built = await buildOutput("ios", [...ICONS, richIcon]);
    for (const { name, svg } of [...ICONS, richIcon]) {
      const kebab = name.replace(" ", "-");
      expect([name, compareRasters(textOf(built, `${kebab}.imageset/${kebab}.svg`), svg).touched]).toEqual([name, 0]);
    }
  });

  it("can hold PDFs", async () => {
    const { files, notes } = await buildOutput("ios", [sketchIcon("a", '<path d="M2 2H9V9Z"/>')], { format: "pdf" });
    expect(
      Buffer.from(files.get("a.imageset/a.pdf") ?? [])
        .subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
    expect(notes).toEqual([]);
  });
});

describe("the icon font", () => {
  const SHOWN = ["bell", "cloud", "donut", "heart", "lens", "moon", "square-filled", "star"];

  const open = (bytes: Uint8Array | undefined) => fontkit.create(Buffer.from(bytes ?? [])) as fontkit.Font;

  it("has the icons a font can show, and names the others", async () => {
    const { files, left } = await buildOutput("flutter", ICONS);
    const font = open(files.get("app_icons.ttf"));
    expect(font.numGlyphs).toBe(SHOWN.length + 1);
    expect(font.characterSet.map((point) => font.glyphForCodePoint(point).name).sort()).toEqual(SHOWN);
    expect([font.familyName, font.unitsPerEm, font.ascent, font.descent]).toEqual(["AppIcons", 1920, 1920, 0]);
    const reasons = new Map(left?.map(({ icon, what }) => [icon.names.kebab, what]));
    expect(reasons.get("plus")).toBe("has strokes (outline them in the design), which a font cannot show");
    expect(reasons.get("grid")).toBe("has several colours, which a font cannot show");
    expect(reasons.get("sun")).toBe("has transparency, which a font cannot show");
    expect(reasons.get("play")).toBe("has a gradient, which a font cannot show");
    expect(reasons.size + SHOWN.length).toBe(ICONS.length);
  });

  it.each([
    ...ICONS.filter(({ name }) => SHOWN.includes(name)).map(({ name, svg }) => [name, svg] as const),
    ...[
      ["even-odd rings that turn one way", '<path fill-rule="evenodd" d="M2 2H22V22H2ZM5 5H19V19H5ZM8 8H16V16H8Z"/>'],
      ["rings that turn both ways", '<path d="M2 2H22V22H2ZM5 5V19H19V5ZM8 8H16V16H8Z"/>'],
      ["shapes that overlap and turn against each other", '<path d="M2 2H14V14H2Z"/><path d="M8 8V22H22V8Z"/>'],
      ["a mirrored shape with a hole", '<path transform="translate(24 0) scale(-1 1)" d="M2 2H20V20H2ZM5 5V12H12V5Z"/>'],
      ["what is not square", '<path d="M2 2H40V10H2Z"/>', "0 0 48 12"],
    ].map(
      ([name = "", inside = "", box = "0 0 24 24"]) =>
        [
          name,
          sketchIcon(name, inside, "").svg.replace(
            /width.*?viewBox="[^"]*"/,
            `width="${box.split(" ")[2]}" height="${box.split(" ")[3]}" viewBox="${box}"`,
          ),
        ] as const,
    ),
  ])("shows %s as it was", async (name, svg) => {
    const { files } = await buildOutput("flutter", [{ ...sketchIcon(name, ""), svg }]);
    const font = open(files.get("app_icons.ttf"));
    const [point = 0] = font.characterSet;
    const outline = font.glyphForCodePoint(point).path.toSVG();
    const [width = 0, height = 0] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)?.slice(1).map(Number) ?? [];
    const size = Math.max(width, height);
    const place = `translate(${(width - size) / 2} ${(height - size) / 2}) scale(${size / 1920}) translate(0 1920) scale(1 -1)`;
    const ours = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><path d="${outline}" transform="${place}"/></svg>`;
    expect(compareRasters(ours, svg.replace(/fill="#\w+"/g, 'fill="#000"')).seen).toBeLessThan(0.001);
  });

  it.each([
    ["two shapes that cross, even-odd", '<path fill-rule="evenodd" d="M2 2H14V14H2ZM8 8H22V22H8Z"/>'],
    ["outlines that cross and turn against each other", '<path d="M2 2H14V14H2ZM8 8V22H22V8Z"/>'],
    ["a star that crosses itself, even-odd", '<path fill-rule="evenodd" d="M12 2L18 21L2 9H22L6 21Z"/>'],
  ])("leaves out %s", async (_, inside) => {
    const { left } = await buildOutput("flutter", [sketchIcon("a", inside, "")]);
    expect(left?.map(({ what }) => what)).toEqual(["has outlines that cross each other, which a font cannot show"]);
  });

  it("is the same, byte by byte, when made again", async () => {
    const [first, second] = [await buildOutput("flutter", ICONS), await buildOutput("flutter", [...ICONS].reverse())];
    expect(second.files).toEqual(first.files);
  });

  it("has a Dart class with its code points", async () => {
    const built = await buildOutput("flutter", ICONS, { class: "AcmeIcons", package: "acme_icons" });
    const dart = textOf(built, "acme_icons.dart");
    const constants = [
      ...dart.matchAll(
        /^ {2}static const IconData (\w+) = IconData\(0x([0-9a-f]+), fontFamily: 'AcmeIcons', fontPackage: 'acme_icons'\);$/gm,
      ),
    ];
    const points = constants.map(([, , hex = ""]) => Number.parseInt(hex, 16)).sort();
    expect(points).toEqual([...open(built.files.get("acme_icons.ttf")).characterSet].sort());
    expect(constants.map(([, name]) => name)).toContain("squareFilled");
    expect(dart).toMatch(/^\/\/ Made by Penops from Acme\. Do not edit\.\n/);
  });

  it("keeps the code points of the class on the base, whatever they are", async () => {
    const old = "  static const IconData star = IconData(0xf0007, fontFamily: 'AppIcons');\n";
    const built = await buildOutput(
      "flutter",
      ICONS,
      {},
      { previous: async (path) => (path === "out/app_icons.dart" ? Buffer.from(old) : undefined) },
    );
    expect(textOf(built, "app_icons.dart")).toContain("IconData star = IconData(0xf0007,");
  });
});

describe("code points", () => {
  it("of other icons stay when one is added or goes", () => {
    const names = Array.from({ length: 60 }, (_, at) => `icon${at}`);
    const before = assignCodePoints(names, new Map());
    const after = assignCodePoints([...names.slice(1), "another"], new Map());
    for (const name of names.slice(1)) expect(after.get(name)).toBe(before.get(name));
  });

  it("are never given twice, also where hashes meet or the old ones repeat", () => {
    const names = Array.from({ length: 5000 }, (_, at) => `icon${at}`);
    const known = new Map([
      ["icon1", 0xf0001],
      ["icon2", 0xf0001],
      ["icon3", 0x41],
    ]);
    const points = assignCodePoints(names, known);
    expect(new Set(points.values()).size).toBe(names.length);
    expect(points.get("icon1")).toBe(0xf0001);
    expect(Math.min(...points.values())).toBeGreaterThanOrEqual(0xf0000);
    expect(Math.max(...points.values())).toBeLessThanOrEqual(0xffffd);
  });

  it("that were given once stay for good, in any company", () => {
    const names = Array.from({ length: 3000 }, (_, at) => `icon${at}`);
    const before = assignCodePoints(names, new Map());
    const after = assignCodePoints(["aaa", ...names, "zzz"], before);
    for (const name of names) expect(after.get(name)).toBe(before.get(name));
  });
});
