import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

interface Variant {
  weight: string;
  style: "normal" | "italic";
  /** Of Penpot's own file, in units of which an em has 2048. */
  ascent: number;
  descent: number;
}

/** The variants of `sourcesanspro`, the font that every Penpot has built in (rendering.md §7.6). */
export const DEFAULT_FONT_VARIANTS: Readonly<Record<string, Variant>> = {
  "200": { weight: "200", style: "normal", ascent: 1913, descent: 813 },
  "200italic": { weight: "200", style: "italic", ascent: 1909, descent: 846 },
  "300": { weight: "300", style: "normal", ascent: 1923, descent: 806 },
  "300italic": { weight: "300", style: "italic", ascent: 1917, descent: 834 },
  regular: { weight: "400", style: "normal", ascent: 1950, descent: 702 },
  italic: { weight: "400", style: "italic", ascent: 1942, descent: 619 },
  "600": { weight: "600", style: "normal", ascent: 1972, descent: 763 },
  "600italic": { weight: "600", style: "italic", ascent: 1962, descent: 634 },
  bold: { weight: "700", style: "normal", ascent: 1995, descent: 824 },
  bolditalic: { weight: "700", style: "italic", ascent: 1985, descent: 755 },
  black: { weight: "900", style: "normal", ascent: 2015, descent: 874 },
  blackitalic: { weight: "900", style: "italic", ascent: 2003, descent: 656 },
};

const UNITS = 2048;

// The common letters first: where two files have a character, the first one draws it.
const SUBSETS = ["latin", "latin-ext", "vietnamese", "greek", "greek-ext", "cyrillic", "cyrillic-ext"];

/** A file of the built-in font, and where Penpot's box of a line begins and ends, in em. */
export interface DefaultFontFile {
  bytes: Uint8Array;
  line: { ascent: number; descent: number };
}

/**
 * A variant of Penpot's built-in font, for when no Penpot can be asked for its own file; none for a variant that does not exist.
 * The letters are the same, but these files are of a later version whose lines are of another height: hence `line`.
 */
export async function loadDefaultFont(variantId: string): Promise<DefaultFontFile[]> {
  const variant = Object.hasOwn(DEFAULT_FONT_VARIANTS, variantId) ? DEFAULT_FONT_VARIANTS[variantId] : undefined;
  if (!variant) return [];
  const { resolve } = createRequire(import.meta.url);
  const line = { ascent: variant.ascent / UNITS, descent: variant.descent / UNITS };
  const names = SUBSETS.map((subset) => `source-sans-pro-${subset}-${variant.weight}-${variant.style}.woff`);
  return Promise.all(names.map(async (name) => ({ bytes: await readFile(resolve(`@fontsource/source-sans-pro/files/${name}`)), line })));
}
