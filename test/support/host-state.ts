import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { commitTo, createBareRepository, type FileEdit, git, listTree, readFiles, resolveRef } from "./bare-repository.ts";

/** A pull or merge request as a stand-in keeps it. */
export interface StoredPullRequest {
  number: number;
  state: "open" | "closed" | "merged";
  branch: string;
  base: string;
  title: string;
  body: string;
  labels: string[];
  comments: string[];
  head: string;
}

/** The repositories and pull requests of a stand-in for a host; what both hosts do alike. */
export interface HostState {
  folder(repository: string): string;
  has(repository: string): boolean;
  create(repository: string, files: Record<string, FileEdit>): Promise<void>;
  pullRequests(repository: string): StoredPullRequest[];
  /** Opens one, or says what a host would say against it. */
  open(
    repository: string,
    fields: Pick<StoredPullRequest, "branch" | "base" | "title" | "body" | "labels">,
  ): Promise<StoredPullRequest | "exists" | "no-branch" | "no-base" | "no-commits">;
  /** A branch moved: open pull requests follow it, and are closed when it is gone. */
  afterPush(repository: string): Promise<void>;
  /** What a person does on the web page: fast-forward, or a merge commit when base moved on. */
  merge(repository: string, number: number): Promise<void>;
}

/** Creates the state over bare repositories `<root>/<repository>.git`. */
export function createHostState(root: string): HostState {
  const all = new Map<string, StoredPullRequest[]>();
  const folder = (repository: string) => join(root, `${repository}.git`);
  const state: HostState = {
    folder,
    has: (repository) => all.has(repository),
    async create(repository, files) {
      await mkdir(dirname(folder(repository)), { recursive: true });
      await createBareRepository(folder(repository), files);
      all.set(repository, []);
    },
    pullRequests: (repository) => all.get(repository) ?? [],

    async open(repository, fields) {
      const list = state.pullRequests(repository);
      const head = await resolveRef(folder(repository), fields.branch);
      const base = await resolveRef(folder(repository), fields.base);
      if (head === undefined) return "no-branch";
      if (base === undefined) return "no-base";
      if (head === base) return "no-commits";
      if (list.some((one) => one.state === "open" && one.branch === fields.branch && one.base === fields.base)) return "exists";
      const one: StoredPullRequest = { ...fields, number: list.length + 1, state: "open", comments: [], head };
      list.push(one);
      return one;
    },

    async afterPush(repository) {
      for (const one of state.pullRequests(repository)) {
        if (one.state !== "open") continue;
        const head = await resolveRef(folder(repository), one.branch);
        if (head === undefined) one.state = "closed";
        else one.head = head;
      }
    },

    async merge(repository, number) {
      const one = state.pullRequests(repository).find((candidate) => candidate.number === number && candidate.state === "open");
      if (!one) throw new Error(`${repository} has no open pull request ${number}`);
      one.state = "merged";
      const parent = (await git(folder(repository), "rev-parse", `${one.head}^`)).trim();
      if (parent === (await resolveRef(folder(repository), one.base))) {
        await git(folder(repository), "update-ref", `refs/heads/${one.base}`, one.head);
        return;
      }
      const before = await readFiles(folder(repository), one.base);
      const after = await readFiles(folder(repository), one.branch);
      const gone = Object.keys(before).filter((path) => !(path in after));
      await commitTo(folder(repository), one.base, { ...Object.fromEntries(gone.map((path) => [path, undefined])), ...after });
    },
  };
  return state;
}

/** Paths and modes of a branch. */
export async function readModes(folder: string, branch: string): Promise<Record<string, string>> {
  return Object.fromEntries((await listTree(folder, branch)).map(({ path, mode }) => [path, mode]));
}
