import type { JobState } from "bullmq";
import type { ErrorRecord } from "../errors.ts";
import type { Event } from "../event.ts";
import type { RunRecord } from "../run.ts";
import type { RunJob } from "./run-store.ts";

/** The BullMQ states behind each state of a run. */
export const JOB_STATES = {
  waiting: ["waiting", "delayed", "prioritized"],
  running: ["active"],
  done: ["completed"],
  failed: ["failed"],
} as const;

/** A run's state from its job's; undefined when the job is gone. */
export function toRunState(state: JobState | "unknown"): RunRecord["state"] | undefined {
  if (state === "active") return "running";
  if (state === "completed") return "done";
  if (state === "failed") return "failed";
  return state === "unknown" ? undefined : "waiting";
}

/** A job as the run it stands for; `waiting` are the events it will be handed when it starts. */
export function toRunRecord(job: RunJob, state: RunRecord["state"], waiting: readonly Event[]): RunRecord {
  const { recipe, file, events } = job.data;
  const hasEnded = state === "done" || state === "failed";
  const error = state === "done" ? undefined : parseFailure(job.failedReason);
  return {
    id: String(job.id),
    recipe,
    file,
    state,
    attempt: job.attemptsMade + (hasEnded ? 0 : 1),
    events: withoutDoubles([...events, ...waiting]),
    queuedAt: job.timestamp,
    ...(job.processedOn !== undefined && { startedAt: job.processedOn }),
    ...(hasEnded && job.finishedOn !== undefined && { finishedAt: job.finishedOn }),
    ...(state === "done" && job.returnvalue && { outcome: job.returnvalue }),
    ...(error && { error }),
  };
}

/** The same event may have been stored twice when storing was tried again. */
export function withoutDoubles(events: readonly Event[]): Event[] {
  return [...new Map(events.map((event) => [event.id, event])).values()];
}

/** The failed reason BullMQ stores in the same step as the state: the record itself. */
export function toFailedReason(record: ErrorRecord): string {
  return JSON.stringify(record);
}

function parseFailure(reason: string | undefined): ErrorRecord | undefined {
  if (reason === undefined || reason === "") return undefined;
  try {
    return JSON.parse(reason) as ErrorRecord;
  } catch {
    return { class: "bug", code: "BUG", message: reason }; // from BullMQ itself
  }
}
