import type { PictureCheck } from "../../action.ts";
import type { Artifact } from "../../artifact.ts";
import type { ChangeCounts, FileChange } from "../../forge.ts";
import type { Note } from "../../run.ts";
import { plural } from "../plural.ts";
import { escapeMarkdown, toCode } from "./escape.ts";
import { type Subject, toCounts } from "./message.ts";

const MAX_PATHS = 100;
const MAX_NOTES = 30;
const MAX_NOTE = 500;

/** A step's artifacts under the name people know it by. */
export interface StepArtifacts {
  step: string;
  artifacts: readonly Artifact[];
}

export interface BodyInput extends Pick<Subject, "recipe" | "file"> {
  /** The address of the file in Penpot's workspace; absent where the file was read from an archive. */
  link?: string | undefined;
  counts: ChangeCounts;
  changes: readonly Pick<FileChange, "path" | "kind">[];
  steps: readonly StepArtifacts[];
  notes: readonly Note[];
  pictures: readonly PictureCheck[];
}

/**
 * The pull request's text: what changed, file by file, and what a reviewer should know besides. The same change gives the same text, so
 * that a forge need not send it again: revision and run stand in the commit's trailers.
 */
export function toBody(input: BodyInput): string {
  const { file, link, counts, recipe } = input;
  const sections = [
    `${link === undefined ? escapeMarkdown(file.name) : `[${escapeMarkdown(file.name)}](${link})`} changed in Penpot; this brings the repository in step with it.`,
    `**${toCounts(counts)}**`,
    ...toPathList(input),
    ...toKept(input.pictures),
    ...toNoteList(input.notes),
    `---\nMade by the recipe ${toCode(recipe)} of Penops.`,
  ];
  return `${sections.join("\n\n")}\n`;
}

/** The address of a file in Penpot's workspace; none without the address of an instance. */
export function toWorkspaceLink(publicUrl: string, teamId: string, fileId: string): string | undefined {
  if (publicUrl === "") return undefined;
  return `${publicUrl}/#/workspace?team-id=${encodeURIComponent(teamId)}&file-id=${encodeURIComponent(fileId)}`;
}

const VERBS = { added: "added", modified: "changed", deleted: "deleted" };

function toPathList({ changes, steps }: BodyInput): string[] {
  const sections: string[] = [];
  let left = MAX_PATHS;
  for (const { title, lines } of toGroups(changes, steps)) {
    const shown = lines.slice(0, left);
    left -= shown.length;
    if (shown.length > 0) sections.push(`${title}\n\n${shown.join("\n")}`);
  }
  if (changes.length > MAX_PATHS) sections.push(`… and ${plural(changes.length - MAX_PATHS, "more file")}.`);
  return sections;
}

function toGroups(changes: BodyInput["changes"], steps: readonly StepArtifacts[]): { title: string; lines: string[] }[] {
  const made = new Map(steps.flatMap(({ step, artifacts }) => artifacts.map((artifact) => [artifact.path, { step, artifact }] as const)));
  const groups = new Map<string, string[]>(steps.map(({ step }) => [`**${escapeMarkdown(step)}**`, []]));
  for (const { path, kind } of changes) {
    const origin = made.get(path);
    const title = origin ? `**${escapeMarkdown(origin.step)}**` : "**No longer in the design**";
    const name = origin?.artifact.from && ` from ${escapeMarkdown(origin.artifact.from.name)}`;
    groups.set(title, [...(groups.get(title) ?? []), `- ${VERBS[kind]} ${toCode(path)}${name ?? ""}`]);
  }
  return [...groups].map(([title, lines]) => ({ title, lines }));
}

function toKept(pictures: readonly PictureCheck[]): string[] {
  const count = pictures.filter(({ kept }) => kept).length;
  if (count === 0) return [];
  return [
    `${plural(count, "picture")} ${count === 1 ? "looks" : "look"} the same as before and ${count === 1 ? "keeps its" : "keep their"} old bytes.`,
  ];
}

function toNoteList(notes: readonly Note[]): string[] {
  if (notes.length === 0) return [];
  const sorted = [...notes].sort((a, b) => Number(b.level === "warning") - Number(a.level === "warning"));
  const lines = sorted
    .slice(0, MAX_NOTES)
    .map(({ level, message }) => `- ${level === "warning" ? "⚠️ " : ""}${escapeMarkdown(message, MAX_NOTE)}`);
  if (notes.length > MAX_NOTES) lines.push(`- … and ${plural(notes.length - MAX_NOTES, "more note")}.`);
  return [`**Notes**\n\n${lines.join("\n")}`];
}
