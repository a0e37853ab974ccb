import { parseArtifactPath } from "../artifact.ts";
import type { ChangeSet } from "../change-set.ts";
import { UserError } from "../errors.ts";
import type { ChangeCounts, FileChange } from "../forge.ts";

/** A git tree entry: `mode` as git writes it in listings (`100644`, `100755`, `120000`, `160000`, `040000`). */
export interface TreeEntry {
  mode: string;
  id: string;
}

/** The part of the base branch a change set touches: its files, their folders, and all that lies in the pruned folders. */
export type Snapshot = ReadonlyMap<string, TreeEntry>;

/** A change set with canonical paths, checked against itself. */
export interface Wanted {
  files: ReadonlyMap<string, Uint8Array>;
  /** Every folder above a file. */
  folders: ReadonlySet<string>;
  prune: ReadonlySet<string>;
  keep: ReadonlySet<string>;
}

/** One path the branch must differ in; `id` and `mode` are what the branch then holds, absent for a deletion. */
export interface PlannedChange {
  path: string;
  kind: FileChange["kind"];
  before?: TreeEntry;
  mode?: string;
  id?: string;
  content?: Uint8Array;
}

const FOLDER = "040000";
const LINK = "120000";
const SUBMODULE = "160000";

/** Makes the change set's paths canonical; throws when two of its files cannot both exist. */
export function readChangeSet(change: ChangeSet): Wanted {
  const files = new Map<string, Uint8Array>();
  for (const { path, content } of change.files) {
    const name = parseArtifactPath(path);
    const other = files.get(name);
    if (other && !Buffer.from(other).equals(content)) {
      throw new UserError("ARTIFACT_TWICE", `Two steps made ${name} with different content.`, { hint: "Give one of them another path." });
    }
    files.set(name, content);
  }
  const folders = new Set([...files.keys()].flatMap(foldersOf));
  for (const path of files.keys()) {
    if (!folders.has(path)) continue;
    throw new UserError("ARTIFACT_PATH_CONFLICT", `${path} was made both as a file and as a folder with files in it.`, {
      hint: "Give one of them another path.",
    });
  }
  return { files, folders, prune: new Set(change.prune.map(parseArtifactPath)), keep: new Set(change.keep.map(parseArtifactPath)) };
}

/** The folders above a path, outermost first. */
export function foldersOf(path: string): string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}

/** What the branch must differ in from the base, sorted by path; empty when the base already says it. Throws rather than write through a link or over somebody's files. */
export function planChange(wanted: Wanted, snapshot: Snapshot, blobId: (content: Uint8Array) => string): PlannedChange[] {
  for (const folder of wanted.folders) refuseUnlessFolder(folder, snapshot, wanted);
  const changes: PlannedChange[] = [];
  for (const [path, content] of wanted.files) {
    const before = snapshot.get(path);
    const id = blobId(content);
    if (before && before.mode !== FOLDER) refuseLink(path, path, before);
    if (before?.mode === FOLDER) refuseUnlessOwned(path, snapshot, wanted);
    else if (before?.id === id) continue;
    const isNew = before === undefined || before.mode === FOLDER;
    changes.push({
      path,
      content,
      id,
      mode: isNew ? "100644" : before.mode,
      kind: isNew ? "added" : "modified",
      ...(!isNew && { before }),
    });
  }
  for (const [path, before] of snapshot) {
    if (isDeletable(path, before, wanted)) changes.push({ path, kind: "deleted", before });
  }
  return changes.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** How many paths are added, modified and deleted. */
export function countChanges(changes: readonly { kind: FileChange["kind"] }[]): ChangeCounts {
  const counts = { added: 0, modified: 0, deleted: 0 };
  for (const { kind } of changes) counts[kind] += 1;
  return counts;
}

function isDeletable(path: string, entry: TreeEntry, { files, prune, keep }: Wanted): boolean {
  if (entry.mode === FOLDER || entry.mode === SUBMODULE || files.has(path) || keep.has(path)) return false;
  const above = foldersOf(path);
  return above.some((folder) => prune.has(folder)) && !above.some((folder) => keep.has(folder));
}

function refuseUnlessFolder(folder: string, snapshot: Snapshot, wanted: Wanted): void {
  const entry = snapshot.get(folder);
  if (!entry || entry.mode === FOLDER) return;
  refuseLink(folder, `${folder}/…`, entry);
  if (!isDeletable(folder, entry, wanted)) refuseConflict(`${folder}/…`, `${folder} is a file there`);
}

function refuseUnlessOwned(path: string, snapshot: Snapshot, wanted: Wanted): void {
  for (const [other, entry] of snapshot) {
    if (!other.startsWith(`${path}/`) || entry.mode === FOLDER) continue;
    if (!isDeletable(other, entry, wanted)) refuseConflict(path, `it is a folder there, with ${other} in it`);
  }
}

function refuseLink(at: string, path: string, { mode }: TreeEntry): void {
  if (mode !== LINK && mode !== SUBMODULE) return;
  const what = mode === LINK ? "symbolic link" : "submodule";
  throw new UserError(
    mode === LINK ? "PATH_SYMLINK" : "PATH_SUBMODULE",
    `${path} cannot be written: ${at} is a ${what} on the base branch.`,
    {
      hint: "Choose another path in the recipe, or replace the link by a folder on the base branch.",
    },
  );
}

function refuseConflict(path: string, why: string): never {
  throw new UserError("PATH_CONFLICT", `${path} cannot be written on the base branch: ${why}, and the recipe does not own it.`, {
    hint: "Choose another path in the recipe, add the folder to `prune`, or move the file on the base branch.",
  });
}
