import { InvalidArgumentError } from "commander";
import { UserError } from "../../errors.ts";
import { findPatternMistake } from "../../glob.ts";
import { nearest } from "../../yaml.ts";

export interface RenderOptions {
  component: string[];
  board: string[];
  shape: string[];
  page: string[];
  id: string[];
  format: string[];
  scale: number[];
  out?: string;
  contactSheet?: string;
  svgo: boolean;
}

const FORMATS = ["svg", "png", "webp", "avif", "jpeg", "pdf"];

/** Adds a word to those before it. */
export function collect(value: string, before: string[]): string[] {
  if (value === "") throw new InvalidArgumentError("It is empty.");
  return [...before, value];
}

/** Adds a glob; a mistake in it is told at once. */
export function collectGlobs(value: string, before: string[]): string[] {
  const mistake = findPatternMistake(value);
  if (mistake !== undefined) throw new InvalidArgumentError(`The pattern ${mistake}.`);
  return [...before, value];
}

/** Adds a picture format. */
export function collectFormats(value: string, before: string[]): string[] {
  if (FORMATS.includes(value)) return [...before, value];
  const meant = nearest(value, FORMATS);
  throw new InvalidArgumentError(`It is svg, png, webp, avif, jpeg or pdf${meant ? `; did you mean ${meant}?` : "."}`);
}

/** Adds a scale. */
export function collectNumbers(value: string, before: number[]): number[] {
  const number = value.trim() === "" ? Number.NaN : Number(value);
  if (!(number >= 0.1 && number <= 16)) throw new InvalidArgumentError("It is a number from 0.1 to 16.");
  return [...before, number];
}

/** Throws where options do not go together. */
export function checkOptions({ component, board, shape, out, contactSheet }: RenderOptions): void {
  if (out === undefined && contactSheet === undefined) {
    throw new UserError("OUT_MISSING", "Nothing is to be written.", {
      hint: "Name a folder with --out, a picture with --contact-sheet, or both.",
    });
  }
  const kinds = Object.entries({ component, board, shape }).flatMap(([name, globs]) => (globs.length > 0 ? [`--${name}`] : []));
  if (kinds.length > 1) {
    throw new UserError("OPTIONS", `${kinds.join(" and ")} cannot be used together.`, {
      hint: "Draw one kind at a time; each of them may be given more than once.",
    });
  }
}
