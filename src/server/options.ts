import type { DeliveryLog } from "../delivery.ts";
import type { Logger } from "../log.ts";

/** Whether this process can do its work; `reasons` says, for a person, why not. They are answered to anybody: no secrets in them. */
export interface Health {
  ready: boolean;
  reasons: readonly string[];
}

/** How long things may take, in milliseconds. */
export interface Timeouts {
  /** Until a request's headers have arrived. */
  headers: number;
  /** Until a request has arrived whole. */
  request: number;
  /** Until the store has a delivery; Penpot gives up after four seconds (integration §1.2). */
  append: number;
  /** Until a probe's question is answered. */
  probe: number;
  /** How often connections are checked against the first two. */
  check: number;
}

/** What the server needs; it creates none of it and closes none of it. */
export interface ServerOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** In bytes. */
  bodyLimit: number;
  /** The current secret first, then those that are still accepted. */
  secrets: readonly string[];
  /** The names of the configured Penpot instances. */
  instances: readonly string[];
  deliveries: DeliveryLog;
  health(): Promise<Health>;
  /** Whether a self-test's event with this nonce came back from Penpot. */
  hasSeenNonce(nonce: string): Promise<boolean>;
  /** Answered at `/status` to anybody; without it there is no such path. */
  status?(): Promise<unknown>;
  log: Logger;
  now?(): number;
  timeouts?: Partial<Timeouts>;
}

export const DEFAULT_TIMEOUTS: Timeouts = { headers: 5_000, request: 10_000, append: 2_000, probe: 2_000, check: 1_000 };
