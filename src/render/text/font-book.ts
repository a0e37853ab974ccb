import type { FontRef } from "../../media.ts";
import { createFont, type Font } from "./font.ts";
import { plain } from "./font-refs.ts";

export type { Font } from "./font.ts";

/** The fonts that are at hand. */
export interface FontBook {
  find(font: FontRef): Font | undefined;
  /** Whether files of the face are here that are no readable font. */
  isBroken(font: FontRef): boolean;
}

/** A file of a face. `line` holds when another file than Penpot's own stands in for it: where Penpot's box begins and ends, in em. */
export interface FontFile {
  font: FontRef;
  bytes: Uint8Array;
  line?: { ascent: number; descent: number };
}

interface Face {
  font: FontRef;
  files: FontFile[];
}

/**
 * Collects fonts (TTF, OTF, WOFF, WOFF2); several files of one face complete each other.
 * A face is found by its ids, else by family, weight and style. Files are read when the face is first asked for.
 */
export function createFontBook(files: Iterable<FontFile>): FontBook {
  const byId = new Map<string, Face>();
  const byLook = new Map<string, Face>();
  const opened = new Map<Face, Font | undefined>();
  for (const file of files) {
    const { font } = file;
    const face = byId.get(idOf(font)) ?? { font, files: [] };
    face.files.push(file);
    byId.set(idOf(font), face);
    if (!byLook.has(lookOf(font))) byLook.set(lookOf(font), face);
  }

  function faceOf(font: FontRef): Face | undefined {
    return (font.fontId === "" ? undefined : byId.get(idOf(font))) ?? byLook.get(lookOf(font));
  }

  function open(face: Face): Font | undefined {
    if (!opened.has(face)) {
      const font = createFont(
        face.files.map(({ bytes }) => bytes),
        Number(face.font.weight),
      );
      opened.set(face, font && { ...font, ...face.files[0]?.line });
    }
    return opened.get(face);
  }

  return {
    find(font) {
      const face = faceOf(font);
      return face && open(face);
    },
    isBroken(font) {
      const face = faceOf(font);
      return face !== undefined && open(face) === undefined;
    },
  };
}

function idOf({ fontId, variantId, family, weight, style }: FontRef): string {
  return JSON.stringify(fontId === "" ? ["", plain(family), weight, style] : [fontId, variantId]);
}

function lookOf({ family, weight, style }: FontRef): string {
  return JSON.stringify([plain(family), weight, style]);
}
