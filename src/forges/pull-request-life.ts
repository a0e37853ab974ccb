import type { ChangeSet } from "../change-set.ts";
import type { Proposal } from "../forge.ts";
import type { Branches, BranchResult } from "./branches.ts";
import { hasMarker, isSameText, type PullRequestText, readContent, toPullRequestText, withoutContent } from "./pull-request-text.ts";

/** A pull or merge request as its host tells it. `head` is the branch's last commit that it knew. */
export interface HostedPullRequest {
  number: number;
  url: string;
  state: "open" | "closed" | "merged";
  title: string;
  body: string;
  base: string;
  head: string;
}

/** The calls of a host's API that the life of a pull request needs. Throws only the three error classes. */
export interface PullRequestHost {
  readonly longestBody: number;
  /** Those whose source is the branch of this very repository, in every state, newest first. */
  list(repository: string, branch: string, signal: AbortSignal): Promise<HostedPullRequest[]>;
  /** `undefined` when the host says that there is one already. */
  create(
    repository: string,
    branch: string,
    text: PullRequestText,
    labels: readonly string[],
    signal: AbortSignal,
  ): Promise<HostedPullRequest | undefined>;
  update(repository: string, number: number, text: Partial<PullRequestText>, labels: readonly string[], signal: AbortSignal): Promise<void>;
  /** Says why in a comment, then closes. */
  close(repository: string, number: number, body: string, reason: string, signal: AbortSignal): Promise<void>;
}

const EQUAL = "The base branch already says all of this, so there is nothing left to propose.";

/** Makes branch, commit and pull request say what the change set says; the same on every host. */
export async function ensureProposal(
  branches: Branches,
  host: PullRequestHost,
  repository: string,
  change: ChangeSet,
  signal: AbortSignal,
): Promise<Proposal> {
  const known = await host.list(repository, change.branch, signal);
  const ours = known.filter(({ body }) => hasMarker(body, change.branch));
  const open = ours.find(({ state }) => state === "open");
  const closed = open === undefined && ours[0]?.state === "closed" ? ours[0] : undefined;
  const content = closed && readContent(closed.body);
  // Closed with a person's commit on top, it was that commit that was turned down or thrown away with its branch.
  const muted = content?.commit === closed?.head ? content?.digest : undefined;
  const result = await branches.ensure(
    repository,
    change,
    {
      isMerged: (commit) =>
        known.every(({ state }) => state !== "open") && known.some(({ state, head }) => state === "merged" && head === commit),
      isMuted: (digest) => digest === muted,
    },
    signal,
  );
  if (result.state === "equal") return withdraw(branches, host, repository, change.branch, result, open, signal);
  if (result.state === "hands-off") return toProposal(change.branch, result, "hands-off", open);
  if (result.state === "muted" && closed) {
    const reason = `Pull request ${closed.number} with exactly this content was closed; new content opens a new one.`;
    return { ...toProposal(change.branch, result, "hands-off", closed), reason };
  }
  return propose(host, repository, change, result, known, signal);
}

/** What a proposal is where the branch alone is it. */
export async function ensureBranch(branches: Branches, repository: string, change: ChangeSet, signal: AbortSignal): Promise<Proposal> {
  const result = await branches.ensure(repository, change, { isMerged: () => false, isMuted: () => false }, signal);
  const { state, head } = result;
  if (state !== "equal") return toProposal(change.branch, result, state === "muted" ? "hands-off" : state);
  if (head) await branches.remove(repository, change.branch, head, signal);
  return toWithdrawn(change.branch, result, head !== undefined);
}

/** The pull request goes before the branch: the other way round the host closes it without a word. */
async function withdraw(
  branches: Branches,
  host: PullRequestHost,
  repository: string,
  branch: string,
  result: BranchResult,
  open: HostedPullRequest | undefined,
  signal: AbortSignal,
): Promise<Proposal> {
  if (open) await host.close(repository, open.number, withoutContent(open.body), EQUAL, signal);
  if (result.head) await branches.remove(repository, branch, result.head, signal);
  return toWithdrawn(branch, result, open !== undefined || result.head !== undefined, open);
}

async function propose(
  host: PullRequestHost,
  repository: string,
  change: ChangeSet,
  result: BranchResult,
  known: readonly HostedPullRequest[],
  signal: AbortSignal,
): Promise<Proposal> {
  const text = toPullRequestText(change, result.base, { digest: result.digest, commit: result.head ?? "" }, host.longestBody);
  const state = result.state === "unchanged" ? "unchanged" : "updated";
  const open = findOpen(known, change.branch, result.base);
  if (open === undefined) {
    const created = await host.create(repository, change.branch, text, change.labels, signal);
    if (created) return toProposal(change.branch, result, "created", created);
    const other = findOpen(await host.list(repository, change.branch, signal), change.branch, result.base);
    return toProposal(change.branch, result, state, other);
  }
  // Somebody opened it from our branch, or took the marker out: the text is theirs.
  const difference = hasMarker(open.body, change.branch) ? compareText(open, text) : {};
  if (Object.keys(difference).length === 0) return toProposal(change.branch, result, state, open);
  await host.update(repository, open.number, difference, change.labels, signal);
  return toProposal(change.branch, result, "updated", open);
}

function findOpen(known: readonly HostedPullRequest[], branch: string, base: string): HostedPullRequest | undefined {
  const open = known.filter(({ state }) => state === "open");
  return open.find(({ body }) => hasMarker(body, branch)) ?? open.find((one) => one.base === base);
}

function compareText(open: HostedPullRequest, text: PullRequestText): Partial<PullRequestText> {
  return {
    ...(!isSameText(open.title, text.title) && { title: text.title }),
    ...(!isSameText(open.body, text.body) && { body: text.body }),
    ...(open.base !== text.base && { base: text.base }),
  };
}

function toProposal(branch: string, result: BranchResult, state: Proposal["state"], hosted?: HostedPullRequest): Proposal {
  return {
    state,
    branch,
    ...(result.head && { commit: result.head }),
    changes: result.changes,
    paths: result.paths,
    ...(hosted && { url: hosted.url, number: hosted.number }),
    ...(result.reason && { reason: result.reason }),
  };
}

function toWithdrawn(branch: string, { changes, paths }: BranchResult, isClosed: boolean, hosted?: HostedPullRequest): Proposal {
  const where = hosted ? { url: hosted.url, number: hosted.number } : {};
  return isClosed ? { state: "closed", branch, changes, paths, ...where, reason: EQUAL } : { state: "none", branch, changes, paths };
}
