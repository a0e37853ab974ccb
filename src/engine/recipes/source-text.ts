import type { Place, Problem } from "../../errors.ts";
import type { ExpressionProblem } from "../expressions.ts";

/** A YAML text with the places of its values. */
export interface SourceText {
  text: string;
  locate(path: readonly PropertyKey[], at?: "key" | "value"): Place;
}

/** An expression's mistake as a problem of the recipe, at the mistake's own line and column where the YAML text shows it as it is. */
export function toProblem(problem: ExpressionProblem, value: string, path: readonly PropertyKey[], source: SourceText): Problem {
  const { code, message, hint, start, end } = problem;
  return { code, message, ...(hint && { hint }), place: placeIn(source, source.locate(path), value, start, end) };
}

// Quotes, folding and escapes make a YAML string differ from what is written, so the mistake's line, then its word, is looked for.
function placeIn({ text }: SourceText, place: Place, value: string, start: number, end: number): Place {
  const from = offsetOf(text, place);
  if (from === undefined) return place;
  const lineStart = value.lastIndexOf("\n", start - 1) + 1;
  const line = value.slice(lineStart).split("\n", 1)[0] ?? "";
  const word = (value.slice(start, end).split("\n", 1)[0] ?? "").slice(0, 40);
  const before = value.slice(0, lineStart).split("\n").length - 1;
  const at = find(text, line, from + before);
  if (at !== undefined) return toPlace(text, at + start - lineStart, place);
  const near = find(text, word, from);
  return near === undefined ? place : toPlace(text, near, place);
}

function find(text: string, wanted: string, from: number): number | undefined {
  if (wanted.trim() === "") return undefined;
  const at = text.indexOf(wanted, from);
  return at < 0 ? undefined : at;
}

function offsetOf(text: string, { line, column }: Place): number | undefined {
  if (line === undefined) return undefined;
  let offset = 0;
  for (let current = 1; current < line; current++) {
    const next = text.indexOf("\n", offset);
    if (next < 0) return undefined;
    offset = next + 1;
  }
  return offset + (column ?? 1) - 1;
}

function toPlace(text: string, offset: number, { file }: Place): Place {
  const before = text.slice(0, offset).split("\n");
  return { ...(file !== undefined && { file }), line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
