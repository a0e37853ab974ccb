import { PermanentError, TransientError, UserError } from "../errors.ts";

const HINT = "Nothing is lost: it is tried again. If this lasts, look at the Redis server and at `redis.url`.";

/** Runs one Redis operation; whatever goes wrong becomes TransientError REDIS_AWAY. `what` completes "Could not …". */
export async function withRedis<Result>(what: string, operation: () => Promise<Result>): Promise<Result> {
  try {
    return await operation();
  } catch (cause) {
    throw toRedisError(what, cause);
  }
}

/** Sorts what ioredis or BullMQ threw; our own errors and programming mistakes pass as they are. */
export function toRedisError(what: string, cause: unknown): unknown {
  if (cause instanceof UserError || cause instanceof TransientError || cause instanceof PermanentError) return cause;
  if (cause instanceof TypeError || cause instanceof RangeError || cause instanceof SyntaxError) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new TransientError("REDIS_AWAY", `Could not ${what}: ${why}`, { hint: HINT, cause });
}

const CONNECTION_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

/** Whether an error only says that the connection is gone; the handle logs that once for all clients. */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: string }).code;
  if (code !== undefined && CONNECTION_CODES.has(code)) return true;
  return /Connection is closed|Connection closed|Command timed out|max retries per request|Stream isn't writeable/i.test(error.message);
}
