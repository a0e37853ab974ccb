import type { Artifact } from "./artifact.ts";

/** What a branch shall look like, and the pull request that proposes it. */
export interface ChangeSet {
  /** The branch to propose against; the repository's default branch when absent. */
  base?: string;
  branch: string;
  title: string;
  /** Markdown; the forge adds its hidden marker. */
  body: string;
  /** The commit's whole message, trailers included. */
  message: string;
  labels: readonly string[];
  files: readonly Artifact[];
  /** Folders the recipe owns: what is there and neither in `files` nor in `keep` goes away. Empty when the reading was incomplete. */
  prune: readonly string[];
  /** Paths that stay as they are on the base although a pruned folder holds them: made from entities that could not be drawn this time. */
  keep: readonly string[];
}
