import type { Design } from "../design.ts";
import type { FileState } from "../penpot.ts";

/** A file's revision that a recipe was run for. */
export type SyncedState = Pick<FileState, "revn" | "vern" | "modifiedAt">;

/**
 * The state to remember after a run. Where the listing speaks of the revision that was read, its own words are kept,
 * so that the next listing compares equal even if the file and the listing write the same instant differently.
 */
export function toSyncedState(design: Design, listed: FileState): SyncedState {
  const isSame = design.revn === listed.revn && design.vern === listed.vern;
  const modifiedAt = isSame ? listed.modifiedAt : (design.modifiedAt ?? "");
  return { revn: design.revn, vern: design.vern, modifiedAt };
}

/** Whether a listed file stands where it was synced. `revn` may fall and the date go back, so only equality counts (integration §10.32). */
export function isSynced(file: FileState, synced: SyncedState | undefined): boolean {
  if (!synced || file.revn !== synced.revn || file.vern !== synced.vern) return false;
  return file.modifiedAt === synced.modifiedAt || Date.parse(file.modifiedAt) === Date.parse(synced.modifiedAt);
}
