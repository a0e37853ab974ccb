import { TransientError } from "../errors.ts";

/** How often and after which waits (milliseconds) a run is tried again. */
export interface RetryPolicy {
  /** Attempts in all, the first included. */
  attempts: number;
  /** The wait after the first failure; doubled each time up to `maxMs`. */
  baseMs: number;
  maxMs: number;
}

export type RetryDecision = { retry: false } | { retry: true; delayMs: number };

/**
 * What becomes of a run that failed in this attempt (from 1). Only TransientError is tried again: not before its `retryAfterMs`,
 * else after half to all of the exponential wait. `random` gives 0 to 1.
 */
export function decideRetry(error: unknown, attempt: number, random: () => number, policy: RetryPolicy): RetryDecision {
  if (!(error instanceof TransientError) || attempt >= policy.attempts) return { retry: false };
  const told = error.retryAfterMs;
  if (told !== undefined && Number.isFinite(told) && told >= 0) {
    // a little later than told, so that not all runs come back in the same moment
    return { retry: true, delayMs: Math.ceil(told + random() * policy.baseMs) };
  }
  const wait = Math.min(policy.maxMs, policy.baseMs * 2 ** (attempt - 1));
  return { retry: true, delayMs: Math.ceil((wait * (1 + random())) / 2) };
}
