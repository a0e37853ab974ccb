import type { Context } from "../../action.ts";
import { parseArtifactPath } from "../../artifact.ts";
import { type FontKind, sniffFont } from "../../assets/index.ts";
import type { Note } from "../../run.ts";
import { checkCollisions } from "../collisions.ts";
import { doInTurn } from "../export-assets/in-turn.ts";
import type { Face } from "./faces.ts";

/** Formats of font files, the one that browsers should take first. */
export const FORMATS = ["woff2", "woff", "ttf", "otf"] as const satisfies readonly FontKind[];

/** A font file and where it goes. */
export interface Located {
  face: Face;
  format: FontKind;
  path: string;
  content: Uint8Array;
}

interface Options {
  formats: FontKind | readonly FontKind[];
  path: string;
}

interface Wanted {
  face: Face;
  format: FontKind | undefined;
  storageId: string | undefined;
}

const AT_ONCE = 6;

/** The files of the faces, sorted by path, and the paths of those that could not be had. Throws PATH_COLLISION. */
export async function loadFiles(
  faces: readonly Face[],
  options: Options,
  context: Context,
): Promise<{ files: Located[]; missing: string[]; notes: Note[] }> {
  const formats = new Set([options.formats].flat());
  const wanted = faces.flatMap((face) => listWanted(face, formats));
  const loaded = await doInTurn(wanted, AT_ONCE, context.signal, async (entry) => {
    const content = await loadFile(entry, context);
    return { ...entry, content, format: entry.format ?? (content && sniffFont(content)) };
  });
  const files: Located[] = [];
  const missing: typeof loaded = [];
  for (const entry of loaded) {
    const { face, format, content } = entry;
    if (content && format) files.push({ face, format, content, path: toPath(face, format, options, context) });
    else missing.push(entry);
  }
  checkCollisions(files.map(toClaim), () => "Put font.family, font.weight, font.style and font.extension into the path.");
  // Of a font that Penpot hands out itself nobody knows the format before it is there.
  const paths = missing.flatMap(({ face, format }) => (format ? [format] : FORMATS).map((one) => toPath(face, one, options, context)));
  const notes = [...noteMissing(missing.map(({ face }) => face)), ...faces.flatMap((face) => noteFormats(face, formats))];
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), missing: [...new Set(paths)], notes };
}

function listWanted(face: Face, formats: ReadonlySet<FontKind>): Wanted[] {
  if ("font" in face.source) return [{ face, format: undefined, storageId: undefined }];
  const { files } = face.source.variant;
  return FORMATS.flatMap((format) => (formats.has(format) && files[format] ? [{ face, format, storageId: files[format] }] : []));
}

async function loadFile({ face, storageId }: Wanted, { media }: Context): Promise<Uint8Array | undefined> {
  const content = "font" in face.source ? await media.font(face.source.font) : await media.fontFile(storageId ?? "");
  return content && sniffFont(content) ? content : undefined;
}

function toPath({ family, weight, style }: Face, format: FontKind, { path }: Options, { render }: Context): string {
  return parseArtifactPath(render(path, { font: { family, weight, style, format, extension: format } }));
}

function toClaim({ face, format, path }: Located): { path: string; owner: string } {
  return { path, owner: `the ${format} file of ${toWords(face)}` };
}

function toWords({ family, weight, style }: Face): string {
  return `the font ${JSON.stringify(family)} ${weight} ${style}`;
}

function noteMissing(faces: readonly Face[]): Note[] {
  const names = [...new Set(faces.map(toWords))];
  return names.map((name) => ({
    level: "warning",
    message: `A file of ${name} was not written: it is not there. Its files stay as they are.`,
  }));
}

function noteFormats(face: Face, formats: ReadonlySet<FontKind>): Note[] {
  if ("font" in face.source) return [];
  const present = FORMATS.filter((format) => "variant" in face.source && face.source.variant.files[format]);
  if (present.some((format) => formats.has(format))) return [];
  return [
    {
      level: "warning",
      message: `Penpot has ${toWords(face)} as ${present.join(", ") || "no file"} only, which is none of the formats wanted.`,
    },
  ];
}
