import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createEmulator, type Emulator, type EmulatorOptions } from "../../src/emulator/index.ts";
import { findFreePort } from "../../src/free-port.ts";
import { createSilentLog } from "./silent-log.ts";

const CLI = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));
const ACME = new URL("../fixtures/penpot/acme/", import.meta.url);

/** What a finished command printed, and its exit code. */
export interface Finished {
  code: number | null;
  out: string;
  err: string;
}

/** A command line as a user types it, in a folder of its own. */
export async function penops(args: readonly string[], { cwd, env = {} }: { cwd: string; env?: Record<string, string> }): Promise<Finished> {
  const daemon = start(args, cwd, env);
  const code = await new Promise<number | null>((resolve) => daemon.child.on("close", resolve));
  return { code, out: daemon.out(), err: daemon.err() };
}

/** A program under way. */
export interface Started {
  child: ChildProcess;
  out(): string;
  err(): string;
  /** Resolves when the text was printed on either stream; rejects when the program ends before. */
  until(text: string | RegExp): Promise<void>;
  /** Sends a signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts the CLI from the sources, as from a clone. Only PATH, HOME and what is given are in its environment. */
export function start(args: readonly string[], cwd: string, env: Record<string, string> = {}): Started {
  const base = { PATH: process.env["PATH"] ?? "", HOME: cwd };
  const child = spawn(process.execPath, [CLI, ...args], { cwd, env: { ...base, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let err = "";
  child.stdout?.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    err += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  return {
    child,
    out: () => out,
    err: () => err,
    async until(text) {
      while (!matches(out + err, text)) {
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`The program ended before it printed ${text}:\n${out}${err}`);
        await sleep(20);
      }
    },
    async stop(signal = "SIGTERM") {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return ended;
    },
  };
}

function matches(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === "string" ? text.includes(wanted) : wanted.test(text);
}

/** A folder with a bare repository, a Penpot emulator and a configuration that joins them. */
export interface World {
  folder: string;
  emulator: Emulator;
  /** The port Penops is configured for. */
  port: number;
  /** Runs git in the bare repository. */
  git(...args: string[]): Promise<string>;
  /** The files of a branch: path → text. */
  files(branch: string): Promise<Record<string, string>>;
  branches(): Promise<string[]>;
  close(): Promise<void>;
}

export const RECIPE = `
name: design-system
source: { team: Acme }
debounce: { quiet: 0, max-wait: 1m }
steps:
  - uses: export-assets
    with:
      select: { components: "icon/**" }
      path: icons/\${{ kebab(component.name) }}.svg
      prune: icons
  - uses: export-tokens
    with: { path: tokens.json }
pull-request:
  repository: local:web
`;

export const BRANCH = "penops/design-system/fb1ba4aaa022";

/** Acme's archive in one of its versions. */
export function acme(version: "v1" | "v2"): Promise<Buffer> {
  return readFile(new URL(`acme.${version}.penpot`, ACME));
}

interface WorldOptions {
  recipe?: string;
  /** More YAML for the configuration. */
  config?: string;
  emulator?: Partial<EmulatorOptions>;
}

/** Builds a world; the caller closes it. */
export async function createWorld({ recipe = RECIPE, config = "", emulator: options = {} }: WorldOptions = {}): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), "penops-world-"));
  const emulator = await createEmulator({
    archives: [{ bytes: await acme("v1") }],
    delays: { updateFileMs: 100, pinMs: 100 },
    log: createSilentLog(),
    ...options,
  });
  const port = await findFreePort();
  const git = async (...args: string[]) =>
    (await promisify(execFile)("git", ["-C", join(folder, "web.git"), ...args], { maxBuffer: 1 << 26 })).stdout.trim();
  await promisify(execFile)("git", ["init", "-q", "--bare", "-b", "main", join(folder, "web.git")]);
  const tree = await git("hash-object", "-t", "tree", "-w", "/dev/null");
  await git(
    "update-ref",
    "refs/heads/main",
    await git("-c", "user.name=A", "-c", "user.email=a@acme.example", "commit-tree", tree, "-m", "Start"),
  );
  await promisify(execFile)("mkdir", ["-p", join(folder, "recipes")]);
  await writeFile(join(folder, "recipes", "design-system.yaml"), recipe);
  await writeFile(
    join(folder, "penops.yaml"),
    `server: { host: 127.0.0.1, port: ${port}, public-url: "http://127.0.0.1:${port}" }
webhooks: { secret: canary-webhook-secret }
worker: { lock: 2s }
log: { level: debug, format: json }
penpot:
  test: { url: "${emulator.url}", teams: [Acme], token: "${emulator.token}" }
forges:
  local: { type: git, url: "${folder}" }
${config}`,
  );
  return {
    folder,
    emulator,
    port,
    git,
    async files(branch) {
      const names = (await git("ls-tree", "-r", "--name-only", branch)).split("\n").filter((name) => name !== "");
      return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await git("show", `${branch}:${name}`)])));
    },
    branches: async () => (await git("for-each-ref", "--format=%(refname:short)", "refs/heads")).split("\n").filter((name) => name !== ""),
    async close() {
      await emulator.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Waits until the condition holds; the test's own timeout is the limit. */
export async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await sleep(50);
}
