import type { Logger } from "../log.ts";
import type { Identity } from "./own-commit.ts";

/** What a forge needs from the process. */
export interface ForgeDeps {
  /** The folder for caches; `git` is made inside. */
  dataDir: string;
  commit: Identity;
  log: Logger;
  /** Milliseconds since the epoch. */
  now?: () => number;
  fetch?: typeof fetch;
  /** Variables git may need (PATH, proxies, certificates); those of the process when left out. */
  env?: Readonly<Record<string, string | undefined>>;
  /** How long one git command may take; ten minutes when left out. */
  gitTimeoutMs?: number;
  /** How long one request to a host's API may take; half a minute when left out. */
  requestTimeoutMs?: number;
}
