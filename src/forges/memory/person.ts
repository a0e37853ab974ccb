import type { Identity } from "../own-commit.ts";
import type { MemoryPullRequest } from "./pull-requests.ts";
import { DEFAULT_BRANCH, type MemoryFile, type MemoryRepository } from "./repository.ts";

/** A repository with its pull requests. */
export interface MemoryStore {
  repository: MemoryRepository;
  pullRequests: MemoryPullRequest[];
}

/** What a person does on a host. */
export interface Person {
  /** Commits as somebody else, on a branch made from `main` when it is new; `undefined` deletes a file. Returns the commit. */
  commitAs(author: Identity, repository: string, branch: string, files: Record<string, string | Uint8Array | undefined>): string;
  /** Merges an open pull request: by fast-forward, or as a new commit when base moved on. */
  merge(repository: string, number: number): void;
  closePullRequest(repository: string, number: number): void;
  /** As on every host, the branch's open pull requests are closed with it. */
  deleteBranch(repository: string, branch: string): void;
}

const MERGER = { name: "Merger", email: "merger@example.com" };

/** Creates the hands of a person on repositories held in memory. */
export function createPerson(open: (repository: string) => MemoryStore): Person {
  function settle(path: string, number: number, state: "merged" | "closed"): MemoryPullRequest {
    const { repository, pullRequests } = open(path);
    const one = pullRequests.find((candidate) => candidate.number === number);
    if (one?.state !== "open") throw new Error(`${path} has no open pull request ${number}`);
    return Object.assign(one, { state, head: repository.branches.get(one.branch) ?? one.head });
  }

  function commitAs(...[author, path, branch, files]: Parameters<Person["commitAs"]>): string {
    const { repository } = open(path);
    const parent = repository.branches.get(branch) ?? repository.branches.get(DEFAULT_BRANCH);
    const next = new Map(parent === undefined ? [] : repository.commit(parent).files);
    for (const [file, content] of Object.entries(files)) {
      if (content === undefined) next.delete(file);
      else next.set(file, { mode: next.get(file)?.mode ?? "100644", content: Buffer.from(content) });
    }
    const id = repository.add({ author, committer: author, message: "Work of a person", files: next, ...(parent && { parent }) });
    repository.branches.set(branch, id);
    return id;
  }

  return {
    commitAs,
    merge(path, number) {
      const { repository } = open(path);
      const one = settle(path, number, "merged");
      const head = repository.commit(one.head);
      if (head.parent === repository.branches.get(one.base)) return void repository.branches.set(one.base, head.id);
      const before: ReadonlyMap<string, MemoryFile> = head.parent === undefined ? new Map() : repository.commit(head.parent).files;
      const changed = [...new Set([...before.keys(), ...head.files.keys()])].filter((file) => before.get(file) !== head.files.get(file));
      commitAs(MERGER, path, one.base, Object.fromEntries(changed.map((file) => [file, head.files.get(file)?.content])));
    },
    closePullRequest: (path, number) => void settle(path, number, "closed"),
    deleteBranch(path, branch) {
      const { repository, pullRequests } = open(path);
      for (const one of pullRequests) if (one.branch === branch && one.state === "open") settle(path, one.number, "closed");
      repository.branches.delete(branch);
    },
  };
}
