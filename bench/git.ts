/**
 * What one proposal costs over smart HTTP on loopback, as interleaved medians with a fresh cache each round:
 * ours against a bare script of fetch, fast-import and push, and ours with ten times as many other files.
 * Run: node bench/git.ts [rounds]
 */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pino from "pino";
import type { ChangeSet } from "../src/change-set.ts";
import { createGitForge } from "../src/forges/git/index.ts";
import { createBareRepository, git } from "../test/support/bare-repository.ts";
import { startGitHttpServer } from "../test/support/git-http-server.ts";

const run = promisify(execFile);
const CHANGED = 1000;
const FEW = 3000;
const MANY = 30_000;
const BRANCH = "penops/bench";
const ENV = { PATH: process.env["PATH"], HOME: "/nonexistent", LC_ALL: "C", GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" };

/** Two kilobytes that differ from file to file and hardly compress, as path data does. */
function toContent(seed: number): string {
  let state = seed * 2654435761 + 1;
  let text = "<svg>";
  while (text.length < 2042) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    text += state.toString(36);
  }
  return `${text.slice(0, 2042)}</svg>`;
}

function toOthers(count: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`src/${Math.floor(index / 50)}/file-${index}.ts`, toContent(index)]),
  );
}

function toChange(): ChangeSet {
  const files = Array.from({ length: CHANGED }, (_, index) => ({
    path: `packages/icons/svg/icon-${index}.svg`,
    content: Buffer.from(toContent(1_000_000 + index)),
  }));
  return {
    branch: BRANCH,
    title: "bench",
    body: "",
    message: "bench\n\nPenops-Recipe: bench\n",
    labels: [],
    files,
    prune: ["packages/icons/svg"],
    keep: [],
  };
}

async function runOurs(url: string, repository: string, folder: string, change: ChangeSet): Promise<void> {
  const deps = { dataDir: folder, commit: { name: "Penops", email: "penops@example.com" }, log: pino({ level: "silent" }) };
  const proposal = await createGitForge("bench", { type: "git", url }, deps).ensurePullRequest(
    repository,
    change,
    AbortSignal.timeout(120_000),
  );
  if (proposal.state !== "created") throw new Error(`unexpected: ${proposal.state}`);
}

/** The least that does the same: no look at what is there, no lease, no decision. */
async function runBare(url: string, repository: string, folder: string, change: ChangeSet): Promise<void> {
  const call = (...args: string[]) => run("git", args, { cwd: folder, env: ENV });
  await mkdir(folder, { recursive: true });
  await call("init", "--quiet", "--bare", ".");
  await call("remote", "add", "origin", `${url}/${repository}`);
  await call("fetch", "--quiet", "--depth=1", "--filter=blob:none", "origin", "+refs/heads/main:refs/heads/main");
  const head = Buffer.from(
    "commit refs/heads/work\ncommitter Bare <bare@example.com> 1700000000 +0000\ndata 5\nbench\nfrom refs/heads/main\n",
  );
  const parts = change.files.flatMap(({ path, content }) => [
    Buffer.from(`M 100644 inline ${path}\ndata ${content.length}\n`),
    content,
    Buffer.from("\n"),
  ]);
  const child = call("fast-import", "--quiet");
  child.child.stdin?.end(Buffer.concat([head, ...parts]));
  await child;
  await call("push", "--quiet", "--force", "origin", `refs/heads/work:refs/heads/${BRANCH}`);
}

function toMedian(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function main(rounds: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "penops-bench-"));
  await createBareRepository(join(folder, "served", "few"), toOthers(FEW));
  await createBareRepository(join(folder, "served", "many"), toOthers(MANY));
  const server = await startGitHttpServer({ folder: join(folder, "served") });
  const change = toChange();
  const cases = {
    [`ours, ${FEW} others`]: (cache: string) => runOurs(server.url, "few", cache, change),
    [`bare, ${FEW} others`]: (cache: string) => runBare(server.url, "few", cache, change),
    [`ours, ${MANY} others`]: (cache: string) => runOurs(server.url, "many", cache, change),
  };
  const times: Record<string, number[]> = {};
  for (let round = -1; round < rounds; round += 1) {
    for (const [name, task] of Object.entries(cases)) {
      const repository = join(folder, "served", name.includes(String(MANY)) ? "many" : "few");
      await git(repository, "update-ref", "-d", `refs/heads/${BRANCH}`);
      await git(repository, "prune", "--expire=now");
      const start = performance.now();
      await task(join(folder, `cache-${round}-${name.replace(/\W/g, "")}`));
      if (round >= 0) times[name] = [...(times[name] ?? []), performance.now() - start];
    }
  }
  await server.close();
  await rm(folder, { recursive: true, force: true });
  const [few, bare, many] = Object.values(times).map(toMedian) as [number, number, number];
  for (const [name, values] of Object.entries(times))
    process.stdout.write(`${name.padEnd(20)} ${toMedian(values).toFixed(0)} ms (median of ${rounds})\n`);
  process.stdout.write(`ours / bare          ${(few / bare).toFixed(2)}\nmany / few           ${(many / few).toFixed(2)}\n`);
}

await main(Number(process.argv[2] ?? 9));
