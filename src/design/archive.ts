import type { Design } from "../design.ts";
import { UserError } from "../errors.ts";
import { assembleFile } from "./archive-file.ts";
import { createEntryReader, type EntryReader } from "./archive-json.ts";
import { toDesign } from "./to-design.ts";
import { isRecord, toText } from "./values.ts";
import { type ArchiveLimits, DEFAULT_LIMITS, openZip } from "./zip.ts";

export type { ArchiveLimits } from "./zip.ts";

/** A `.penpot` archive (file-model.md §7). Without a file id the first file that no other one uses as a library is meant. */
export interface Archive {
  files: readonly { id: string; name: string }[];
  design(fileId?: string): Design;
  /** The bytes of an image, by its media object id as fills name it (file-model.md §5). */
  media(id: string): Uint8Array | undefined;
  /** The file as `get-file` would answer it in JSON. */
  raw(fileId?: string): unknown;
}

/** Opens a `.penpot` archive of version 3. Entries are read when asked for. Throws UserError ARCHIVE_* with the entry as its place. */
export function readArchive(bytes: Uint8Array, limits: Partial<ArchiveLimits> = {}): Archive {
  const zip = openZip(bytes, { ...DEFAULT_LIMITS, ...limits });
  const reader = createEntryReader(zip);
  const { files, main } = readManifest(reader);
  const raw = (fileId = main): Record<string, unknown> => {
    const file = files.find(({ id }) => id === fileId);
    if (!file) throw noSuchFile(fileId, files);
    return assembleFile(reader, file);
  };
  return {
    files,
    raw,
    design: (fileId) => toDesign(raw(fileId), "archive"),
    media: (id) => {
      const entry = files.map((file) => reader.json(`files/${file.id}/media/${id}.json`)).find(isRecord);
      const base = `objects/${toText(entry?.mediaId)}`;
      const isObject = (name: string) => name === base || (name.startsWith(`${base}.`) && !name.endsWith(".json"));
      const object = reader.list("objects/").find(isObject);
      return object === undefined ? undefined : zip.read(object);
    },
  };
}

/** The files an archive holds, and the id of the first that no other one uses as a library. Throws ARCHIVE_MANIFEST. */
export function readManifest(reader: EntryReader): { files: { id: string; name: string }[]; main: string } {
  const manifest = reader.json("manifest.json");
  if (!isRecord(manifest) || manifest.type !== "penpot/export-files" || !Array.isArray(manifest.files)) {
    throw new UserError("ARCHIVE_MANIFEST", "The archive was not read: it has no manifest.json of a Penpot export.", {
      place: { file: "manifest.json" },
      hint: "Export the file from Penpot as .penpot; other zip files cannot be read.",
    });
  }
  const files = manifest.files
    .filter(isRecord)
    .flatMap(({ id, name }) => (typeof id === "string" ? [{ id, name: toText(name) ?? "" }] : []));
  const relations = Array.isArray(manifest.relations) ? manifest.relations.filter(Array.isArray) : [];
  const libraries = new Set(relations.map(([, library]) => library));
  const main = files.find(({ id }) => !libraries.has(id)) ?? files[0];
  if (!main) {
    throw new UserError("ARCHIVE_MANIFEST", "The archive was not read: its manifest names no file.", {
      place: { file: "manifest.json" },
      hint: "Export the file from Penpot again.",
    });
  }
  return { files, main: main.id };
}

function noSuchFile(fileId: string, files: readonly { id: string; name: string }[]): UserError {
  const known = files.map(({ id, name }) => `${id} (${name})`).join(", ");
  return new UserError("ARCHIVE_FILE", `The archive holds no file ${fileId}.`, { hint: `It holds ${known}.` });
}
