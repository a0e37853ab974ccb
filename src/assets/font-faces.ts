import type { FontRef, FontVariant } from "../media.ts";

const CUSTOM = "custom-";

/** Where a face comes from (file-model.md §4.3); `unknown` is a font that the instance has not. */
export type FontSource = "uploaded" | "built-in" | "google" | "unknown";

/** Where a face comes from, by the id of its font. */
export function sourceOf({ fontId }: Pick<FontRef, "fontId">): FontSource {
  if (fontId.startsWith(CUSTOM)) return "uploaded";
  if (fontId.startsWith("gfont-")) return "google";
  return fontId === "sourcesanspro" ? "built-in" : "unknown";
}

/** The uploaded variant of a face, by the variant's id (`italic-700`) or by weight and style. */
export function findVariant(variants: readonly FontVariant[], font: FontRef): FontVariant | undefined {
  const family = variants.filter(({ fontId }) => CUSTOM + fontId === font.fontId);
  return (
    family.find(({ style, weight }) => `${style}-${weight}` === font.variantId) ??
    family.find(({ style, weight }) => style === font.style && String(weight) === font.weight)
  );
}
