import { TransientError } from "../../errors.ts";
import type { Logger } from "../../log.ts";
import type { HostedPullRequest, PullRequestHost } from "../pull-request-life.ts";
import type { PullRequestText } from "../pull-request-text.ts";
import { tolerate } from "../tolerate.ts";
import { GitlabAnswer, type GitlabClient } from "./client.ts";

/** What we use of a merge request's representation. */
interface Answer {
  iid: number;
  web_url: string;
  state: string;
  title: string;
  description: string | null;
  target_branch: string;
  sha: string | null;
  source_project_id: number;
  target_project_id: number;
}

/** Merge requests over GitLab's REST API. https://docs.gitlab.com/api/merge_requests/ */
export function createPullRequests({ call }: GitlabClient, log: Logger): PullRequestHost {
  return {
    longestBody: 1_048_576,

    list: (repository, branch, signal) =>
      call(repository, "list the merge requests", signal, async ({ mergeRequests }) => {
        const order = { scope: "all", orderBy: "created_at", sort: "desc", perPage: 30, page: 1 } as const;
        const found = await mergeRequests.all({ projectId: repository, sourceBranch: branch, ...order } as Parameters<
          typeof mergeRequests.all
        >[0]);
        // A fork's branch may have the same name.
        return (found as unknown as Answer[]).filter((one) => one.source_project_id === one.target_project_id).map(toHosted);
      }),

    create: (repository, branch, text, labels, signal) =>
      call(repository, "open a merge request", signal, async ({ mergeRequests }) => {
        const fields = { description: text.body, removeSourceBranch: true, ...toLabels("labels", labels) };
        try {
          return toHosted((await mergeRequests.create(repository, branch, text.base, text.title, fields)) as unknown as Answer);
        } catch (error) {
          return explainRefusal(error, repository, branch);
        }
      }),

    async update(repository, number, text, labels, signal) {
      await call(repository, `update merge request ${number}`, signal, ({ mergeRequests }) =>
        mergeRequests.edit(repository, number, { ...toFields(text), ...toLabels("addLabels", labels) }),
      );
    },

    async close(repository, number, body, reason, signal) {
      await tolerate(log, "comment", () =>
        call(repository, `comment on merge request ${number}`, signal, ({ notes }) => notes.create(repository, number, reason)),
      );
      await call(repository, `close merge request ${number}`, signal, ({ mergeRequests }) =>
        mergeRequests.edit(repository, number, { stateEvent: "close", description: body }),
      );
    },
  };
}

function toHosted({ iid, web_url: url, state, title, description, target_branch: base, sha }: Answer): HostedPullRequest {
  // `locked` is a merge that is going on.
  const now = state === "merged" || state === "locked" ? "merged" : state === "opened" ? "open" : "closed";
  return { number: iid, url, state: now, title, body: description ?? "", base, head: sha ?? "" };
}

function toFields({ title, body, base }: Partial<PullRequestText>): { title?: string; description?: string; targetBranch?: string } {
  return {
    ...(title !== undefined && { title }),
    ...(body !== undefined && { description: body }),
    ...(base !== undefined && { targetBranch: base }),
  };
}

/** As a list, which GitLab takes and its own description demands; gitbeaker's types know only the comma-separated form. */
function toLabels(key: "labels" | "addLabels", labels: readonly string[]): Record<string, string> {
  return labels.length === 0 ? {} : { [key]: labels as unknown as string };
}

/** `undefined` for a merge request that is there already, an error that passes for a branch GitLab has not seen yet; anything else is thrown on. */
function explainRefusal(error: unknown, repository: string, branch: string): undefined {
  if (!(error instanceof GitlabAnswer)) throw error;
  if (error.status === 409) return undefined;
  if (/source.branch.*(?:does not exist|not found|not exist)/i.test(error.message)) {
    throw new TransientError("BRANCH_NOT_SEEN", `GitLab does not see the branch ${branch} of ${repository} yet.`, { retryAfterMs: 5000 });
  }
  throw error;
}
