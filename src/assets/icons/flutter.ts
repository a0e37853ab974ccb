import * as z from "zod";
import { assignCodePoints } from "./code-points.ts";
import type { Icon } from "./icon.ts";
import { toNames } from "./names.ts";
import { defineOutput, type OutputJob, textFile } from "./output.ts";
import { escapeXml } from "./print.ts";

/**
 * An icon font with its Dart class. The font is made from our own outlines, not by svgicons2svgfont, which takes strokes for fills and
 * fills even-odd shapes whole without a word.
 */
export const flutter = defineOutput({
  key: "flutter",
  description:
    "An icon font (TTF) and a Dart class with an IconData for each icon. Icons with strokes, several colours or transparency, which a font cannot show, are left out and reported.",
  target: "folder",
  prunes: false,
  form: "camel",
  options: z.strictObject({
    class: z
      .string()
      .regex(/^[A-Z][A-Za-z0-9]*$/, { error: "must be a class name like AppIcons" })
      .default("AppIcons")
      .describe("The name of the Dart class and of the font family; the files are called after it."),
    package: z
      .string()
      .regex(/^[a-z][a-z0-9_]*$/, { error: "must be the name of a Dart package" })
      .optional()
      .describe("The package that ships the font, when other packages use the class."),
  }),
  async build(icons, { class: family, package: fontPackage }, job) {
    const { toGlyph } = await import("./glyph.ts");
    const left: { icon: Icon; what: string }[] = [];
    const drawn: { icon: Icon; outline: string }[] = [];
    for (const icon of icons) {
      job.signal.throwIfAborted();
      const glyph = await toGlyph(icon);
      if ("outline" in glyph) drawn.push({ icon, outline: glyph.outline });
      else left.push({ icon, what: `has ${glyph.impossible}, which a font cannot show` });
    }
    const file = toNames(family).snake;
    const known = readCodePoints(await job.previous(`${job.target}/${file}.dart`));
    const codePoints = assignCodePoints(
      drawn.map(({ icon }) => icon.names.camel),
      known,
    );
    const glyphs = drawn
      .map(({ icon, outline }) => ({ icon, outline, codePoint: codePoints.get(icon.names.camel) ?? 0 }))
      .sort((a, b) => a.codePoint - b.codePoint);
    const content = await toFont(glyphs, family, job.madeBy);
    const dart = toDart(glyphs, { family, fontPackage, fontFile: `${job.target}/${file}.ttf` }, job);
    return { artifacts: [{ path: `${job.target}/${file}.ttf`, content, from: job.from }, textFile(job, `${file}.dart`, dart)], left };
  },
});

interface PlacedGlyph {
  icon: Icon;
  outline: string;
  codePoint: number;
}

/** The code points in a class that was made before. */
function readCodePoints(dart: Uint8Array | undefined): ReadonlyMap<string, number> {
  const text = Buffer.from(dart ?? []).toString("utf8");
  const constants = text.matchAll(/^ {2}static const IconData (\w+) = IconData\(0x([0-9a-f]{1,6}),/gm);
  return new Map([...constants].map(([, name = "", hex = ""]) => [name, Number.parseInt(hex, 16)]));
}

async function toFont(glyphs: readonly PlacedGlyph[], family: string, madeBy: string): Promise<Uint8Array> {
  const [{ default: svg2ttf }, { EM }] = await Promise.all([import("svg2ttf"), import("./glyph.ts")]);
  const face = `<font-face font-family="${family}" units-per-em="${EM}" ascent="${EM}" descent="0"/>`;
  const elements = glyphs.map(({ icon, outline, codePoint }) => {
    return `<glyph glyph-name="${icon.names.kebab}" unicode="&#x${codePoint.toString(16)};" horiz-adv-x="${EM}" d="${escapeXml(outline)}"/>`;
  });
  const font = `<font id="${family}" horiz-adv-x="${EM}">${face}<missing-glyph horiz-adv-x="${EM}" d=""/>${elements.join("")}</font>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg"><defs>${font}</defs></svg>`;
  // A font carries the time it was made at, and an address; without these it is the same every time.
  return new Uint8Array(svg2ttf(svg, { ts: 0, description: madeBy, url: " ", copyright: " " }).buffer);
}

function toDart(
  glyphs: readonly PlacedGlyph[],
  { family, fontPackage, fontFile }: { family: string; fontPackage: string | undefined; fontFile: string },
  { madeBy }: OutputJob,
): string[] {
  const names = `fontFamily: '${family}'${fontPackage === undefined ? "" : `, fontPackage: '${fontPackage}'`}`;
  const constants = [...glyphs]
    .sort((a, b) => (a.icon.names.camel < b.icon.names.camel ? -1 : 1))
    .flatMap(({ icon, codePoint }) => [
      "",
      `  /// ${icon.names.kebab}`,
      `  static const IconData ${icon.names.camel} = IconData(0x${codePoint.toString(16)}, ${names});`,
    ]);
  return [
    `// ${madeBy}`,
    "//",
    "// The font belongs into pubspec.yaml, its path seen from there:",
    `//   flutter: { fonts: [{ family: ${family}, fonts: [{ asset: ${fontFile.replace(/[^\w./-]/g, "?")} }] }] }`,
    "import 'package:flutter/widgets.dart';",
    "",
    `abstract final class ${family} {`,
    ...constants.slice(1),
    "}",
  ];
}
