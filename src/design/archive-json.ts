import { UserError } from "../errors.ts";
import { MAX_NESTING, measureNesting } from "../transit/index.ts";
import type { Zip } from "./zip.ts";

/** Reads an archive's JSON entries. */
export interface EntryReader {
  /** The entries' names below a folder (`a/b/`): of the folder itself, not of folders in it. */
  list(folder: string): readonly string[];
  /** An entry parsed; undefined when there is none. Throws ARCHIVE_JSON. */
  json(name: string): unknown;
}

/** Makes the reader of a zip's JSON entries. */
export function createEntryReader(zip: Zip): EntryReader {
  const folders = new Map<string, string[]>();
  for (const name of zip.names) {
    const folder = name.slice(0, name.lastIndexOf("/") + 1);
    const names = folders.get(folder);
    if (names) names.push(name);
    else folders.set(folder, [name]);
  }
  return {
    list: (folder) => folders.get(folder) ?? [],
    json(name) {
      const bytes = zip.read(name);
      return bytes && parseEntry(name, bytes);
    },
  };
}

function parseEntry(name: string, bytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(bytes);
  if (measureNesting(text) > MAX_NESTING) throw wrongJson(name, `it is nested more than ${MAX_NESTING} levels deep`);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw wrongJson(name, "it is no JSON", cause);
  }
}

function wrongJson(name: string, why: string, cause?: unknown): UserError {
  return new UserError("ARCHIVE_JSON", `The archive's entry ${JSON.stringify(name)} could not be read: ${why}.`, {
    place: { file: name },
    hint: "Export the file from Penpot again; if the archive was edited by hand, mend this entry.",
    cause,
  });
}
