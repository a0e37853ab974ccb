import type { Shape } from "../../design.ts";
import type { FontRef } from "../../media.ts";
import { toRecord, toRecords, toText, type Unknown } from "../values.ts";

const DEFAULT_FONT = "sourcesanspro";

/** The faces that the content of a text names, once for each leaf that has characters (file-model.md §2.6). */
export function contentFonts(shape: Shape): FontRef[] {
  return paragraphsOf(shape).flatMap((paragraph) =>
    leavesOf(paragraph)
      .filter((leaf) => toText(leaf["text"]) !== undefined)
      .map(toFontRef),
  );
}

/** The paragraphs of a text, in order. */
export function paragraphsOf(shape: Shape): Unknown[] {
  return toRecords(toRecord(shape["content"])["children"]).flatMap((set) => toRecords(set["children"]));
}

/** The pieces of one style that a paragraph is made of; what a piece does not say, the paragraph says. */
export function leavesOf(paragraph: Unknown): Unknown[] {
  const { children, ...defaults } = paragraph;
  return toRecords(children).map((leaf) => ({ ...defaults, ...stated(leaf) }));
}

function stated(leaf: Unknown): Unknown {
  return Object.fromEntries(Object.entries(leaf).filter(([, value]) => value !== undefined && value !== null));
}

/** The face that a leaf of the content names, with Penpot's defaults. */
export function toFontRef(leaf: Unknown): FontRef {
  const fontId = toText(leaf["fontId"]) ?? DEFAULT_FONT;
  const variantId = toText(leaf["fontVariantId"]) ?? "regular";
  return {
    fontId,
    variantId,
    family: toFamily(leaf["fontFamily"]) ?? (fontId === DEFAULT_FONT ? DEFAULT_FONT : ""),
    weight: toWeight(leaf["fontWeight"]) ?? /\d+/.exec(variantId)?.[0] ?? NAMED_WEIGHTS[variantId.replace("italic", "")] ?? "400",
    style: toStyle(leaf["fontStyle"] ?? (variantId.includes("italic") ? "italic" : "normal")),
  };
}

/** The face of a run of position data, which names no ids: they come from the content, where it has the family (file-model.md §4.3). */
export function runFont(run: Unknown, content: readonly FontRef[]): FontRef {
  const family = toFamily(run["fontFamily"]) ?? "";
  const [weight, style] = [toWeight(run["fontWeight"]) ?? "400", toStyle(run["fontStyle"])];
  const related = content.filter((font) => plain(font.family) === plain(family));
  const exact = related.find((font) => font.weight === weight && font.style === style);
  if (exact) return exact;
  const fontId = related[0]?.fontId ?? (plain(family) === DEFAULT_FONT ? DEFAULT_FONT : "");
  return { fontId, variantId: fontId === "" ? "" : toVariantId(fontId, weight, style), family, weight, style };
}

/** A family's name as it is compared: Penpot writes `sourcesanspro` and `"Source Sans Pro"` for one font. */
export function plain(family: string): string {
  return family.toLowerCase().replace(/\s+/g, "");
}

function toVariantId(fontId: string, weight: string, style: string): string {
  const italic = style === "italic" ? "italic" : "";
  if (fontId.startsWith("custom-")) return `${style}-${weight}`;
  if (weight === "400") return italic || "regular";
  const name = fontId === DEFAULT_FONT ? { "700": "bold", "900": "black" }[weight] : undefined;
  return `${name ?? weight}${italic}`;
}

const NAMED_WEIGHTS: Readonly<Record<string, string>> = { normal: "400", bold: "700", black: "900" };

function toWeight(value: unknown): string | undefined {
  const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
  return /^\d{1,4}$/.test(text) ? text : NAMED_WEIGHTS[text];
}

function toStyle(value: unknown): string {
  return value === "italic" || value === "oblique" ? "italic" : "normal";
}

/** The first family named, without the quotes of CSS. */
function toFamily(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const [, double, single, bare] = /^\s*(?:"([^"]*)"|'([^']*)'|([^,]*))/.exec(value) ?? [];
  return (double ?? single ?? bare ?? "").replace(/[\p{Cc}\p{Cs}"'\\]/gu, "").trim() || undefined;
}
