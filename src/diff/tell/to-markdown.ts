import type { DesignDiff, DiffEntry, ThemeChange } from "../design-diff.ts";
import { isSameJson, type Json } from "../json.ts";
import { escapeText, toCellCode } from "./escape.ts";
import { toNoun, toValueText, toVerb } from "./words.ts";

export interface MarkdownOptions {
  /** The most rows of all tables together; 100 when left out. */
  rows?: number;
  /** The most characters; 50 000 when left out. */
  limit?: number;
}

const LONGEST_NAME = 80;
const LONGEST_VALUE = 80;
const MOST_THEMES = 4;
const HEAD = ["| Change | What | Before | After |", "|---|---|---|---|"];

/**
 * The diff as Markdown tables: what breaks first, then the rest, then what only follows from it. Names and values of the design are escaped so
 * that they mention, close, link and break nothing. Empty when nothing changed.
 */
export function toMarkdown(diff: DesignDiff, { rows = 100, limit = 50_000 }: MarkdownOptions = {}): string {
  const own = diff.entries.filter(({ change }) => change !== "resolved");
  const sections = [
    { title: "Breaking changes", entries: own.filter((entry) => entry.class === "major") },
    { title: "Other changes", entries: own.filter((entry) => entry.class !== "major") },
    { title: "Resolved anew, because what they refer to changed", entries: diff.entries.filter(({ change }) => change === "resolved") },
  ];
  const lines = diff.notes.flatMap((note) => [escapeText(note, 500), ""]);
  let left = { rows, characters: limit - lines.join("\n").length - ROOM_FOR_REST };
  for (const { title, entries } of sections) {
    const table = takeRows(entries, { rows: left.rows, characters: left.characters - title.length - 60 });
    if (table.length > 0) lines.push(`**${title}**`, "", ...HEAD, ...table, "");
    if (table.length < entries.length) lines.push(`… and ${entries.length - table.length} more.`, "");
    left = { rows: left.rows - table.length, characters: left.characters - table.join("\n").length - title.length - 60 };
  }
  return lines.length > 0 ? `${lines.join("\n").trimEnd()}\n` : "";
}

const ROOM_FOR_REST = 150;

function takeRows(entries: readonly DiffEntry[], left: { rows: number; characters: number }): string[] {
  const rows: string[] = [];
  let characters = left.characters;
  for (const entry of entries) {
    if (rows.length >= left.rows) break;
    const row = toRow(entry);
    characters -= row.length + 1;
    if (characters < 0) break;
    rows.push(row);
  }
  return rows;
}

function toRow(entry: DiffEntry): string {
  const { name, set, remains } = entry;
  const where = set === undefined ? "" : ` in ${toCellCode(set, LONGEST_NAME)}`;
  const what = `${toNoun(entry)} ${toCellCode(name, LONGEST_NAME)}${where}${remains ? " (the old name remains in another set)" : ""}`;
  const [before, after] = toValues(entry);
  return `| ${toVerb(entry)} | ${what} | ${before} | ${after} |`;
}

function toValues({ change, before, after, themes, pixels }: DiffEntry): [string, string] {
  if (change === "redrawn") return ["", pixels === undefined ? "" : `${toPercent(pixels)} of the pixels differ`];
  const [from, to] = [toCell(before), toCell(after)];
  if (!themes || themes.every((theme) => isSameJson(theme.before, before) && isSameJson(theme.after, after))) return [from, to];
  return [[from, ...toThemeLines(themes, "before")].join("<br>"), [to, ...toThemeLines(themes, "after")].join("<br>")];
}

function toThemeLines(themes: readonly ThemeChange[], side: "before" | "after"): string[] {
  const lines = themes.slice(0, MOST_THEMES).map((change) => `${toCellCode(change.theme, LONGEST_NAME)}: ${toCell(change[side]) || "–"}`);
  return themes.length > MOST_THEMES ? [...lines, `… ${themes.length - MOST_THEMES} more`] : lines;
}

function toCell(value: Json | undefined): string {
  return value === undefined ? "" : toCellCode(toValueText(value, LONGEST_VALUE), LONGEST_VALUE);
}

/** Never 0 for what differs. */
function toPercent(share: number): string {
  return share < 0.001 ? "less than 0.1 %" : `${(share * 100).toFixed(1)} %`;
}
