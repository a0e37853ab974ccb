import type { ChangeSet } from "./change-set.ts";

/** One file as the change set would change it on the base branch. */
export interface FileChange {
  path: string;
  kind: "added" | "modified" | "deleted";
  before?: Uint8Array;
  after?: Uint8Array;
}

/** What a change set would do, without having done it. Sorted by path. */
export interface Comparison {
  /** The base branch and the commit it stands at; no commit when the repository is empty or unknown. */
  base: string;
  baseCommit?: string;
  changes: readonly FileChange[];
}

export interface ChangeCounts {
  added: number;
  modified: number;
  deleted: number;
}

/**
 * What became of a change set:
 * `none` equal to base, nothing was open · `closed` equal to base, the proposal was withdrawn · `created` · `updated` ·
 * `unchanged` the branch already says this · `hands-off` somebody else's commit is on the branch, nothing was touched.
 */
export interface Proposal {
  state: "none" | "closed" | "created" | "updated" | "unchanged" | "hands-off";
  branch: string;
  commit?: string;
  changes: ChangeCounts;
  /** The changed paths, sorted. */
  paths: readonly string[];
  /** The pull or merge request, where the host has them. */
  url?: string;
  number?: number;
  /** Why, for `hands-off` and `closed`. */
  reason?: string;
}

/** A git host. `repository` is the path on that host (`acme/web`), without the forge's name. Throws only the three error classes. */
export interface Forge {
  readonly name: string;
  readonly type: "git" | "github" | "gitlab" | "memory";
  /** Proves that the host answers and the credentials are accepted; returns who we are there. */
  check(signal: AbortSignal): Promise<string>;
  /** Effect-free: what the change set would change, with the old and the new bytes. */
  compare(repository: string, change: ChangeSet, signal: AbortSignal): Promise<Comparison>;
  /** Idempotent: makes branch, commit and pull request say what the change set says. */
  ensurePullRequest(repository: string, change: ChangeSet, signal: AbortSignal): Promise<Proposal>;
}
