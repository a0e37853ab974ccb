import type { ChangeSet } from "../change-set.ts";

/** What a host shows of a change set, within its limits. */
export interface PullRequestText {
  title: string;
  body: string;
  base: string;
}

const LONGEST_TITLE = 250;
const CUT = "\n\n…\n\nThis description was longer than the host allows; the rest is left out.";

/** What a pull request proposes: the digest of the content, and the commit of ours that carries it. */
export interface ProposedContent {
  digest: string;
  commit: string;
}

/** The text of a pull request: one line of title, the body with the hidden markers by which it is found again, cut to `longestBody` characters. */
export function toPullRequestText(
  change: ChangeSet,
  base: string,
  { digest, commit }: ProposedContent,
  longestBody: number,
): PullRequestText {
  const title = change.title.replace(/\s+/g, " ").trim() || change.branch;
  const markers = `${toMarker(change.branch)}\n<!-- penops-content:${digest}-${commit} -->`;
  const room = longestBody - markers.length - 2;
  const body = change.body.trimEnd();
  return {
    title: title.length > LONGEST_TITLE ? `${[...title].slice(0, LONGEST_TITLE - 1).join("")}…` : title,
    body: `${body.length > room ? cutAtLine(body, room - CUT.length) + CUT : body}\n\n${markers}`,
    base,
  };
}

/** Whether a body carries the marker of this branch. */
export function hasMarker(body: string, branch: string): boolean {
  return body.includes(toMarker(branch));
}

/** The content a body says it proposes; `undefined` when it was withdrawn or somebody took the marker out. */
export function readContent(body: string): ProposedContent | undefined {
  const [, digest, commit] = [...body.matchAll(/<!-- penops-content:([0-9a-f]+)-([0-9a-f]+) -->/g)].at(-1) ?? [];
  return digest && commit ? { digest, commit } : undefined;
}

/** The body of a proposal we withdraw: without the content's marker, so that the same content may be proposed again one day. */
export function withoutContent(body: string): string {
  return body.replace(/\n?<!-- penops-content:[0-9a-f-]+ -->/g, "");
}

/** Whether two texts are the same once the host has stored them its way. */
export function isSameText(a: string, b: string): boolean {
  const normal = (text: string) => text.replaceAll("\r\n", "\n").trim();
  return normal(a) === normal(b);
}

function toMarker(branch: string): string {
  return `<!-- penops:${branch} -->`;
}

function cutAtLine(text: string, length: number): string {
  const head = text.slice(0, Math.max(0, length));
  const end = head.lastIndexOf("\n");
  return end > length / 2 ? head.slice(0, end) : head;
}
