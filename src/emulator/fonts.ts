import { readFile } from "node:fs/promises";
import { createId, deriveId } from "./ids.ts";
import type { Asset, State } from "./state.ts";
import { unwrapWoff } from "./woff.ts";

/** A font as somebody would upload it to the team; faces of one family make one font. */
export interface FontInput {
  family: string;
  weight: number;
  style: "normal" | "italic";
  files: { readonly ttf?: Uint8Array; readonly otf?: Uint8Array; readonly woff?: Uint8Array; readonly woff2?: Uint8Array };
}

/** The formats with their MIME types and the keys of a font-variant row (file-model.md §4.4). */
const FORMATS = [
  ["ttf", "font/ttf", "ttfFileId"],
  ["otf", "font/otf", "otfFileId"],
  ["woff", "font/woff", "woff1FileId"],
  ["woff2", "font/woff2", "woff2FileId"],
] as const;

/** Puts fonts into the team; ids follow from family, weight and style. */
export function addFonts(state: State, fonts: readonly FontInput[]): void {
  for (const { family, weight, style, files } of fonts) {
    const at = state.now();
    const ids: Record<string, string> = {};
    for (const [format, mtype, key] of FORMATS) {
      const bytes = files[format];
      if (!bytes) continue;
      const id = createId();
      ids[key] = id;
      state.fontFiles.set(id, { bytes, mtype });
    }
    const row = { id: deriveId("font-variant", family, String(weight), style), teamId: state.team.id, fontId: deriveId("font", family) };
    state.fontVariants.push({ ...row, fontFamily: family, fontWeight: weight, fontStyle: style, createdAt: at, modifiedAt: at, ...ids });
  }
}

/** Penpot's default font, of which the packages have the part for Latin texts; what the files are called there, by Penpot's suffix. */
const FACES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    extralight: "200-normal",
    extralightitalic: "200-italic",
    light: "300-normal",
    lightitalic: "300-italic",
    regular: "400-normal",
    italic: "400-italic",
    semibold: "600-normal",
    semibolditalic: "600-italic",
    bold: "700-normal",
    bolditalic: "700-italic",
    black: "900-normal",
    blackitalic: "900-italic",
  }),
);
const PATH = /^\/fonts\/sourcesanspro-([a-z]+)\.(ttf|woff2?)$/;

/** A file of the default font as Penpot's frontend has it (file-model.md §4.3); undefined for any other path. */
export async function findBuiltInFont(path: string): Promise<Asset | undefined> {
  const [, suffix = "", format = ""] = PATH.exec(path) ?? [];
  const face = FACES.get(suffix);
  if (face === undefined) return undefined;
  const name = `source-sans-pro-latin-${face}.${format === "woff2" ? "woff2" : "woff"}`;
  const bytes = await readFile(new URL(import.meta.resolve(`@fontsource/source-sans-pro/files/${name}`)));
  return { bytes: format === "ttf" ? unwrapWoff(bytes) : bytes, mtype: `font/${format}` };
}
