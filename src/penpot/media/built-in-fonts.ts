import type { FontRef } from "../../media.ts";

/** The variants of `sourcesanspro` whose file is not named as they are (file-model.md §4.3). */
const SUFFIXES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "200": "extralight",
    "200italic": "extralightitalic",
    "300": "light",
    "300italic": "lightitalic",
    "600": "semibold",
    "600italic": "semibolditalic",
  }),
);
const SAME = new Set(["regular", "italic", "bold", "bolditalic", "black", "blackitalic"]);
const BY_WEIGHT: ReadonlyMap<string, string> = new Map(Object.entries({ "400": "regular", "700": "bold", "900": "black" }));

/** How the file of a face of the built-in font ends; undefined when there is no such face. */
export function builtInSuffix({ variantId, weight, style }: Pick<FontRef, "variantId" | "weight" | "style">): string | undefined {
  if (SAME.has(variantId)) return variantId;
  const known = SUFFIXES.get(variantId);
  if (known !== undefined) return known;
  const upright = BY_WEIGHT.get(weight) ?? SUFFIXES.get(weight);
  if (upright === undefined || style !== "italic") return upright;
  return upright === "regular" ? "italic" : `${upright}italic`;
}
