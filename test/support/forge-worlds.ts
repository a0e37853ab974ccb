import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { ForgeConfig } from "../../src/config/config.ts";
import type { Forge } from "../../src/forge.ts";
import { createForge, createMemoryForge, type ForgeDeps } from "../../src/forges/index.ts";
import { commitTo, createBareRepository, git, listBranches, readFiles, SOMEBODY } from "./bare-repository.ts";
import { type GitHttpServer, onlyWith, startGitHttpServer } from "./git-http-server.ts";
import { startGithubStandIn } from "./github-stand-in.ts";
import { startGitlabStandIn } from "./gitlab-stand-in.ts";
import { createSilentLog } from "./silent-log.ts";

/** A pull request as a person sees it. */
export interface SeenPullRequest {
  number: number;
  state: "open" | "closed" | "merged";
  title: string;
  body: string;
  base: string;
  labels: readonly string[];
  comments: readonly string[];
}

/** A host with one repository, seen from outside Penops. */
export interface ForgeWorld {
  forge: Forge;
  repository: string;
  /** Another process with nothing in common with the first; the same one where all is in memory. */
  createOtherForge(): Forge;
  files(branch: string): Promise<Record<string, string>>;
  branches(): Promise<string[]>;
  /** The commit of a branch. */
  head(branch: string): Promise<string | undefined>;
  commitAs(branch: string, files: Record<string, string | undefined>): Promise<void>;
  deleteBranch(branch: string): Promise<void>;
  /** None where the branch is the proposal. */
  pullRequests(): readonly SeenPullRequest[] | undefined;
  /** Merges the branch's proposal. */
  merge(branch: string): Promise<void>;
  closePullRequest(number: number): Promise<void>;
  /** Writing requests since the last time this was asked. */
  countWrites(): number;
  /** Where requests or answers differ from the host's own description. */
  problems(): readonly string[];
}

export const IDENTITY = { name: "Penops", email: "penops@example.com" };
export const REPOSITORY = "acme/web";

/** A folder of its own for the test, gone at its end. */
export async function createFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "penops-forge-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** What a forge of a test is given. */
export function createDeps(folder: string, more: Partial<ForgeDeps> = {}): ForgeDeps {
  return { dataDir: join(folder, "data"), commit: IDENTITY, log: createSilentLog(), now: () => 1_800_000_000_000, ...more };
}

/** The members of the conformance suite: each opens a world whose `main` holds these files. */
export const WORLDS: Record<Forge["type"], (files: Record<string, string>) => Promise<ForgeWorld>> = {
  git: openGit,
  github: openGithub,
  gitlab: openGitlab,
  memory: openMemory,
};

async function openGit(files: Record<string, string>): Promise<ForgeWorld> {
  const folder = await createFolder();
  const at = join(folder, "served", REPOSITORY);
  await createBareRepository(at, files);
  const server = await startGitHttpServer({ folder: join(folder, "served"), allows: onlyWith("bot:a-token") });
  onTestFinished(server.close);
  const config: ForgeConfig = { type: "git", url: server.url, username: "bot", token: "a-token" };
  return {
    ...seeRepository(at, async () => {}),
    ...connect(folder, server, config),
    pullRequests: () => undefined,
    closePullRequest: async () => {},
    problems: () => [],
    async merge(branch) {
      await git(at, "update-ref", "refs/heads/main", `refs/heads/${branch}`);
    },
  };
}

async function openGithub(files: Record<string, string>): Promise<ForgeWorld> {
  const folder = await createFolder();
  const host = await startGithubStandIn(join(folder, "served"));
  return openHosted(folder, host, { type: "github", url: host.url, token: host.token }, files);
}

async function openGitlab(files: Record<string, string>): Promise<ForgeWorld> {
  const folder = await createFolder();
  const host = await startGitlabStandIn(join(folder, "served"));
  return openHosted(folder, host, { type: "gitlab", url: host.url, token: host.token }, files);
}

type Host = Awaited<ReturnType<typeof startGithubStandIn>> | Awaited<ReturnType<typeof startGitlabStandIn>>;

async function openHosted(folder: string, host: Host, config: ForgeConfig, files: Record<string, string>): Promise<ForgeWorld> {
  onTestFinished(host.close);
  await host.create(REPOSITORY, files);
  const find = (branch: string) => host.pullRequests(REPOSITORY).findLast((one) => one.branch === branch && one.state === "open");
  return {
    ...seeRepository(host.folder(REPOSITORY), () => host.afterPush(REPOSITORY)),
    ...connect(folder, host, config),
    pullRequests: () => host.pullRequests(REPOSITORY),
    merge: (branch) => host.merge(REPOSITORY, find(branch)?.number ?? 0),
    async closePullRequest(number) {
      const one = host.pullRequests(REPOSITORY).find((candidate) => candidate.number === number);
      if (one) one.state = "closed";
    },
    problems: () => host.problems,
  };
}

/** The repository's side of a world that serves bare repositories; `moved` is told of every change. */
function seeRepository(at: string, moved: () => Promise<void>) {
  return {
    repository: REPOSITORY,
    files: (branch: string) => readFiles(at, branch),
    branches: () => listBranches(at),
    head: async (branch: string) => (await git(at, "for-each-ref", "--format=%(objectname)", `refs/heads/${branch}`)).trim() || undefined,
    async commitAs(branch: string, files: Record<string, string | undefined>) {
      await commitTo(at, branch, files);
      await moved();
    },
    async deleteBranch(branch: string) {
      await git(at, "update-ref", "-d", `refs/heads/${branch}`);
      await moved();
    },
  };
}

function connect(folder: string, server: GitHttpServer, config: ForgeConfig) {
  let others = 0;
  return {
    forge: createForge("test", config, createDeps(folder)),
    createOtherForge: () => createForge("test", config, createDeps(join(folder, `other-${others++}`))),
    countWrites() {
      const writes = server.requests.filter(({ method, path }) => method !== "GET" && !path.endsWith("/git-upload-pack"));
      server.requests.length = 0;
      return writes.length;
    },
  };
}

async function openMemory(files: Record<string, string>): Promise<ForgeWorld> {
  const forge = createMemoryForge("test", { [REPOSITORY]: files }, IDENTITY);
  const toText = (content: Record<string, Uint8Array>) =>
    Object.fromEntries(Object.entries(content).map(([path, bytes]) => [path, Buffer.from(bytes).toString()]));
  let before = JSON.stringify(forge.pullRequests(REPOSITORY)) + forge.head(REPOSITORY);
  return {
    forge,
    repository: REPOSITORY,
    createOtherForge: () => forge,
    files: async (branch) => toText(forge.files(REPOSITORY, branch)),
    branches: async () => forge.branches(REPOSITORY),
    head: async (branch) => forge.head(REPOSITORY, branch),
    commitAs: async (branch, changed) => void forge.commitAs(SOMEBODY, REPOSITORY, branch, changed),
    deleteBranch: async (branch) => forge.deleteBranch(REPOSITORY, branch),
    pullRequests: () => forge.pullRequests(REPOSITORY),
    merge: async (branch) => {
      const open = forge.pullRequests(REPOSITORY).findLast((one) => one.branch === branch && one.state === "open");
      forge.merge(REPOSITORY, open?.number ?? 0);
    },
    closePullRequest: async (number) => forge.closePullRequest(REPOSITORY, number),
    countWrites() {
      const now =
        JSON.stringify(forge.pullRequests(REPOSITORY)) + forge.branches(REPOSITORY).map((branch) => forge.head(REPOSITORY, branch));
      const writes = now === before ? 0 : 1;
      before = now;
      return writes;
    },
    problems: () => [],
  };
}
