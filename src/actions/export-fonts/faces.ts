import type { Context } from "../../action.ts";
import { findVariant, sourceOf } from "../../assets/index.ts";
import type { Design, LibraryTypography } from "../../design.ts";
import type { FontRef, FontVariant } from "../../media.ts";
import { findResources } from "../../render/index.ts";
import type { Note } from "../../run.ts";
import { shortList } from "../lists.ts";

/** A face of a font that shall be written: uploaded, or handed out by Penpot. */
export interface Face {
  id: string;
  family: string;
  weight: string;
  style: string;
  source: { variant: FontVariant } | { font: FontRef };
}

const MOST_FAMILIES = 10;
const ROOT_ID = "00000000-0000-0000-0000-000000000000";

/** The faces that are wanted, sorted by family, weight and style, and what is to be said of those that are not. */
export async function listFaces(options: { all: boolean; google: boolean }, context: Context): Promise<{ faces: Face[]; notes: Note[] }> {
  const used = usedFonts(context.design);
  if (context.design.channel === "archive") return { faces: [], notes: [noteArchive(used)] };
  const uploaded = used.filter((font) => sourceOf(font) === "uploaded");
  const others = used.filter((font) => sourceOf(font) === "google" || sourceOf(font) === "built-in");
  const variants = options.all || uploaded.length > 0 ? await context.media.fontVariants() : [];
  const chosen = options.all ? variants : [...new Set(uploaded.flatMap((font) => findVariant(variants, font) ?? []))];
  const lost = uploaded.filter((font) => !findVariant(variants, font));
  const unknown = used.filter((font) => sourceOf(font) === "unknown" && font.family !== "");
  const faces = [...chosen.map(fromVariant), ...(options.google ? others : []).map(fromFont)];
  return {
    faces: faces.sort((a, b) => compare(a.family, b.family) || Number(a.weight) - Number(b.weight) || compare(a.style, b.style)),
    notes: [
      ...noteFaces([...lost, ...unknown], "warning", (names) => `Penpot has not, or does not hand out, the fonts ${names}.`),
      ...(options.google
        ? []
        : noteFaces(others, "info", (names) => `Google's and Penpot's own fonts are left out without google: true: ${names}.`)),
      ...(faces.length === 0 ? [{ level: others.length > 0 ? "info" : "warning", message: "There is no font to write." } as const] : []),
    ],
  };
}

/** An archive has no fonts, not even a list of them (file-model.md §4.4). */
function noteArchive(used: readonly FontRef[]): Note {
  const families = [...new Set(used.map(({ family }) => JSON.stringify(family)))].sort();
  const which = families.length === 0 ? "" : ` The design uses ${shortList(families, MOST_FAMILIES)}.`;
  return {
    level: "warning",
    message: `A .penpot archive carries no fonts, so none can be written from it; run the recipe with the file in Penpot itself.${which}`,
  };
}

/** The faces that visible texts and the library's typographies name, each once. */
function usedFonts(design: Design): FontRef[] {
  const shown = design.pages.flatMap(({ objects }) => findResources(objects, [ROOT_ID]).fonts);
  const fonts = [...shown, ...design.typographies.map(fromTypography)];
  return [...new Map(fonts.map((font) => [`${font.fontId} ${font.variantId} ${font.family}`, font])).values()];
}

function fromTypography({ fontId, fontVariantId, fontFamily, fontWeight, fontStyle }: LibraryTypography): FontRef {
  return { fontId, variantId: fontVariantId, family: fontFamily, weight: fontWeight, style: fontStyle };
}

function fromVariant(variant: FontVariant): Face {
  const { id, family, weight, style } = variant;
  return { id, family, weight: String(weight), style, source: { variant } };
}

function fromFont(font: FontRef): Face {
  const { fontId, variantId, family, weight, style } = font;
  return { id: `${fontId} ${variantId}`, family, weight, style, source: { font } };
}

function noteFaces(fonts: readonly FontRef[], level: Note["level"], say: (names: string) => string): Note[] {
  const names = [...new Set(fonts.map(({ family, weight, style }) => `${JSON.stringify(family)} ${weight} ${style}`))].sort();
  return names.length === 0 ? [] : [{ level, message: say(names.join(", ")) }];
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
