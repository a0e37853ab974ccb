import * as z from "zod";
import type { FileRef } from "./design.ts";
import type { ErrorRecord } from "./errors.ts";
import type { Event } from "./event.ts";
import type { Proposal } from "./forge.ts";

/** A run that is wanted; the queue makes one of all that come for one recipe and file within `quietMs`, but waits no longer than `maxWaitMs`. */
export interface RunRequest {
  recipe: string;
  file: FileRef;
  quietMs: number;
  maxWaitMs: number;
}

/** The revision of a design file that a recipe was done for last. Compare for inequality: both numbers may fall. `failedAt` (epoch milliseconds): the recipe could not do it then. */
export const SyncedState = z.object({ revn: z.number(), vern: z.number(), modifiedAt: z.string(), failedAt: z.number().optional() });
export type SyncedState = z.infer<typeof SyncedState>;

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
