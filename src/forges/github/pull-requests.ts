import { TransientError } from "../../errors.ts";
import type { Logger } from "../../log.ts";
import type { HostedPullRequest, PullRequestHost } from "../pull-request-life.ts";
import { tolerate } from "../tolerate.ts";
import { type GithubClient, isAnswer } from "./client.ts";

/** What we use of a pull request's representation. */
interface Answer {
  number: number;
  html_url: string;
  state: string;
  title: string;
  body: string | null;
  merged_at: string | null;
  base: { ref: string };
  head: { sha: string };
}

/** Pull requests over GitHub's REST API. https://docs.github.com/en/rest/pulls/pulls */
export function createPullRequests({ call }: GithubClient, log: Logger): PullRequestHost {
  async function addLabels(repository: string, number: number, labels: readonly string[], signal: AbortSignal): Promise<void> {
    if (labels.length === 0) return;
    await tolerate(log, "labels", () =>
      call(repository, `label pull request ${number}`, signal, (octokit, at, request) =>
        octokit.rest.issues.addLabels({ ...at, issue_number: number, labels: [...labels], request }),
      ),
    );
  }

  return {
    longestBody: 65_536,

    list: (repository, branch, signal) =>
      call(repository, "list the pull requests", signal, async (octokit, at, request) => {
        const head = `${at.owner}:${branch}`;
        const order = { state: "all", sort: "created", direction: "desc", per_page: 30 } as const;
        const { data } = await octokit.rest.pulls.list({ ...at, head, ...order, request });
        return data.map(toHosted);
      }),

    async create(repository, branch, text, labels, signal) {
      const created = await call(repository, "open a pull request", signal, async (octokit, at, request) => {
        try {
          const { data } = await octokit.rest.pulls.create({ ...at, head: branch, ...text, request });
          return toHosted(data);
        } catch (error) {
          return explainRefusal(error, repository, branch);
        }
      });
      if (created) await addLabels(repository, created.number, labels, signal);
      return created;
    },

    async update(repository, number, text, labels, signal) {
      await call(repository, `update pull request ${number}`, signal, (octokit, at, request) =>
        octokit.rest.pulls.update({ ...at, pull_number: number, ...text, request }),
      );
      await addLabels(repository, number, labels, signal);
    },

    async close(repository, number, body, reason, signal) {
      await tolerate(log, "comment", () =>
        call(repository, `comment on pull request ${number}`, signal, (octokit, at, request) =>
          octokit.rest.issues.createComment({ ...at, issue_number: number, body: reason, request }),
        ),
      );
      await call(repository, `close pull request ${number}`, signal, (octokit, at, request) =>
        octokit.rest.pulls.update({ ...at, pull_number: number, state: "closed", body, request }),
      );
    },
  };
}

function toHosted({ number, html_url: url, state, title, body, merged_at: mergedAt, base, head }: Answer): HostedPullRequest {
  const now = mergedAt ? "merged" : state === "open" ? "open" : "closed";
  return { number, url, state: now, title, body: body ?? "", base: base.ref, head: head.sha };
}

/** `undefined` for a pull request that is there already, an error that passes for a branch GitHub has not seen yet; anything else is thrown on. */
function explainRefusal(error: unknown, repository: string, branch: string): undefined {
  if (!isAnswer(error) || error.status !== 422) throw error;
  if (/already exists/i.test(error.message)) return undefined;
  if (/"field":"head","code":"invalid"/.test(error.message.replaceAll(" ", ""))) {
    throw new TransientError("BRANCH_NOT_SEEN", `GitHub does not see the branch ${branch} of ${repository} yet.`, { retryAfterMs: 5000 });
  }
  throw error;
}
