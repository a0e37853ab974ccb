import { createHash } from "node:crypto";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Logger } from "../../log.ts";
import { createMutex } from "../mutex.ts";
import { type Credentials, createGitEnvironment } from "./environment.ts";
import { GitFailure, runGit } from "./run-git.ts";
import { sortGitError, toUnknownGitError } from "./sort-error.ts";

/** One git command; returns what it printed, throws GitFailure. */
export type Git = (args: readonly string[], input?: Iterable<string | Uint8Array>) => Promise<Buffer>;

/** A repository as it is reached. `repository` is its name for messages; `url` never holds credentials. */
export interface Remote {
  repository: string;
  url: string;
  credentials?: Credentials | undefined;
}

export type ObjectFormat = "sha1" | "sha256";

export interface GitCacheOptions {
  /** Where the caches lie; made when first needed. */
  folder: string;
  env: Readonly<Record<string, string | undefined>>;
  timeoutMs: number;
  log: Logger;
}

export interface GitCache {
  /** Runs a task without a local repository (`ls-remote`, `version`). */
  outside<Result>(remote: Remote, signal: AbortSignal, task: (git: Git) => Promise<Result>): Promise<Result>;
  /** Runs a task in the bare local repository of the remote, one at a time; a broken one is made anew and the task run again. Throws only the three classes. */
  inside<Result>(remote: Remote, format: ObjectFormat, signal: AbortSignal, task: (git: Git) => Promise<Result>): Promise<Result>;
}

/** Every fetch and every commit adds a pack; starting over is cheaper than repacking. */
const MOST_PACKS = 100;

/** Creates the store of local repositories. They only save transfers: deleting them loses nothing. */
export function createGitCache({ folder, env, timeoutMs, log }: GitCacheOptions): GitCache {
  const root = resolve(folder);
  const mutex = createMutex();

  function bind(remote: Remote, directory: string, signal: AbortSignal): Git {
    const environment = { ...createGitEnvironment(env, root, remote), GIT_DIR: directory };
    return (args, input) => runGit({ args, env: environment, cwd: root, signal, timeoutMs, ...(input && { input }) });
  }

  async function open(git: Git, directory: string, format: ObjectFormat): Promise<void> {
    const packs = await readdir(join(directory, "objects", "pack")).catch(() => undefined);
    if (packs && packs.filter((name) => name.endsWith(".pack")).length < MOST_PACKS) return;
    await wipe(directory);
    await git(["init", "--quiet", "--bare", "--template=", `--object-format=${format}`, directory]);
  }

  return {
    async outside(remote, signal, task) {
      try {
        await mkdir(root, { recursive: true, mode: 0o700 });
        return await task(bind(remote, join(root, "none"), signal));
      } catch (error) {
        throw sortGitError(error, remote.repository) ?? toUnknownGitError(error, remote.repository);
      }
    },

    inside(remote, format, signal, task) {
      const directory = join(root, createHash("sha256").update(`${format} ${remote.url}`).digest("hex").slice(0, 32));
      const git = bind(remote, directory, signal);
      const attempt = async () => {
        await mkdir(root, { recursive: true, mode: 0o700 });
        await open(git, directory, format);
        return task(git);
      };
      return mutex(directory, async () => {
        try {
          return await attempt();
        } catch (error) {
          const known = sortGitError(error, remote.repository);
          if (known && LEAVES_RUBBISH.has(known.code)) await wipe(directory);
          if (known) throw known;
          if (!(error instanceof GitFailure)) throw error;
          log.warn({ repository: remote.repository, said: error.stderr.slice(0, 300) }, "git cache is broken, made anew");
        }
        await wipe(directory);
        return attempt().catch((error) => {
          throw sortGitError(error, remote.repository) ?? toUnknownGitError(error, remote.repository);
        });
      });
    },
  };
}

/** Git was stopped in the middle: half-written packs and lock files stay behind. */
const LEAVES_RUBBISH = new Set(["DISK_FULL", "ABORTED", "FORGE_TIMEOUT"]);

/** Renamed first, so that whoever still reads it fails at once and half a folder is never found. */
async function wipe(directory: string): Promise<void> {
  if (!(await stat(directory).catch(() => undefined))) return;
  const grave = `${directory}.${process.pid}.old`;
  await rm(grave, { recursive: true, force: true });
  await rename(directory, grave);
  await rm(grave, { recursive: true, force: true });
}
