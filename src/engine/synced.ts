import type { Design } from "../design.ts";
import type { FileState } from "../penpot.ts";
import type { SyncedState } from "../run.ts";

/**
 * The state to remember after a run. Where the listing speaks of the revision that was read, its own words are kept,
 * so that the next listing compares equal even if the file and the listing write the same instant differently.
 */
export function toSyncedState(design: Design, listed: FileState): SyncedState {
  const isSame = design.revn === listed.revn && design.vern === listed.vern;
  const modifiedAt = isSame ? listed.modifiedAt : (design.modifiedAt ?? "");
  return { revn: design.revn, vern: design.vern, modifiedAt };
}

/** A recipe that failed for a revision is tried again after so long, in milliseconds: what was wrong may be mended elsewhere. */
const TRY_AGAIN_MS = 3_600_000;

/** Whether the recipe was done for the file as it is listed. */
export function isSynced(file: FileState, synced: SyncedState | undefined): boolean {
  return synced?.failedAt === undefined && isSameRevision(file, synced);
}

/** Whether the timer may leave the file alone: synced, or failed within the hour and since this process started (`since`, epoch milliseconds). */
export function isSettled(file: FileState, synced: SyncedState | undefined, { now, since }: { now: number; since: number }): boolean {
  if (!isSameRevision(file, synced)) return false;
  const failedAt = synced?.failedAt;
  return failedAt === undefined || (failedAt >= since && now - failedAt < TRY_AGAIN_MS);
}

/** `revn` may fall and the date go back, so only equality counts (integration §10.32). */
function isSameRevision(file: FileState, synced: SyncedState | undefined): boolean {
  if (!synced || file.revn !== synced.revn || file.vern !== synced.vern) return false;
  return file.modifiedAt === synced.modifiedAt || Date.parse(file.modifiedAt) === Date.parse(synced.modifiedAt);
}
