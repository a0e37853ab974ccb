import type { HostedPullRequest, PullRequestHost } from "../pull-request-life.ts";
import type { PullRequestText } from "../pull-request-text.ts";

/** A pull request held in memory. */
export interface MemoryPullRequest {
  number: number;
  state: HostedPullRequest["state"];
  branch: string;
  base: string;
  title: string;
  body: string;
  labels: string[];
  comments: string[];
  /** The branch's commit when it was merged or closed. */
  head: string;
}

/** Pull requests of repositories held in memory. `open` gives a repository's list, `readHead` a branch's commit. */
export function createPullRequests(
  forge: string,
  open: (repository: string) => MemoryPullRequest[],
  readHead: (repository: string, branch: string) => string | undefined,
): PullRequestHost {
  const toHosted = (repository: string, one: MemoryPullRequest): HostedPullRequest => {
    const { number, state, title, body, base } = one;
    const head = (state === "open" ? readHead(repository, one.branch) : undefined) ?? one.head;
    return { number, url: `memory://${forge}/${repository}/pull/${number}`, state, title, body, base, head };
  };
  const write = (one: MemoryPullRequest | undefined, { title, body, base }: Partial<PullRequestText>, labels: readonly string[]) => {
    if (!one) return;
    one.title = title ?? one.title;
    one.body = body ?? one.body;
    one.base = base ?? one.base;
    one.labels = [...new Set([...one.labels, ...labels])];
  };
  const find = (repository: string, number: number) => open(repository).find((one) => one.number === number);

  return {
    longestBody: 65_536,

    async list(repository, branch) {
      const found = open(repository).filter((one) => one.branch === branch);
      return found.map((one) => toHosted(repository, one)).reverse();
    },

    async create(repository, branch, text, labels) {
      const all = open(repository);
      if (all.some((one) => one.state === "open" && one.branch === branch && one.base === text.base)) return undefined;
      const head = readHead(repository, branch) ?? "";
      const one: MemoryPullRequest = { number: all.length + 1, state: "open", branch, ...text, labels: [...labels], comments: [], head };
      all.push(one);
      return toHosted(repository, one);
    },

    async update(repository, number, text, labels) {
      write(find(repository, number), text, labels);
    },

    async close(repository, number, body, reason) {
      const one = find(repository, number);
      if (!one) return;
      one.comments.push(reason);
      one.body = body;
      one.head = readHead(repository, one.branch) ?? one.head;
      one.state = "closed";
    },
  };
}
