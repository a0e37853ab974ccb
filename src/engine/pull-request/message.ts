import type { FileRef } from "../../design.ts";
import type { ChangeCounts } from "../../forge.ts";
import { plural } from "../plural.ts";
import { escapePlain, toLine } from "./escape.ts";

const MAX_SUBJECT = 72;

/** What a commit and its pull request speak of. */
export interface Subject {
  recipe: string;
  runId: string;
  file: FileRef;
  revn: number;
}

/** The commit's message: a Conventional Commits subject, the counts, and trailers that tell where it came from. */
export function toCommitMessage({ recipe, runId, file, revn }: Subject, counts: ChangeCounts): string {
  const trailers = [
    `Penpot-File: ${file.instance}/${file.fileId}`,
    `Penpot-Revn: ${revn}`,
    `Penops-Recipe: ${recipe}`,
    `Penops-Run: ${runId}`,
  ];
  const subject = toLine(`chore(${recipe}): sync with ${escapePlain(file.name)}`, MAX_SUBJECT);
  return `${subject}\n\n${toCounts(counts)}\n\n${trailers.map((trailer) => toLine(trailer)).join("\n")}\n`;
}

/** `3 files added, 2 changed, 1 deleted.` */
export function toCounts({ added, modified, deleted }: ChangeCounts): string {
  const parts = [
    { count: added, verb: "added" },
    { count: modified, verb: "changed" },
    { count: deleted, verb: "deleted" },
  ].filter(({ count }) => count > 0);
  const [first, ...rest] = parts;
  if (!first) return "No files changed.";
  const head = `${plural(first.count, "file")} ${first.verb}`;
  return `${[head, ...rest.map(({ count, verb }) => `${count} ${verb}`)].join(", ")}.`;
}
