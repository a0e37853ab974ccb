import { createHash } from "node:crypto";
import { emptyRepository, missingBase } from "../branch-name.ts";
import { toBlobId } from "../git/blob-id.ts";
import type { CommitInfo } from "../own-commit.ts";
import { foldersOf, type Snapshot, type TreeEntry } from "../plan-change.ts";

/** A commit with all its files. */
export interface MemoryCommit extends CommitInfo {
  id: string;
  parent?: string;
  files: ReadonlyMap<string, MemoryFile>;
}

export interface MemoryFile {
  mode: string;
  content: Uint8Array;
}

/** A repository held in memory: commits by id and branches. */
export interface MemoryRepository {
  readonly branches: Map<string, string>;
  commit(id: string): MemoryCommit;
  add(commit: Omit<MemoryCommit, "id">): string;
}

export const DEFAULT_BRANCH = "main";

/** Creates a repository; without files it has no commit and no branch. */
export function createMemoryRepository(files: ReadonlyMap<string, MemoryFile>): MemoryRepository {
  const commits = new Map<string, MemoryCommit>();
  const branches = new Map<string, string>();
  const repository: MemoryRepository = {
    branches,
    commit(id) {
      const found = commits.get(id);
      if (!found) throw new Error(`no commit ${id}`);
      return found;
    },
    add(commit) {
      const id = createHash("sha1").update(`${commits.size} ${commit.parent} ${commit.message}`).digest("hex");
      commits.set(id, { ...commit, id });
      return id;
    },
  };
  const nobody = { name: "Somebody", email: "somebody@example.com" };
  if (files.size > 0) branches.set(DEFAULT_BRANCH, repository.add({ author: nobody, committer: nobody, message: "First commit", files }));
  return repository;
}

/** The commit a branch stands at; throws UserError when there is no such branch. */
export function readHead(repository: MemoryRepository, name: string, branch: string): MemoryCommit {
  const id = repository.branches.get(branch);
  if (id !== undefined) return repository.commit(id);
  throw repository.branches.size === 0 ? emptyRepository(name) : missingBase(name, branch);
}

/** All files and folders of a commit. */
export function toSnapshot({ files }: MemoryCommit): Snapshot {
  const snapshot = new Map<string, TreeEntry>();
  for (const [path, { mode, content }] of files) {
    for (const folder of foldersOf(path)) snapshot.set(folder, { mode: "040000", id: "" });
    snapshot.set(path, { mode, id: toBlobId(content) });
  }
  return snapshot;
}

/** Whether two commits hold the same files. */
export function hasSameFiles(a: ReadonlyMap<string, MemoryFile>, b: ReadonlyMap<string, MemoryFile>): boolean {
  if (a.size !== b.size) return false;
  return [...a].every(([path, file]) => {
    const other = b.get(path);
    return other?.mode === file.mode && Buffer.from(other.content).equals(file.content);
  });
}
