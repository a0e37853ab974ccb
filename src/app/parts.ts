import type { Config } from "../config/config.ts";
import type { Dispatcher } from "../engine/dispatch.ts";
import type { Logger } from "../log.ts";
import type { NonceStore, RedisHandle, RunQueue, SyncedStore } from "../queue/index.ts";
import type { Recipe } from "../recipe.ts";
import type { Rooms } from "../rooms.ts";
import type { RunThread } from "./run-thread/index.ts";

/** What the worker's half of the daemon is made of. */
export interface WorkerParts {
  config: Config;
  log: Logger;
  rooms: Rooms;
  runThread: Pick<RunThread, "execute" | "warm">;
  redis: RedisHandle;
  runs: RunQueue;
  stores: SyncedStore & NonceStore;
  recipes: readonly Recipe[];
  /** The current one first. */
  webhookSecrets: readonly [string, ...string[]];
}

/** Our own profile on each instance, as far as it is known. */
export type OwnProfiles = Map<string, string>;

/** The parts of the jobs on the clock. */
export interface ClockParts extends WorkerParts {
  dispatcher: Dispatcher;
  ownProfiles: OwnProfiles;
  /** How many teams' webhooks could not be ensured at the last look. */
  webhooks: { failed: number };
}
