import { readFile } from "node:fs/promises";
import { UserError } from "../errors.ts";
import type { Control } from "./control.ts";
import type { Delays, Deliveries } from "./deliveries.ts";
import { type DesignFile, featuresOf, type RawFile, replaceContent } from "./design-file.ts";
import type { State } from "./state.ts";
import { readContent, type Versions } from "./versions.ts";

/** Saves as people make them in the editor. Each raises `revn` and announces `update-file` when the burst is over. */
export interface Editing {
  /** Changes a copy of the file in `get-file`'s JSON form and saves it. */
  edit(fileId: string, change: (file: RawFile) => void, profileId: string): void;
  /** Without an id it is the first file. Throws EMULATOR_NO_SUCH_FILE and the errors of archives. */
  setDesign(fileId: string | undefined, archive: Uint8Array, profileId: string): DesignFile;
}

/** Creates the editing side of one emulator. */
export function createEditing(state: State, deliveries: Deliveries, delays: Delays): Editing {
  function save(file: DesignFile, content: DesignFile["content"], profileId: string): void {
    const at = state.now();
    replaceContent(file, content, at);
    const { id, name } = file;
    const props = { id, name, teamId: state.team.id, features: featuresOf(file), projectId: state.project.id };
    const batch = { key: `update-file:${profileId}:${id}`, delayMs: delays.updateFileMs };
    deliveries.submit({ name: "update-file", profileId, props, createdAt: at, trackedAt: at }, batch);
  }
  return {
    edit: (fileId, change, profileId) => {
      const file = findFile(state, fileId);
      const raw = structuredClone(file.content.raw);
      change(raw);
      save(file, { ...file.content, raw }, profileId);
    },
    setDesign: (fileId, archive, profileId) => {
      const file = findFile(state, fileId);
      save(file, readContent(archive, file.id), profileId);
      return file;
    },
  };
}

function findFile(state: State, fileId: string | undefined): DesignFile {
  const file = fileId === undefined ? [...state.files.values()][0] : state.files.get(fileId);
  if (file && file.deletedAt === undefined) return file;
  throw new UserError("EMULATOR_NO_SUCH_FILE", `The emulator has no file ${fileId ?? "at all"}.`, {
    hint: "GET /emulator lists its files.",
  });
}

/** The edit of `POST /emulator/edit`, done as the given profile. */
export function createHttpEdit(editing: Editing, versions: Versions, profileId: string): Control["edit"] {
  return async ({ fileId, design }) => {
    const bytes = design === undefined ? versions.advance() : await readDesign(design);
    const { id, revn } = editing.setDesign(fileId, bytes, profileId);
    return { fileId: id, revn };
  };
}

/** An archive in base64 (a zip begins with `PK`, which is `UEsDB`), or else a path. */
async function readDesign(design: string): Promise<Uint8Array> {
  if (design.startsWith("UEsDB")) return Buffer.from(design, "base64");
  try {
    return await readFile(design);
  } catch (cause) {
    throw new UserError("EMULATOR_DESIGN_UNREADABLE", `The design ${design} cannot be read.`, {
      hint: "Give the path of a .penpot file as the emulator sees it, or the archive itself in base64.",
      cause,
    });
  }
}
