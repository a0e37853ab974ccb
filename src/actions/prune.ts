import type { StepResult } from "../action.ts";

/** What a step that owns a folder says of it: files there are deleted only when the step made some, for a mistyped glob makes none. */
export function pruneOf(folder: string | undefined, made: number, why: string): Required<Pick<StepResult, "prune" | "keep" | "notes">> {
  if (folder === undefined) return { prune: [], keep: [], notes: [] };
  if (made > 0) return { prune: [folder], keep: [], notes: [] };
  // Another step may own the same folder, or one around it.
  return { prune: [], keep: [folder], notes: [{ level: "warning", message: `${why}, so nothing was deleted from ${folder}.` }] };
}
