import { UserError } from "../../errors.ts";
import type { Forge } from "../../forge.ts";
import { createMutex } from "../mutex.ts";
import { type Identity, toIdentity } from "../own-commit.ts";
import { ensureProposal } from "../pull-request-life.ts";
import { createMemoryBranches } from "./branches.ts";
import { createPerson, type MemoryStore, type Person } from "./person.ts";
import { createPullRequests, type MemoryPullRequest } from "./pull-requests.ts";
import { createMemoryRepository, DEFAULT_BRANCH, type MemoryFile } from "./repository.ts";

/** A forge without a host, for tests and offline plans, with what a person would see and do there. */
export interface MemoryForge extends Forge, Person {
  readonly type: "memory";
  /** The files of a branch (`main` when left out); empty when there is no such branch. */
  files(repository: string, branch?: string): Record<string, Uint8Array>;
  branches(repository: string): string[];
  /** The commit a branch (`main` when left out) stands at. */
  head(repository: string, branch?: string): string | undefined;
  /** In the order they were opened. */
  pullRequests(repository: string): readonly Readonly<MemoryPullRequest>[];
}

/** Repositories by name, each with its files on `main`. */
export type MemoryContent = Readonly<Record<string, Readonly<Record<string, string | Uint8Array>>>>;

const PENOPS = { name: "Penops", email: "penops@users.noreply.github.com" };

/** Creates a forge that keeps everything in memory and behaves like the others. */
export function createMemoryForge(name: string, initial: MemoryContent = {}, identity: Identity = PENOPS): MemoryForge {
  const open = openStores(name, initial);
  const readHead = (path: string, branch: string) => open(path).repository.branches.get(branch);
  const branches = createMemoryBranches((path) => open(path).repository, toIdentity(identity));
  const host = createPullRequests(name, (path) => open(path).pullRequests, readHead);
  const mutex = createMutex();
  return {
    ...createPerson(open),
    name,
    type: "memory",
    check: async () => identity.name,
    compare: branches.compare,
    ensurePullRequest: (path, change, signal) =>
      mutex(`${path} ${change.branch}`, () => ensureProposal(branches, host, path, change, signal)),
    files(path, branch = DEFAULT_BRANCH) {
      const head = readHead(path, branch);
      const files = head === undefined ? [] : open(path).repository.commit(head).files;
      return Object.fromEntries([...files].map(([file, { content }]) => [file, content]));
    },
    branches: (path) => [...open(path).repository.branches.keys()].sort(),
    head: (path, branch = DEFAULT_BRANCH) => readHead(path, branch),
    pullRequests: (path) => open(path).pullRequests,
  };
}

function openStores(name: string, initial: MemoryContent): (repository: string) => MemoryStore {
  const stores = new Map<string, MemoryStore>();
  for (const [path, files] of Object.entries(initial)) {
    stores.set(path, { repository: createMemoryRepository(toFiles(files)), pullRequests: [] });
  }
  return (path) => {
    const found = stores.get(path);
    if (found) return found;
    throw new UserError("REPOSITORY_NOT_FOUND", `There is no repository ${name}:${path} in memory.`, {
      hint: "Name it when the forge is created.",
    });
  };
}

function toFiles(files: Readonly<Record<string, string | Uint8Array>>): ReadonlyMap<string, MemoryFile> {
  return new Map(Object.entries(files).map(([path, content]) => [path, { mode: "100644", content: Buffer.from(content) }]));
}
