import { createHash } from "node:crypto";
import type { ChangeSet } from "../change-set.ts";
import type { ChangeCounts, Comparison } from "../forge.ts";
import { type CommitInfo, explainHandsOff } from "./own-commit.ts";
import { countChanges, type PlannedChange } from "./plan-change.ts";

/** What only the pull requests of a host can tell about a branch and its content. */
export interface BranchRules {
  /** The head was merged already: its branch may go, whoever wrote the commit. */
  isMerged(commit: string): boolean;
  /** A person closed a pull request with exactly this content. */
  isMuted(digest: string): boolean;
}

/**
 * What became of the branch: `equal` nothing differs from base, nothing was written · `muted` and `hands-off` nothing was written ·
 * `unchanged` it said this already · `created`, `updated` one commit was pushed.
 */
export interface BranchResult {
  state: "equal" | "muted" | "hands-off" | "unchanged" | "created" | "updated";
  base: string;
  /** The branch's head afterwards; absent when there is no such branch. */
  head?: string;
  /** Names the proposed content, whatever commit carries it. */
  digest: string;
  changes: ChangeCounts;
  paths: readonly string[];
  reason?: string;
}

/** Where branches live: git over a transport, or memory. */
export interface Branches {
  compare(repository: string, change: ChangeSet, signal: AbortSignal): Promise<Comparison>;
  /** Makes the branch one commit on top of base that says what the change set says; never removes it. */
  ensure(repository: string, change: ChangeSet, rules: BranchRules, signal: AbortSignal): Promise<BranchResult>;
  /** Deletes the branch if it still stands at that commit; TransientError BRANCH_MOVED when it does not. */
  remove(repository: string, branch: string, commit: string, signal: AbortSignal): Promise<void>;
}

/** A branch and its base as they were found; `changes` is what the change set changes on the base. */
export interface FoundBranch {
  branch: string;
  base: string;
  baseCommit: string;
  head?: CommitInfo & { id: string };
  changes: readonly PlannedChange[];
  /** Nobody's work is lost when the branch is overwritten. */
  isFree: boolean;
  /** The branch is one commit on top of base that changes just this. */
  saysIt: boolean;
  rules: BranchRules;
}

/** Decides what shall happen to the branch; `created` and `updated` are still to be done. */
export function decideBranch({ branch, base, baseCommit, head, changes, isFree, saysIt, rules }: FoundBranch): BranchResult {
  const digest = toDigest(changes);
  const paths = changes.map(({ path }) => path);
  const result = { base, digest, changes: countChanges(changes), paths, ...(head && { head: head.id }) };
  if (head && !isFree) return { ...result, state: "hands-off", reason: explainHandsOff(branch, head.id, head) };
  if (changes.length === 0) return { ...result, state: "equal" };
  if (rules.isMuted(digest)) return { ...result, state: "muted" };
  if (saysIt) return { ...result, state: "unchanged" };
  return { ...result, state: head && head.id !== baseCommit ? "updated" : "created" };
}

function toDigest(changes: readonly PlannedChange[]): string {
  const hash = createHash("sha256");
  for (const { path, id } of changes) hash.update(JSON.stringify([path, id ?? null]));
  return hash.digest("hex").slice(0, 32);
}
