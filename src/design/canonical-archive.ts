import { readManifest } from "./archive.ts";
import { createEntryReader } from "./archive-json.ts";
import { compareTexts, isRecord, toText } from "./values.ts";
import { type ArchiveLimits, DEFAULT_LIMITS, openZip } from "./zip.ts";
import { createZipWriter } from "./zip-writer.ts";

/** What of an archive is kept. */
export interface CanonicalOptions {
  /** The file that the archive is about; the first that is no library unless told. */
  fileId?: string;
  /** The libraries beside it. Without them references to libraries stay as they are, and Penpot can put the archive in place of the file. */
  libraries: boolean;
  /** Previews of boards and components. Penpot makes them anew whenever somebody looks at the file. */
  thumbnails: boolean;
  signal: AbortSignal;
  limits?: Partial<ArchiveLimits>;
}

/** Sets, which Penpot writes in an order that may change between two exports (file-model.md §1.5, §6.5), by where they stand. */
const FILE_SETS = new Set(["features"]);
const SHAPE_SETS = new Set(["touched"]);
const TOKEN_SETS = new Set(["activeThemes", "activeSets"]);

/**
 * A `.penpot` archive whose bytes follow from what the file holds: entries and keys sorted, sets in order, fixed dates and packing, without
 * the name of the Penpot version that wrote it. Penpot imports it as it does its own (file-model.md §7). Throws as `readArchive` does.
 */
export async function toCanonicalArchive(bytes: Uint8Array, options: CanonicalOptions): Promise<Uint8Array> {
  const zip = openZip(bytes, { ...DEFAULT_LIMITS, ...options.limits });
  const reader = createEntryReader(zip);
  const { files, main } = readManifest(reader);
  const about = files.some(({ id }) => id === options.fileId) ? options.fileId : main;
  const kept = new Set(files.map(({ id }) => id).filter((id) => options.libraries || id === about));
  const isKept = createFilter(kept, options.thumbnails);
  const names = zip.names.filter(isKept).sort(compareTexts);
  const objects = options.thumbnails && options.libraries ? undefined : listObjects(names, reader.json);
  const writer = createZipWriter(options.signal);
  for (const name of names) {
    if (objects && isObject(name) && !objects.has(objectId(name))) continue;
    if (name.endsWith(".json")) await writer.add(name, toBytes(tidy(name, reader.json(name), kept)), false);
    else await writer.add(name, zip.read(name) ?? new Uint8Array(), isPacked(name));
  }
  return writer.end();
}

function createFilter(files: ReadonlySet<string>, thumbnails: boolean): (name: string) => boolean {
  return (name) => {
    const [folder, file = "", kind] = name.split("/");
    if (folder !== "files") return true;
    return files.has(file.replace(/\.json$/, "")) && (thumbnails || kind !== "thumbnails");
  };
}

/** The stored objects that the entries speak of. */
function listObjects(names: readonly string[], read: (name: string) => unknown): Set<string> {
  const ids = new Set<string>();
  for (const name of names) {
    const isReference = /^files\/[^/]+\/(?:media|thumbnails)\//.test(name);
    const entry = isReference ? read(name) : undefined;
    if (!isRecord(entry)) continue;
    for (const id of [entry.mediaId, entry.thumbnailId]) if (typeof id === "string") ids.add(id);
  }
  return ids;
}

function isObject(name: string): boolean {
  return name.startsWith("objects/");
}

function objectId(name: string): string {
  return name.slice("objects/".length).replace(/\.[^.]*$/, "");
}

/** Pictures are packed already, but for SVG. */
function isPacked(name: string): boolean {
  return isObject(name) && !name.endsWith(".svg");
}

function tidy(name: string, value: unknown, files: ReadonlySet<string>): unknown {
  if (name === "manifest.json" && isRecord(value)) return tidyManifest(value, files);
  if (/^files\/[^/]+\.json$/.test(name)) return sortKeys(value, FILE_SETS);
  if (name.endsWith("/tokens.json")) return tidyTokens(value);
  return sortKeys(value, /^files\/[^/]+\/(?:pages|components)\//.test(name) ? SHAPE_SETS : new Set());
}

function tidyManifest(manifest: Record<string, unknown>, kept: ReadonlySet<string>): unknown {
  const { generatedBy: _, files, relations, ...rest } = manifest;
  const isIn = (id: unknown) => kept.has(toText(id) ?? "");
  const rows = (Array.isArray(files) ? files : []).filter((file) => isRecord(file) && isIn(file.id));
  const pairs = (Array.isArray(relations) ? relations : []).filter((pair) => Array.isArray(pair) && pair.every(isIn));
  const tidied = {
    ...rest,
    files: rows.sort((a, b) => compareTexts(String(a.id), String(b.id))),
    relations: pairs.sort((a, b) => compareTexts(String(a), String(b))),
  };
  return sortKeys(tidied, FILE_SETS);
}

/** Which sets stand in a token document's `$metadata` (file-model.md §6.5); elsewhere in it such a name is a token's. */
function tidyTokens(document: unknown): unknown {
  if (!isRecord(document)) return sortKeys(document, new Set());
  const { $metadata, ...rest } = document;
  const tidied = sortKeys(rest, new Set()) as Record<string, unknown>;
  return $metadata === undefined ? tidied : { $metadata: sortKeys($metadata, TOKEN_SETS), ...tidied };
}

/** The value with all keys in order, and the lists of those names too, as far as they hold texts. */
function sortKeys(value: unknown, sets: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => sortKeys(item, sets));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => compareTexts(a, b));
  // A null prototype: a token may be called __proto__.
  const sorted: Record<string, unknown> = Object.create(null);
  for (const [key, item] of entries) sorted[key] = sets.has(key) && isTexts(item) ? [...item].sort(compareTexts) : sortKeys(item, sets);
  return sorted;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function toBytes(value: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}
