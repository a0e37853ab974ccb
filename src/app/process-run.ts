import { actions } from "../actions/index.ts";
import { executeRun } from "../engine/execute-run.ts";
import { isSynced } from "../engine/synced.ts";
import { UserError } from "../errors.ts";
import type { Recipe } from "../recipe.ts";
import type { Run, RunOutcome } from "../run.ts";
import type { WorkerParts } from "./parts.ts";

/** Does a run that the queue hands over, and remembers the revision it was done for. */
export async function processRun(parts: WorkerParts, run: Run, signal: AbortSignal): Promise<RunOutcome> {
  const recipe = parts.recipes.find(({ name }) => name === run.recipe);
  if (!recipe) return { state: "skipped", notes: [{ level: "info", message: `There is no recipe ${run.recipe} any more.` }] };
  try {
    return await execute(parts, recipe, run, signal);
  } catch (error) {
    // Another text of the recipe or another revision may go well; until then the timer need not try.
    const listed = parts.rooms.sources.find(run.file.instance, run.file.fileId);
    if (error instanceof UserError && listed) await parts.stores.setSynced(recipe.hash, run.file, { ...listed, failed: true });
    throw error;
  }
}

async function execute({ log, rooms, stores }: WorkerParts, recipe: Recipe, run: Run, signal: AbortSignal): Promise<RunOutcome> {
  const { synced, ...outcome } = await executeRun(
    { run, recipe },
    {
      actions,
      penpot: (instance) => rooms.penpots.get(instance),
      forge: (name) => rooms.forges.get(name),
      sources: rooms.sources,
      async isSynced(file) {
        const state = await stores.getSynced(recipe.hash, run.file);
        return state?.failed !== true && isSynced(file, state);
      },
      log: log.child({ run: run.id }),
      signal,
    },
  );
  // While somebody else's commit is on the branch the change is not proposed: the timer must find it again.
  if (synced && outcome.state !== "hands-off") await stores.setSynced(recipe.hash, run.file, synced);
  return outcome;
}
