import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Cache } from "../cache.ts";
import { TransientError } from "../errors.ts";
import { EMPTY_LENGTH, lengthOf, parsePack, printPack } from "./pack-file.ts";

/** A cache that is one file. What `get` returns must not be changed. */
export interface PackCache extends Cache {
  /** Writes what was read or set since it was opened, if that is not what the file holds. Throws CACHE_UNWRITABLE. */
  save(): Promise<void>;
}

export interface PackCacheOptions {
  folder: string;
  /** Any text; one file for each name. */
  name: string;
  /** The most that the file may hold; what was used first goes first. */
  maxBytes: number;
}

/** A file that is being written is written within that time. */
const LEFT_OVER_MS = 3_600_000;

/** Reads the cache of that name; empty when there is none, or its file is broken, foreign or too large. */
export async function openPackCache({ folder, name, maxBytes }: PackCacheOptions): Promise<PackCache> {
  const file = toFileName(name);
  const path = join(folder, file);
  const stored = (await readPack(path, maxBytes)) ?? new Map<string, Uint8Array>();
  /** In the order of use. */
  const used = new Map<string, Uint8Array>();
  let isChanged = false;

  return {
    get(key) {
      const value = used.get(key) ?? stored.get(key);
      if (value) used.set(key, value);
      return value;
    },
    set(key, value) {
      const known = used.get(key) ?? stored.get(key);
      if (!known || Buffer.compare(known, value) !== 0) isChanged = true;
      used.set(key, value);
    },
    async save() {
      if (!isChanged && used.size === stored.size) return;
      const kept = limit(used, maxBytes);
      try {
        await mkdir(folder, { recursive: true });
        await replaceFile(path, printPack(kept));
        await removeLeftOvers(folder, file);
      } catch (cause) {
        throw new TransientError("CACHE_UNWRITABLE", `The cache ${path} cannot be written: ${(cause as Error).message}`, {
          hint: "Nothing is lost but time; make room, or make the data folder writable.",
          cause,
        });
      }
      stored.clear();
      for (const [key, value] of kept) stored.set(key, value);
      isChanged = false;
    },
  };
}

/** A name people can read, made one of its own by a hash. */
function toFileName(name: string): string {
  const readable = name.replace(/[^A-Za-z0-9]+/g, "-").slice(0, 60);
  return `${readable}.${createHash("sha256").update(name).digest("hex").slice(0, 16)}.cache`;
}

async function readPack(path: string, maxBytes: number): Promise<Map<string, Uint8Array> | undefined> {
  try {
    const { size } = await stat(path);
    return size > maxBytes ? undefined : parsePack(await readFile(path));
  } catch {
    return undefined;
  }
}

function limit(used: ReadonlyMap<string, Uint8Array>, maxBytes: number): Map<string, Uint8Array> {
  let length = EMPTY_LENGTH;
  const kept: [string, Uint8Array][] = [];
  for (const [key, value] of [...used].reverse()) {
    const needed = lengthOf(key, value);
    if (length + needed > maxBytes) continue;
    length += needed;
    kept.push([key, value]);
  }
  return new Map(kept.reverse());
}

/** Whoever reads meanwhile sees the old file or the new one, and of two that write one wins. */
async function replaceFile(path: string, content: Buffer): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, content);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** What a process that was killed did not finish. */
async function removeLeftOvers(folder: string, file: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${file}.`) || !name.endsWith(".tmp")) continue;
    const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > LEFT_OVER_MS) await rm(join(folder, name), { force: true });
  }
}
