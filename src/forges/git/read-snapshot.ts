import { foldersOf, type Snapshot, type TreeEntry, type Wanted } from "../plan-change.ts";
import type { Git } from "./cache.ts";
import { type GitObject, readObjects } from "./read-objects.ts";

interface Folder {
  path: string;
  id: string;
  /** All that lies below is needed. */
  whole: boolean;
}

/** Reads the part of a commit's tree that the change set touches, from its root on, a level of folders at a time; the rest of the repository is never looked at. */
export async function readSnapshot(git: Git, root: GitObject, { files, folders, prune }: Wanted): Promise<Snapshot> {
  const above = new Set([...folders, ...[...prune].flatMap(foldersOf)]);
  const snapshot = new Map<string, TreeEntry>();
  let level: Folder[] = [{ path: "", id: root.id, whole: false }];
  let trees = new Map([[root.id, root]]);
  while (level.length > 0) {
    const next: Folder[] = [];
    for (const folder of level) {
      for (const [name, entry] of parseTree(trees.get(folder.id))) {
        const path = folder.path === "" ? name : `${folder.path}/${name}`;
        const whole = folder.whole || prune.has(path) || files.has(path);
        if (!whole && !above.has(path)) continue;
        snapshot.set(path, entry);
        if (entry.mode === "040000") next.push({ path, id: entry.id, whole });
      }
    }
    level = next;
    trees = await readObjects(
      git,
      level.map(({ id }) => id),
    );
  }
  return snapshot;
}

/** The entries of a raw tree object. Names that are not UTF-8 are left out: nothing of ours is called so. */
function parseTree(object: GitObject | undefined): [string, TreeEntry][] {
  const entries: [string, TreeEntry][] = [];
  if (object?.type !== "tree") return entries;
  const { content, idBytes } = object;
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(0x20, at);
    const end = content.indexOf(0, space);
    const bytes = content.subarray(space + 1, end);
    const name = bytes.toString();
    const mode = content.toString("latin1", at, space).padStart(6, "0");
    at = end + 1 + idBytes;
    if (Buffer.from(name).equals(bytes)) entries.push([name, { mode, id: content.toString("hex", end + 1, at) }]);
  }
  return entries;
}
