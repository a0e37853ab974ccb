import type { FileRef } from "./design.ts";
import type { ErrorRecord } from "./errors.ts";
import type { Event } from "./event.ts";
import type { Proposal } from "./forge.ts";

/** One recipe done once for one design file. `events` are all that were coalesced into it. */
export interface Run {
  id: string;
  recipe: string;
  file: FileRef;
  events: readonly Event[];
  /** From 1. */
  attempt: number;
}

/** Something a person should know about a run that did not stop it. */
export interface Note {
  level: "info" | "warning";
  message: string;
}

/** How a run ended. */
export interface RunOutcome {
  /** `skipped`: the file's revision was already synced, or it is gone. */
  state: "proposed" | "nothing" | "hands-off" | "skipped";
  proposal?: Proposal;
  repository?: string;
  notes: readonly Note[];
  /** The file's revision that was read. */
  revn?: number;
}

/** A run as it is remembered; times are milliseconds since the epoch. */
export interface RunRecord {
  id: string;
  recipe: string;
  file: FileRef;
  state: "waiting" | "running" | "done" | "failed";
  attempt: number;
  events: readonly Event[];
  queuedAt: number;
  startedAt?: number;
  finishedAt?: number;
  outcome?: RunOutcome;
  error?: ErrorRecord;
}
