import type { PictureCheck } from "../action.ts";
import type { FileChange } from "../forge.ts";
import { cutLines } from "./cut-lines.ts";
import type { Plan } from "./plan-run.ts";
import { plural } from "./plural.ts";
import { countChanges } from "./prepare-run.ts";
import { toLine } from "./pull-request/escape.ts";
import { toCounts } from "./pull-request/message.ts";
import { toUnifiedDiff } from "./unified-diff.ts";

const MAX_TEXT_BYTES = 262_144;
const MAX_DIFF_LINES = 60;
const MAX_ALL_LINES = 400;
const MAX_LINE = 160;
/** Markup of so long a line is read by no person. */
const LONGEST_READ = 2000;
const MAX_FILES = 200;

/** A plan for a person at a terminal: the files with + ~ -, differences of text files up to a limit, notes. Design text cannot control the terminal. */
export function formatPlan(plan: Plan): string {
  const notes = plan.notes.map(({ level, message }) => `${level === "warning" ? "warning: " : ""}${toLine(message, 500)}`);
  if (plan.state === "skipped") return `Nothing to do.\n${notes.map((note) => `  ${note}\n`).join("")}`;
  const { changeSet, comparison, pictures, repository } = plan;
  if (comparison.changes.length === 0) {
    // What was left out because of a warning may well differ from the design.
    const head = plan.notes.some(({ level }) => level === "warning")
      ? `Nothing to propose to ${repository} (${comparison.base}).`
      : `${repository} (${comparison.base}) already is what the design says.`;
    const lines = [...notes, ...listPictures(pictures)];
    return `${head}\n${lines.map((line) => `  ${line}\n`).join("")}`;
  }
  const sections = [
    `${toLine(changeSet.title)}\n  ${repository}  ${changeSet.branch} → ${comparison.base}\n  ${toCounts(countChanges(comparison))}`,
    listFiles(comparison.changes),
    ...listDiffs(comparison.changes, pictures),
    ...(pictures.length > 0
      ? [
          `Pictures\n${listPictures(pictures)
            .map((line) => `  ${line}`)
            .join("\n")}`,
        ]
      : []),
    ...(notes.length > 0 ? [`Notes\n${notes.map((note) => `  ${note}`).join("\n")}`] : []),
  ];
  return `${sections.join("\n\n")}\n`;
}

const SIGNS = { added: "+", modified: "~", deleted: "-" };

function listFiles(changes: readonly FileChange[]): string {
  const lines = changes.slice(0, MAX_FILES).map((change) => `${SIGNS[change.kind]} ${toLine(change.path, 300)}${sizeOf(change)}`);
  if (changes.length > MAX_FILES) lines.push(`  … and ${changes.length - MAX_FILES} more`);
  return lines.join("\n");
}

function listPictures(pictures: readonly PictureCheck[]): string[] {
  const lines = pictures.slice(0, MAX_FILES).map(toPictureLine);
  if (pictures.length > MAX_FILES) lines.push(`… and ${plural(pictures.length - MAX_FILES, "more picture")}`);
  return lines;
}

function toPictureLine(picture: PictureCheck): string {
  return `${toLine(picture.path, 300)}: ${toVerdict(picture)}`;
}

function toVerdict({ difference, tolerance, kept }: PictureCheck): string {
  const judged = Number.isFinite(difference)
    ? `picture differs in ${toPercent(difference)} of pixels (tolerance ${toPercent(tolerance)})`
    : `picture cannot be compared with the old one (tolerance ${toPercent(tolerance)})`;
  return `${judged}, ${kept ? "old bytes kept" : "replaced"}`;
}

function toPercent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

function sizeOf({ before, after }: FileChange): string {
  const sizes = [before, after].flatMap((content) => (content ? [content.length] : []));
  return sizes.length > 0 ? `  ${sizes.join(" → ")} ${sizes.at(-1) === 1 ? "byte" : "bytes"}` : "";
}

function listDiffs(changes: readonly FileChange[], pictures: readonly PictureCheck[]): string[] {
  const byPath = new Map(pictures.map((picture) => [picture.path, picture]));
  const sections: string[] = [];
  let left = MAX_ALL_LINES;
  let hidden = 0;
  for (const change of changes) {
    if (change.kind !== "modified") continue;
    const lines = toDiff(change, byPath.get(change.path));
    if (!lines) continue;
    if (left <= 0) {
      hidden++;
      continue;
    }
    const shown = lines.slice(0, Math.min(MAX_DIFF_LINES, left));
    left -= shown.length;
    const more = lines.length > shown.length ? [`  … ${plural(lines.length - shown.length, "more line")}`] : [];
    sections.push([`~ ${toLine(change.path, 300)}`, ...cutLines(shown, MAX_LINE).map((line) => `  ${line}`), ...more].join("\n"));
  }
  if (hidden > 0) sections.push(`… the differences of ${plural(hidden, "more file")} are not shown.`);
  return sections;
}

function toDiff({ before, after }: FileChange, picture: PictureCheck | undefined): string[] | undefined {
  const old = before && toText(before);
  const fresh = after && toText(after);
  if (old === undefined || fresh === undefined) return undefined;
  const lines = toUnifiedDiff(old, fresh).map(toTerminal);
  const isLong = lines.some(({ length }) => length > LONGEST_READ);
  return isLong && picture && Number.isFinite(picture.difference) ? [toVerdict(picture)] : lines;
}

function toText(content: Uint8Array): string | undefined {
  if (content.length > MAX_TEXT_BYTES || content.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return undefined;
  }
}

function toTerminal(line: string): string {
  return line.replace(/\t/g, "  ").replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "�");
}
