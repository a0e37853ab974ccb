import { isSynced } from "../engine/synced.ts";
import { PermanentError, toErrorRecord, UserError } from "../errors.ts";
import type { Event } from "../event.ts";
import type { Logger } from "../log.ts";
import type { Recipe } from "../recipe.ts";
import type { Run, RunOutcome } from "../run.ts";
import type { WorkerParts } from "./parts.ts";
import type { RunHost } from "./run-thread/index.ts";

/** Does a run that the queue hands over, and remembers the revision it was done for. */
export async function processRun(parts: WorkerParts, run: Run, signal: AbortSignal): Promise<RunOutcome> {
  const recipe = parts.recipes.find(({ name }) => name === run.recipe);
  if (!recipe) return { state: "skipped", notes: [{ level: "info", message: `There is no recipe ${run.recipe} any more.` }] };
  const log = parts.log.child({ run: run.id, recipe: run.recipe });
  try {
    return await execute(parts, recipe, run, signal);
  } catch (error) {
    if (!signal.aborted) logFailure(log, run, error);
    // Another text of the recipe or another revision may go well; until then the timer tries now and then only.
    const listed = parts.rooms.sources.find(run.file.instance, run.file.fileId);
    if (isLasting(error) && listed) await parts.stores.setSynced(recipe.hash, run.file, { ...listed, failedAt: Date.now() });
    throw error;
  }
}

/** What Penpot says of a file that it, or we, cannot handle: too large, of an old kind, refused. */
const FILE_TROUBLE: ReadonlySet<string> = new Set([
  "PENPOT_REFUSED",
  "PENPOT_ANSWER_TOO_LARGE",
  "PENPOT_ANSWER_UNEXPECTED",
  "PENPOT_FILE_UNREADABLE",
]);

/** Whether the same recipe meets the same trouble at the same revision again. */
function isLasting(error: unknown): boolean {
  return error instanceof UserError || (error instanceof PermanentError && FILE_TROUBLE.has(error.code));
}

/** Events after which a file has another revision or date, or is new (integration §4, file-model §11.1). The others change what a recipe may speak of, not the file. */
const TOLD_BY_REVISION: ReadonlySet<string> = new Set([
  "update-file",
  "create-file",
  "rename-file",
  "set-file-shared",
  "delete-file",
  "duplicate-file",
  "duplicate-project",
  "clone-template",
  "import-binfile",
]);

function isToldByRevision({ trigger, name }: Event): boolean {
  return trigger === "reconcile" || (trigger === "penpot" && TOLD_BY_REVISION.has(name));
}

async function execute(parts: WorkerParts, recipe: Recipe, run: Run, signal: AbortSignal): Promise<RunOutcome> {
  const { rooms, stores } = parts;
  const host: RunHost = {
    lookup: rooms.sources.lookup,
    isSynced: async (file) => run.events.every(isToldByRevision) && isSynced(file, await stores.getSynced(recipe.hash, run.file)),
  };
  const { synced, ...outcome } = await parts.runThread.execute({ run, recipe }, host, signal);
  // While somebody else's commit is on the branch the change is not proposed: the timer must find it again.
  if (synced && outcome.state !== "hands-off") await stores.setSynced(recipe.hash, run.file, synced);
  return outcome;
}

function logFailure(log: Logger, { file, attempt }: Run, error: unknown): void {
  const { class: kind, code, message, hint, stack } = toErrorRecord(error);
  const fields = { file: file.fileId, attempt, class: kind, code, reason: message, ...(hint && { hint }), ...(stack && { stack }) };
  if (kind === "transient") log.warn(fields, "Run failed for now; it is tried again");
  else log.error(fields, "Run failed");
}
