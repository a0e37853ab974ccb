import { UserError } from "../errors.ts";
import { type Content, createDesignFile } from "./design-file.ts";
import { deriveId } from "./ids.ts";
import { loadArchive } from "./load-archive.ts";
import type { State } from "./state.ts";

/** A `.penpot` archive. `name` replaces the design's own, where the archive holds one file. */
export interface ArchiveInput {
  bytes: Uint8Array;
  name?: string;
}

/** Adds every file of every archive to the project; ids are the archives' own unless taken. Throws EMULATOR_NO_FILES. */
export function addArchives(state: State, archives: readonly ArchiveInput[]): void {
  for (const { bytes, name } of archives) addArchive(state, bytes, name);
  if (state.files.size > 0) return;
  throw new UserError("EMULATOR_NO_FILES", "The emulator was given no design.", { hint: "Give it at least one .penpot archive." });
}

function addArchive(state: State, bytes: Uint8Array, name: string | undefined): void {
  const { files, relations } = loadArchive(bytes);
  const ids = new Map(files.map((file) => [file.id, chooseId(state, file.id)]));
  for (const file of files) {
    const id = ids.get(file.id) ?? file.id;
    const own = files.length === 1 ? name : undefined;
    state.files.set(id, createDesignFile(id, own ?? file.name, file.content, state.now()));
  }
  for (const [from, to] of relations) state.files.get(ids.get(from) ?? "")?.libraries.push(ids.get(to) ?? to);
}

function chooseId(state: State, id: string): string {
  let chosen = id;
  for (let copy = 1; state.files.has(chosen); copy++) chosen = deriveId("copy", id, String(copy));
  return chosen;
}

/** The content of an archive for one file: that of the same id, else the first. */
export function readContent(bytes: Uint8Array, fileId: string): Content {
  const { files } = loadArchive(bytes);
  const found = files.find(({ id }) => id === fileId) ?? files[0];
  if (found) return found.content;
  throw new UserError("EMULATOR_NO_FILES", "The archive holds no design.", { hint: "Export it from Penpot again." });
}

/** The versions of the first file, one after the other and then from the start again. */
export interface Versions {
  /** Throws EMULATOR_NO_NEXT when there is only one. */
  advance(): Uint8Array;
}

/** Creates the wheel of versions, standing at the first archive. */
export function createVersions(archives: readonly ArchiveInput[], next: readonly ArchiveInput[]): Versions {
  const wheel = [...archives.slice(0, 1), ...next];
  let at = 0;
  return {
    advance: () => {
      if (wheel.length < 2)
        throw new UserError("EMULATOR_NO_NEXT", "The emulator has no next version of the design.", {
          hint: 'Start it with --next FILE, or name one: {"design": "path/to/file.penpot"}.',
        });
      at = (at + 1) % wheel.length;
      return wheel[at]?.bytes ?? new Uint8Array();
    },
  };
}
