import { resolve } from "node:path";
import { createRunThread } from "./app/run-thread/index.ts";
import { startWorker } from "./app/worker.ts";
import type { Config } from "./config/config.ts";
import type { Secrets } from "./config/secrets.ts";
import { resolveWebhookSecrets } from "./config/webhook-secret.ts";
import type { DeliveryLog } from "./delivery.ts";
import { formatProblem, TransientError, UserError } from "./errors.ts";
import type { Logger } from "./log.ts";
import {
  createDeliveryLog,
  createNonceStore,
  createRunQueue,
  createSyncedStore,
  type NonceStore,
  type RedisHandle,
  type RunQueue,
  startRedis,
} from "./queue/index.ts";
import type { Recipe } from "./recipe.ts";
import { openRecipes, openRooms } from "./rooms.ts";
import { createServer } from "./server/index.ts";

/** `all` in one process, or the two halves that share nothing but Redis. */
export type Role = "all" | "receiver" | "worker";

export interface AppOptions {
  config: Config;
  role: Role;
  cwd: string;
  secrets: Secrets;
  log: Logger;
  /** Where a redis-server may be found when no address is set; the process's PATH when left out. */
  path?: string;
  /** Stops what is still starting; `close` ends what runs. */
  signal: AbortSignal;
}

/** The running daemon. */
export interface App {
  /** Where the receiver listens; absent in the role `worker`. */
  readonly url?: string;
  readonly redis: Pick<RedisHandle, "kind" | "keeps" | "url">;
  readonly recipes: readonly Recipe[];
  readonly runs: RunQueue;
  /** Resolves when webhooks and revisions were looked at once; never rejects. */
  readonly firstLook: Promise<void>;
  /** Lets runs end, takes deliveries until then, then closes everything in order. */
  close(): Promise<void>;
}

/** Builds every room, wires them and starts what the role asks for. Throws the three error classes. */
export async function startApp(options: AppOptions): Promise<App> {
  if (Object.keys(options.config.penpot).length === 0) {
    throw new UserError("NOTHING_TO_WATCH", "The configuration has no Penpot instance.", {
      hint: "Add one under penpot: in config/penops.yaml, or set PENOPS_PENPOT_MAIN_URL, PENOPS_PENPOT_MAIN_TEAMS and PENOPS_PENPOT_MAIN_TOKEN.",
    });
  }
  if (options.role !== "all" && options.config.redis.url === undefined) {
    throw new UserError("REDIS_URL_MISSING", `The role ${options.role} shares its Redis with the other half, and no address is set.`, {
      hint: "Set redis.url (PENOPS_REDIS_URL), the same for both.",
    });
  }
  const closers: (() => Promise<void> | void)[] = [];
  const closeAll = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    return await start(options, closers, closeAll);
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function start(options: AppOptions, closers: (() => Promise<void> | void)[], close: () => Promise<void>): Promise<App> {
  const { config, role, cwd, log, signal } = options;
  const dataDir = resolve(cwd, config.data);
  const webhookSecrets = await resolveWebhookSecrets(config, dataDir, role === "all");
  for (const secret of webhookSecrets) options.secrets.add(secret);
  // The receiver's half only takes: it needs no token of anybody.
  const rooms = role === "receiver" ? undefined : openRooms(options);
  if (rooms) closers.push(rooms.close);
  // The receiver answers before anything else is there, and until the last run ended: three refused connections and Penpot switches a webhook off.
  const late: LateStores = {};
  const server = role === "worker" ? undefined : await listen(options, webhookSecrets, late);
  if (server) closers.push(server.close);
  const redis = await startRedis(config.redis, dataDir, log, signal, options.path);
  // Redis ends last, after the server that writes to it.
  closers.unshift(redis.close);
  const { prefix } = config.redis;
  const producer = redis.createClient("producer");
  const stores = { ...createSyncedStore(producer, { prefix }), ...createNonceStore(producer, { prefix }) };
  late.deliveries = createDeliveryLog(redis.createClient("receiver"), { prefix });
  late.nonces = stores;
  const runs = await createRunQueue(redis, { prefix, attempts: config.worker.attempts }, log);
  closers.push(runs.close);
  const recipes = rooms ? await loadRecipes(options) : [];
  const runThread = createRunThread({ config, cwd, log });
  closers.push(runThread.close);
  const worker = rooms && (await startWorker({ config, log, rooms, runThread, redis, runs, stores, recipes, webhookSecrets }, signal));
  if (worker) closers.push(worker.close);
  late.isReady = true;
  log.info({ role, ...(server && { url: server.url }), redis: redis.kind, recipes: recipes.length }, "Penops is ready");
  return { ...(server && { url: server.url }), redis, recipes, runs, firstLook: worker?.firstLook ?? Promise.resolve(), close };
}

/** What the receiver needs of Redis, as soon as that is there. */
interface LateStores {
  deliveries?: DeliveryLog;
  nonces?: NonceStore;
  isReady?: boolean;
}

async function listen(
  { config, log }: AppOptions,
  secrets: readonly string[],
  late: LateStores,
): Promise<{ url: string; close(): Promise<void> }> {
  const { host, port, "body-limit": bodyLimit } = config.server;
  const server = createServer({
    host,
    port,
    bodyLimit,
    secrets,
    instances: Object.keys(config.penpot),
    deliveries: {
      async append(delivery) {
        if (!late.deliveries) throw new TransientError("REDIS_AWAY", "The delivery cannot be stored: Redis is not there yet.");
        return late.deliveries.append(delivery);
      },
    },
    hasSeenNonce: async (nonce) => (await late.nonces?.hasSeenNonce(nonce)) === true,
    async health() {
      if (!late.isReady) return { ready: false, reasons: ["Penops is starting."] };
      await late.nonces?.hasSeenNonce("readyz");
      return { ready: true, reasons: [] };
    },
    log,
  });
  const address = await server.listen();
  return { close: () => server.close(), url: `http://${host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host}:${address.port}` };
}

async function loadRecipes(options: AppOptions): Promise<Recipe[]> {
  const { recipes, problems } = await openRecipes(options, options.secrets);
  for (const problem of problems) options.log.error({ code: problem.code }, formatProblem(problem));
  if (recipes.length === 0)
    options.log.warn({ folders: options.config.recipes }, "There is no recipe: events are taken and lead to nothing");
  return recipes;
}
