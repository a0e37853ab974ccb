import { TransientError } from "../../errors.ts";
import { checkBranchNames } from "../branch-name.ts";
import { type Branches, decideBranch } from "../branches.ts";
import { toBlobId } from "../git/blob-id.ts";
import { type Identity, isOwnCommit } from "../own-commit.ts";
import { type PlannedChange, planChange, readChangeSet } from "../plan-change.ts";
import {
  DEFAULT_BRANCH,
  hasSameFiles,
  type MemoryCommit,
  type MemoryFile,
  type MemoryRepository,
  readHead,
  toSnapshot,
} from "./repository.ts";

/** Branches of repositories held in memory. `open` throws for a repository that is not there. */
export function createMemoryBranches(open: (repository: string) => MemoryRepository, identity: Identity): Branches {
  function inspect(name: string, change: Parameters<Branches["compare"]>[1]) {
    const repository = open(name);
    const base = change.base ?? DEFAULT_BRANCH;
    checkBranchNames(name, change.branch, base);
    const baseCommit = readHead(repository, name, base);
    return {
      repository,
      base,
      baseCommit,
      changes: planChange(readChangeSet(change), toSnapshot(baseCommit), (content) => toBlobId(content)),
    };
  }

  return {
    async compare(name, change) {
      const { base, baseCommit, changes } = inspect(name, change);
      const withContents = changes.map(({ path, kind, before, content }) => {
        const old = before && baseCommit.files.get(path)?.content;
        return { path, kind, ...(old && { before: old }), ...(content && { after: content }) };
      });
      return { base, baseCommit: baseCommit.id, changes: withContents };
    },

    async ensure(name, change, rules) {
      const { repository, base, baseCommit, changes } = inspect(name, change);
      const { branch } = change;
      const headId = repository.branches.get(branch);
      const head = headId === undefined ? undefined : repository.commit(headId);
      const files = applyChanges(baseCommit, changes);
      const result = decideBranch({
        branch,
        base,
        baseCommit: baseCommit.id,
        changes,
        rules,
        isFree: head === undefined || head.id === baseCommit.id || isOwnCommit(head, identity) || rules.isMerged(head.id),
        saysIt: head?.parent === baseCommit.id && hasSameFiles(head.files, files),
        ...(head && { head }),
      });
      if (result.state !== "created" && result.state !== "updated") return result;
      const id = repository.add({ author: identity, committer: identity, message: change.message, parent: baseCommit.id, files });
      repository.branches.set(branch, id);
      return { ...result, head: id };
    },

    async remove(name, branch, commit) {
      const { branches } = open(name);
      if (branches.get(branch) !== commit) throw new TransientError("BRANCH_MOVED", `The branch in ${name} moved while we were writing.`);
      branches.delete(branch);
    },
  };
}

function applyChanges({ files }: MemoryCommit, changes: readonly PlannedChange[]): ReadonlyMap<string, MemoryFile> {
  const next = new Map(files);
  for (const { path, kind } of changes) if (kind === "deleted") next.delete(path);
  for (const { path, mode, content } of changes) if (content && mode) next.set(path, { mode, content });
  return next;
}
