import { Redis, type RedisOptions } from "ioredis";
import { UserError } from "../errors.ts";
import type { Logger } from "../log.ts";
import { startRedisChild } from "./redis-child.ts";
import { startRedisInProcess } from "./redis-in-process.ts";
import { checkRedis, type RedisAddress, type RedisServer, waitForRedis } from "./redis-probe.ts";

/**
 * `producer` fails fast (about a second) when Redis is away and sends what is asked for at the same time together;
 * `receiver` is a producer whose caller limits each wait; `queue` fails fast too and sends at once; `worker` waits until Redis is back, as blocking reads must.
 */
export type ClientRole = "receiver" | "producer" | "queue" | "worker";

/** The Redis this process uses, wherever it came from. */
export interface RedisHandle {
  readonly kind: "external" | "child" | "in-process";
  /** Whether what is stored outlives this process. */
  readonly keeps: boolean;
  /** The address without credentials: safe to print. */
  readonly url: string;
  /** A new connection; the caller closes it, `close` does it otherwise. */
  createClient(role: ClientRole): Redis;
  /** Ends the connections and the server when it is ours; call it after everything that uses Redis was closed. */
  close(): Promise<void>;
}

/**
 * Finds or starts Redis: the configured address; else `redis-server` or `valkey-server` of the PATH as a child process with
 * its own folder below `dataDir`; else one inside this process that keeps nothing. `path` is the PATH to search.
 */
export async function startRedis(
  config: { url?: string | undefined },
  dataDir: string,
  log: Logger,
  signal: AbortSignal,
  path: string | undefined = process.env["PATH"],
): Promise<RedisHandle> {
  if (config.url !== undefined) {
    const address = parseRedisUrl(config.url);
    checkRedis(await waitForRedis(address, signal), log);
    return createHandle("external", { address, stop: async () => undefined }, log);
  }
  const child = await startRedisChild(dataDir, path ?? "", log, signal);
  if (child) return createHandle("child", child, log);
  log.warn(
    "No Redis address is set and no redis-server or valkey-server is on the PATH: using one inside this process. It is slow and keeps nothing after a stop.",
  );
  return createHandle("in-process", await startRedisInProcess(), log);
}

/** `redis://` or `rediss://` with user, password, host, port and database; throws UserError REDIS_URL for anything else. */
export function parseRedisUrl(text: string): RedisAddress {
  const refuse = (why: string): never => {
    throw new UserError("REDIS_URL", `The Redis address ${why}.`, {
      hint: "Write it like redis://user:password@host:6379/0, or rediss:// for TLS.",
    });
  };
  const url = URL.canParse(text) ? new URL(text) : refuse("is no address");
  if (url.protocol !== "redis:" && url.protocol !== "rediss:") refuse(`starts with ${url.protocol}//, not redis:// or rediss://`);
  if (url.hostname === "") refuse("has no host");
  if (url.search !== "" || url.hash !== "") refuse("has a part after ? or #, which means nothing here");
  const database = url.pathname.replace(/^\//, "");
  if (!/^\d{0,4}$/.test(database)) refuse(`names the database ${JSON.stringify(database)}, which is no number`);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return {
    host,
    port: Number(url.port || 6379),
    db: Number(database || 0),
    ...(url.username !== "" && { username: decodeURIComponent(url.username) }),
    ...(url.password !== "" && { password: decodeURIComponent(url.password) }),
    ...(url.protocol === "rediss:" && { tls: { servername: host } }),
  };
}

function createHandle(kind: RedisHandle["kind"], server: RedisServer, log: Logger): RedisHandle {
  const clients = new Set<Redis>();
  const watch = createOutageWatch(log);
  let stopped: Promise<void> | undefined;
  return {
    kind,
    keeps: kind !== "in-process",
    url: toPrintableUrl(server.address),
    createClient(role) {
      const patience = kind === "in-process" ? IN_PROCESS : {};
      const client = new Redis({ ...server.address, ...ROLES[role], ...patience });
      clients.add(client);
      client.on("error", watch.failed);
      client.on("ready", watch.ready);
      client.once("end", () => clients.delete(client));
      return client;
    },
    close() {
      for (const client of clients) client.disconnect();
      stopped ??= server.stop();
      return stopped;
    },
  };
}

/** Commands are held for about a second, then refused; a connection that says nothing any more is made anew. */
const FAIL_FAST = {
  commandTimeout: 1000,
  connectTimeout: 1000,
  socketTimeout: 3000,
  maxRetriesPerRequest: 2,
  retryStrategy: (times: number) => Math.min(50 * 2 ** (times - 1), 500),
} satisfies RedisOptions;

/** Commands wait until Redis is back. `socketTimeout` is longer than any blocking read here and in BullMQ (10 s). */
const WORKER = {
  connectTimeout: 5000,
  socketTimeout: 20_000,
  maxRetriesPerRequest: null,
  retryStrategy: (times: number) => Math.min(50 * 2 ** (times - 1), 1000),
} satisfies RedisOptions;

/** Sending together is worth a third more appends a second, and costs a run that is queued alone some tenths of a millisecond (bench/queue.ts). */
const PRODUCER = { ...FAIL_FAST, enableAutoPipelining: true } satisfies RedisOptions;

/** The receiver limits each wait itself; a timer for each command more would cost it a twentieth of its work. */
const RECEIVER = { ...PRODUCER, commandTimeout: undefined } satisfies RedisOptions;

const ROLES = { receiver: RECEIVER, producer: PRODUCER, queue: FAIL_FAST, worker: WORKER } satisfies Record<ClientRole, RedisOptions>;

/** It cannot be away, only slow. */
const IN_PROCESS = { commandTimeout: undefined, socketTimeout: undefined } satisfies RedisOptions;

/** One line when Redis goes, one when it is back, whatever the number of connections. */
function createOutageWatch(log: Logger): { failed: (error: Error) => void; ready: () => void } {
  let away = false;
  return {
    failed(error) {
      if (!away) log.warn({ reason: error.message || (error as { code?: string }).code }, "Redis is away; trying again");
      away = true;
    },
    ready() {
      if (away) log.info("Redis is back");
      away = false;
    },
  };
}

function toPrintableUrl({ host, port, db, tls, username, password }: RedisAddress): string {
  const credentials = username !== undefined || password !== undefined ? "***@" : "";
  const name = host?.includes(":") ? `[${host}]` : host;
  return `${tls ? "rediss" : "redis"}://${credentials}${name}:${port}/${db ?? 0}`;
}
