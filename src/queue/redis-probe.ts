import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { TransientError, UserError } from "../errors.ts";
import type { Logger } from "../log.ts";

/** Where a Redis listens, credentials included. */
export interface RedisAddress {
  host: string;
  port: number;
  db: number;
  username?: string;
  password?: string;
  tls?: { servername: string };
}

/** A Redis to use; `stop` ends the server when it is ours. */
export interface RedisServer {
  address: RedisAddress;
  stop(): Promise<void>;
}

const OLDEST = [6, 2] as const;
const PATIENCE_MS = 15_000;

/** Asks until Redis answers and has loaded its data; gives up after 15 s or when `isDead` says so. Returns what INFO says. */
export async function waitForRedis(address: RedisAddress, signal: AbortSignal, isDead: () => boolean = () => false): Promise<string> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    signal.throwIfAborted();
    try {
      const info = await askRedis(address, (redis) => redis.info());
      if (!/^loading:1/m.test(info)) return info;
    } catch (error) {
      if (isRefused(error)) throw toRefusal(address, error);
      if (isDead() || Date.now() > end) throw toAway(address, error);
    }
    if (isDead() || Date.now() > end) throw toAway(address, undefined);
    await sleep(100, undefined, { signal });
  }
}

/** One question on a connection of its own; throws at once what went wrong. */
export async function askRedis<Answer>(address: RedisAddress, ask: (redis: Redis) => Promise<Answer>): Promise<Answer> {
  const redis = new Redis({
    ...address,
    lazyConnect: true,
    connectTimeout: 2000,
    commandTimeout: 2000,
    enableReadyCheck: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let first: Error | undefined;
  redis.on("error", (error) => {
    first ??= error;
  });
  try {
    await redis.connect();
    return await ask(redis);
  } catch (error) {
    throw first ?? error;
  } finally {
    redis.disconnect();
  }
}

/** Warns of what would lose runs: a server that is too old, or one that evicts keys. `info` is what INFO says. */
export function checkRedis(info: string, log: Logger): void {
  const version = /^redis_version:(\S+)/m.exec(info)?.[1] ?? "unknown";
  const [major = 0, minor = 0] = version.split(".").map((part) => Number(part) || 0);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    log.warn({ version }, "This Redis is older than 6.2, which Penops is not tested with: use Redis 6.2 or newer, or Valkey");
  }
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
  if (policy !== undefined && policy !== "noeviction") {
    log.warn({ policy }, "This Redis may evict queued runs when its memory is full: set maxmemory-policy to noeviction");
  }
}

function isRefused(error: unknown): boolean {
  return (
    error instanceof Error &&
    /WRONGPASS|NOAUTH|NOPERM|invalid password|invalid username|without any password configured/i.test(error.message)
  );
}

function toRefusal(address: RedisAddress, cause: unknown): UserError {
  return new UserError(
    "REDIS_AUTH",
    `Redis at ${address.host}:${address.port} did not accept the credentials: ${(cause as Error).message}`,
    {
      hint: "Check the user and the password in `redis.url`.",
      cause,
    },
  );
}

function toAway(address: RedisAddress, cause: unknown): TransientError {
  const why = cause instanceof Error ? cause.message || (cause as { code?: string }).code : "it is still loading its data";
  return new TransientError("REDIS_AWAY", `Could not reach Redis at ${address.host}:${address.port}: ${why}`, {
    hint: "Check `redis.url` and that the server runs. Leave `redis.url` out to let Penops start its own.",
    cause,
  });
}
