import type { ChangeSet } from "../../src/change-set.ts";
import type { Comparison, FileChange, Forge } from "../../src/forge.ts";

/** A forge with one repository in memory. */
export interface FakeForge extends Forge {
  /** The base branch: path → text. */
  base: Map<string, string>;
  /** What it was asked to propose. */
  proposed: { repository: string; change: ChangeSet }[];
}

/** Creates a fake whose base holds these files. */
export function createFakeForge(files: Record<string, string> = {}, name = "github"): FakeForge {
  const base = new Map(Object.entries(files));
  const proposed: FakeForge["proposed"] = [];
  return {
    name,
    type: "memory",
    base,
    proposed,
    check: async () => "bot",
    compare: async (_, change, signal) => {
      signal.throwIfAborted();
      return compare(base, change);
    },
    ensurePullRequest: async (repository, change, signal) => {
      signal.throwIfAborted();
      proposed.push({ repository, change });
      const { changes } = compare(base, change);
      const count = (kind: string) => changes.filter((one) => one.kind === kind).length;
      return {
        state: changes.length > 0 ? "created" : "none",
        branch: change.branch,
        changes: { added: count("added"), modified: count("modified"), deleted: count("deleted") },
        paths: changes.map(({ path }) => path),
        ...(changes.length > 0 && { number: 1, url: "https://github.example/acme/web/pull/1" }),
      };
    },
  };
}

function compare(base: ReadonlyMap<string, string>, { files, prune, keep, base: branch = "main" }: ChangeSet): Comparison {
  const changes: FileChange[] = files.flatMap(({ path, content }): FileChange[] => {
    const before = base.get(path);
    if (before === undefined) return [{ path, kind: "added", after: content }];
    return before === Buffer.from(content).toString() ? [] : [{ path, kind: "modified", before: Buffer.from(before), after: content }];
  });
  const stays = new Set([...files.map(({ path }) => path), ...keep]);
  for (const [path, text] of base) {
    if (!stays.has(path) && prune.some((folder) => path.startsWith(`${folder}/`)))
      changes.push({ path, kind: "deleted", before: Buffer.from(text) });
  }
  return { base: branch, baseCommit: "c0ffee", changes: changes.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}
