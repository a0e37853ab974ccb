import type { PictureCheck } from "../action.ts";
import type { ChangeSet } from "../change-set.ts";
import type { Comparison, FileChange } from "../forge.ts";
import type { Note } from "../run.ts";
import { prepareRun, type RunDeps, type RunInput } from "./prepare-run.ts";

export type { RunDeps, RunInput } from "./prepare-run.ts";

/** What a run would do. `skipped` has notes only. */
export type Plan =
  | {
      state: "ready";
      /** As in the recipe: `<forge name>:<path>`. */
      repository: string;
      changeSet: ChangeSet;
      comparison: Comparison;
      notes: readonly Note[];
      /** Pictures whose bytes differ from the base, as they were judged. */
      pictures: readonly PictureCheck[];
      revn: number;
    }
  | { state: "skipped"; notes: readonly Note[] };

/** Does a run up to the comparison with the base; nothing is written anywhere. Throws as `executeRun`. */
export async function planRun(input: RunInput, deps: RunDeps): Promise<Plan> {
  const prepared = await prepareRun(input, deps);
  if (prepared.state === "skipped") return prepared;
  const { forge, repository, changeSet, comparison, notes, pictures, design } = prepared;
  return { state: "ready", repository: `${forge.name}:${repository}`, changeSet, comparison, notes, pictures, revn: design.revn };
}

/** A plan as plain data, for `--json`; contents stay out, their sizes in bytes are in. */
export function toPlanData(plan: Plan): Record<string, unknown> {
  if (plan.state === "skipped") return { state: plan.state, notes: plan.notes };
  const { repository, changeSet, comparison, notes, pictures, revn } = plan;
  const { branch, title, body, message, labels } = changeSet;
  return {
    state: comparison.changes.length > 0 ? "changes" : "nothing",
    repository,
    base: comparison.base,
    ...(comparison.baseCommit !== undefined && { baseCommit: comparison.baseCommit }),
    branch,
    title,
    body,
    message,
    labels,
    revn,
    changes: comparison.changes.map(toChangeData),
    pictures: pictures.map(toPictureData),
    notes,
  };
}

// JSON has no infinity: null says that the pictures cannot be compared.
function toPictureData({ path, difference, tolerance, kept }: PictureCheck): Record<string, unknown> {
  return { path, difference: Number.isFinite(difference) ? difference : null, tolerance, kept };
}

function toChangeData({ path, kind, before, after }: FileChange): Record<string, unknown> {
  return { path, kind, ...(before && { sizeBefore: before.length }), ...(after && { sizeAfter: after.length }) };
}
