import { randomBytes } from "node:crypto";
import { accessSync, constants } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { PermanentError, UserError } from "../errors.ts";
import { findFreePort } from "../free-port.ts";
import type { Logger } from "../log.ts";
import { askRedis, type RedisAddress, type RedisServer, waitForRedis } from "./redis-probe.ts";
import { superviseRedis } from "./redis-process.ts";

const HOST = "127.0.0.1";
const NAMES = ["redis-server", "valkey-server"];
const PATIENCE_MS = 10_000;

/** Where the last server of this folder listens; only its owner may read the file. */
const Note = z.object({ port: z.number(), password: z.string() });
type Note = z.infer<typeof Note>;

/**
 * Starts `redis-server` or `valkey-server` of the PATH with its own folder below `dataDir`, on a loopback port behind a random
 * password, writing an append-only file. Started again when it dies, stopped by `stop`. Undefined when the PATH has none.
 */
export async function startRedisChild(dataDir: string, path: string, log: Logger, signal: AbortSignal): Promise<RedisServer | undefined> {
  const program = findProgram(path);
  if (program === undefined) return undefined;
  const folder = resolve(dataDir, "redis");
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((cause: Error) => {
    throw new UserError("DATA_FOLDER", `Could not make the folder ${folder}: ${cause.message}`, {
      hint: "Point `data` at a folder this process may write to, or set `redis.url`.",
      cause,
    });
  });
  await stopStale(folder, log);
  const note = { port: await findFreePort(), password: randomBytes(24).toString("base64url") };
  await writeFile(join(folder, "server.json"), JSON.stringify(note), { mode: 0o600 });
  const child = superviseRedis(program, folder, toConfig(note), log);
  try {
    await waitForRedis(toAddress(note), signal, child.hasEnded);
    await refuseSecondOwner(folder, note);
  } catch (error) {
    const didNotStart = child.hasEnded();
    await child.stop();
    throw didNotStart ? toStartError(program, child.lastWords(), error) : error;
  }
  child.keepRunning();
  return { address: toAddress(note), stop: child.stop };
}

function toAddress({ port, password }: Note): RedisAddress {
  return { host: HOST, port, password, db: 0 };
}

/** Only an append-only file, synced every second: nothing else is needed and a whole second is the most that a crash costs. */
function toConfig({ port, password }: Note): string[] {
  return [
    `bind ${HOST}`,
    `port ${port}`,
    `requirepass ${password}`,
    "daemonize no",
    "dir .",
    'save ""',
    "appendonly yes",
    "appendfsync everysec",
    "maxmemory-policy noeviction",
    "loglevel warning",
  ];
}

function findProgram(path: string): string | undefined {
  const folders = path.split(delimiter).filter((folder) => folder !== "");
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A server that outlived its Penops (killed hard) is stopped, so that two never write one folder; one that is in use is not touched. */
async function stopStale(folder: string, log: Logger): Promise<void> {
  const note = await readNote(folder);
  if (!note) return;
  const clients = await askRedis(toAddress(note), (redis) => redis.info("clients")).catch(() => undefined);
  if (clients === undefined) return;
  if (Number(/^connected_clients:(\d+)/m.exec(clients)?.[1] ?? 0) > 1) throw toInUse(folder);
  log.info({ folder }, "Stopping the Redis that an earlier Penops left behind");
  await askRedis(toAddress(note), (redis) => redis.shutdown()).catch(() => undefined);
  const end = Date.now() + PATIENCE_MS;
  while (await isListening(note)) {
    if (Date.now() > end) throw toInUse(folder);
    await sleep(50);
  }
}

async function isListening(note: Note): Promise<boolean> {
  return askRedis(toAddress(note), (redis) => redis.ping()).then(
    () => true,
    (error: { code?: string }) => error.code !== "ECONNREFUSED",
  );
}

async function readNote(folder: string): Promise<Note | undefined> {
  try {
    return Note.parse(JSON.parse(await readFile(join(folder, "server.json"), "utf8")));
  } catch {
    return undefined; // none yet, or not ours: then nothing is known to run
  }
}

/** Two that started in the same moment: the one whose note stayed goes on. */
async function refuseSecondOwner(folder: string, note: Note): Promise<void> {
  const kept = await readNote(folder);
  if (kept?.password !== note.password) throw toInUse(folder);
}

function toInUse(folder: string): UserError {
  return new UserError("DATA_IN_USE", `Another Penops uses the Redis in ${folder}.`, {
    hint: "Stop it, give this one another `data` folder, or set `redis.url` for both.",
  });
}

function toStartError(program: string, lastWords: string, cause: unknown): PermanentError {
  return new PermanentError("REDIS_START", `${program} did not start: ${lastWords || "it said nothing"}`, {
    hint: "Mend what it says, or set `redis.url`.",
    cause,
  });
}
