import { UserError } from "../errors.ts";
import type { EntryReader } from "./archive-json.ts";
import { modernizeShape } from "./shapes.ts";
import { compareTexts, isRecord } from "./values.ts";

/** Puts a file of an archive together as `get-file` would answer it in JSON (file-model.md §1.3, §7.2). */
export function assembleFile(reader: EntryReader, file: { id: string; name: string }): Record<string, unknown> {
  const folder = `files/${file.id}/`;
  const { options, ...metadata } = requireRecord(`files/${file.id}.json`, reader.json(`files/${file.id}.json`));
  const pages = readPages(reader, folder);
  const data = {
    id: file.id,
    pages: pages.map(([id]) => id),
    pagesIndex: Object.fromEntries(pages),
    ...readLibrary(reader, folder),
    ...(options !== undefined && { options }),
  };
  return { name: file.name, revn: 0, vern: 0, ...metadata, id: file.id, data };
}

function readLibrary(reader: EntryReader, folder: string): Record<string, unknown> {
  const parts = ["components", "colors", "typographies"].map((kind) => [kind, readMap(reader, `${folder}${kind}/`)] as const);
  const tokensLib = reader.json(`${folder}tokens.json`);
  const pluginData = reader.json(`${folder}plugin-data.json`);
  return {
    ...Object.fromEntries(parts.filter(([, entries]) => Object.keys(entries).length > 0)),
    ...(tokensLib !== undefined && { tokensLib }),
    ...(pluginData !== undefined && { pluginData }),
  };
}

/** The pages by ascending `index`, which is the design's order. */
function readPages(reader: EntryReader, folder: string): [string, Record<string, unknown>][] {
  const pages = Object.entries(readMap(reader, `${folder}pages/`));
  const ordered = pages.sort(([a, one], [b, other]) => Number(one.index ?? 0) - Number(other.index ?? 0) || compareTexts(a, b));
  return ordered.map(([id, { index: _, ...page }]) => {
    const shapes = Object.entries(readMap(reader, `${folder}pages/${id}/`));
    return [id, { ...page, objects: Object.fromEntries(shapes.map(([shapeId, shape]) => [shapeId, modernizeShape(shape)])) }];
  });
}

/** The entries of a folder by their ids, which are their names. */
function readMap(reader: EntryReader, folder: string): Record<string, Record<string, unknown>> {
  const names = reader.list(folder).filter((name) => name.endsWith(".json"));
  return Object.fromEntries(names.map((name) => [name.slice(folder.length, -".json".length), requireRecord(name, reader.json(name))]));
}

function requireRecord(name: string, value: unknown): Record<string, unknown> {
  if (isRecord(value)) return value;
  const why = value === undefined ? "is missing" : "is no JSON object";
  throw new UserError("ARCHIVE_JSON", `The archive could not be read: its entry ${JSON.stringify(name)} ${why}.`, {
    place: { file: name },
    hint: "Export the file from Penpot again.",
  });
}
