import type { Proposal } from "../forge.ts";
import type { RunOutcome, SyncedState } from "../run.ts";
import { prepareRun, type RunDeps, type RunInput } from "./prepare-run.ts";
import { toSyncedState } from "./synced.ts";

export type { RunDeps, RunInput } from "./prepare-run.ts";

/** What became of a run, and the revision that is in step with the repository now; none when the run was skipped. */
export interface ExecutedRun extends RunOutcome {
  synced?: SyncedState;
}

/** Does a run: reads the design, runs the steps, and has the forge propose what they made. Throws the error classes of the rooms it uses. */
export async function executeRun(input: RunInput, deps: RunDeps): Promise<ExecutedRun> {
  const { log, signal } = deps;
  log.info({ file: input.run.file.fileId, attempt: input.run.attempt }, "Run started");
  const prepared = await prepareRun(input, deps);
  if (prepared.state === "skipped") {
    log.info({ state: "skipped", reason: prepared.notes[0]?.message }, "Run ended");
    return { state: "skipped", notes: prepared.notes };
  }
  signal.throwIfAborted();
  const { forge, repository, changeSet, notes, design, file } = prepared;
  const proposal = await forge.ensurePullRequest(repository, changeSet, signal);
  const state = toState(proposal);
  log.info({ state, revn: design.revn, changes: proposal.changes, url: proposal.url }, "Run ended");
  return {
    state,
    proposal,
    repository: `${forge.name}:${repository}`,
    notes,
    revn: design.revn,
    synced: toSyncedState(design, file),
  };
}

function toState({ state }: Proposal): RunOutcome["state"] {
  if (state === "hands-off") return "hands-off";
  return state === "none" || state === "closed" ? "nothing" : "proposed";
}
