import type { ChangeSet } from "../../change-set.ts";
import type { Comparison } from "../../forge.ts";
import { type Branches, type BranchResult, type BranchRules, decideBranch } from "../branches.ts";
import { type Identity, isOwnCommit } from "../own-commit.ts";
import { type PlannedChange, planChange, readChangeSet, type Wanted } from "../plan-change.ts";
import { toBlobId } from "./blob-id.ts";
import type { Git, GitCache, ObjectFormat, Remote } from "./cache.ts";
import { fetchBranches, toLocalRef } from "./fetch.ts";
import { readBlobs } from "./read-blobs.ts";
import type { Commit } from "./read-objects.ts";
import { readSnapshot } from "./read-snapshot.ts";
import { type RemoteRefs, readRemoteRefs, toRef } from "./remote-refs.ts";
import { writeCommit } from "./write-commit.ts";

export interface GitBranchesOptions {
  cache: GitCache;
  /** Where a repository is and how to get in; asked anew for every piece of work, since tokens expire. */
  locate: (repository: string, signal: AbortSignal) => Promise<Remote>;
  identity: Identity;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/** Base and our branch as they stand, and what the change set changes. */
interface Inspection {
  baseCommit: string;
  head?: Commit;
  changes: readonly PlannedChange[];
}

/** Branches in real repositories, read and written with as little transfer as git allows. */
export function createGitBranches({ cache, locate, identity, now }: GitBranchesOptions): Branches {
  async function look(remote: Remote, change: ChangeSet, signal: AbortSignal): Promise<RemoteRefs> {
    return cache.outside(remote, signal, (git) => readRemoteRefs(git, remote.repository, change.branch, change.base));
  }

  return {
    async compare(repository, change, signal) {
      const wanted = readChangeSet(change);
      const remote = await locate(repository, signal);
      const refs = await look(remote, change, signal);
      return cache.inside(remote, refs.format, signal, async (git) => {
        const { baseCommit, changes } = await inspect(git, change.branch, wanted, refs);
        return { base: refs.base, baseCommit, changes: await withContents(git, changes) };
      });
    },

    async ensure(repository, change, rules, signal) {
      const wanted = readChangeSet(change);
      const remote = await locate(repository, signal);
      const refs = await look(remote, change, signal);
      return cache.inside(remote, refs.format, signal, async (git) => {
        const found = await inspect(git, change.branch, wanted, refs);
        const result = await judge(git, change.branch, refs.base, found, rules, identity);
        if (result.state !== "created" && result.state !== "updated") return result;
        const commit = await writeCommit(git, {
          ref: toLocalRef(change.branch),
          parent: found.baseCommit,
          message: change.message,
          identity,
          time: Math.floor(now() / 1000),
          changes: found.changes,
        });
        await push(git, change.branch, commit, found.head?.id);
        return { ...result, head: commit };
      });
    },

    async remove(repository, branch, commit, signal) {
      const remote = await locate(repository, signal);
      const format: ObjectFormat = commit.length === 64 ? "sha256" : "sha1";
      await cache.inside(remote, format, signal, (git) => push(git, branch, "", commit));
    },
  };
}

async function inspect(git: Git, branch: string, wanted: Wanted, refs: RemoteRefs): Promise<Inspection> {
  const { base, root, head } = await fetchBranches(git, branch, refs);
  const snapshot = await readSnapshot(git, root, wanted);
  const changes = planChange(wanted, snapshot, (content) => toBlobId(content, refs.format));
  return { baseCommit: base.id, changes, ...(head && { head }) };
}

async function judge(git: Git, branch: string, base: string, found: Inspection, rules: BranchRules, us: Identity): Promise<BranchResult> {
  const { head, baseCommit, changes } = found;
  const isFree = head === undefined || head.id === baseCommit || isOwnCommit(head, us) || rules.isMerged(head.id);
  const isOnBase = head?.parents.length === 1 && head.parents[0] === baseCommit;
  const saysIt = isOnBase && (await isDifference(git, baseCommit, head.id, changes));
  return decideBranch({ branch, base, baseCommit, changes, rules, isFree, saysIt, ...(head && { head }) });
}

/** Whether two commits differ in just the planned changes. */
async function isDifference(git: Git, from: string, to: string, changes: readonly PlannedChange[]): Promise<boolean> {
  const fields = (await git(["diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", from, to])).toString().split("\0");
  const planned = new Map(changes.map((change) => [change.path, change]));
  if (fields.length !== changes.length * 2 + 1) return false;
  return changes.every((_, index) => {
    const [, mode, , id, status] = (fields[index * 2] ?? "").split(" ");
    const change = planned.get(fields[index * 2 + 1] ?? "");
    if (change === undefined) return false;
    return change.kind === "deleted" ? status === "D" : change.mode === mode && change.id === id;
  });
}

async function withContents(git: Git, changes: readonly PlannedChange[]): Promise<Comparison["changes"]> {
  const blobs = await readBlobs(
    git,
    changes.flatMap(({ before }) => (before ? [before.id] : [])),
  );
  return changes.map(({ path, kind, before, content }) => {
    const old = before && blobs.get(before.id);
    return { path, kind, ...(old && { before: old }), ...(content && { after: content }) };
  });
}

/** Moves the branch to the commit (deletes it for ""), unless it left the place where we saw it. */
async function push(git: Git, branch: string, commit: string, expected = ""): Promise<void> {
  const ref = toRef(branch);
  const lease = `--force-with-lease=${ref}:${expected}`;
  await git(["push", "--quiet", "--porcelain", "--no-thin", "--no-verify", lease, "origin", `${commit}:${ref}`]);
}
