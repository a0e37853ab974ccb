import type { Point } from "./geometry.ts";

/** One command of a path, absolute. `x1…y2` are the control points of a curve. */
export type Segment =
  | { type: "M" | "L"; x: number; y: number }
  | { type: "C"; x1: number; y1: number; x2: number; y2: number; x: number; y: number }
  | { type: "Z" };

type Command = Segment["type"];

// Powers of ten that a number holds exactly.
const POWERS = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/** A text, the place up to which it was read, and how far its points are moved. Paths are most of a design, so they are read by hand. */
interface Reader {
  readonly text: string;
  at: number;
  readonly dx: number;
  readonly dy: number;
}

/** Reads a text of the commands M, L, C and Z in 32-bit floats, and moves it; undefined when it is anything else (section 0.3). */
export function parsePathText(text: string, move: Point): Segment[] | undefined {
  const reader: Reader = { text, at: 0, dx: move.x, dy: move.y };
  const segments: Segment[] = [];
  skipGaps(reader);
  while (reader.at < text.length) {
    const command = text.charAt(reader.at);
    if (!isCommand(command)) return undefined;
    reader.at += 1;
    skipGaps(reader);
    if (!readSegments(reader, command, segments)) return undefined;
  }
  return segments;
}

/** Reads what one letter stands for, which may be several commands; false when there are too few numbers, or none. */
function readSegments(reader: Reader, command: Command, segments: Segment[]): boolean {
  if (command === "Z") {
    segments.push({ type: "Z" });
    return true;
  }
  let type = command;
  do {
    const segment = type === "C" ? readCurve(reader) : readPoint(reader, type);
    if (!segment) return false;
    segments.push(segment);
    if (type === "M") type = "L";
  } while (reader.at < reader.text.length && !isCommand(reader.text.charAt(reader.at)));
  return true;
}

function readPoint(reader: Reader, type: "M" | "L"): Segment | undefined {
  const x = readFloat(reader, reader.dx);
  const y = readFloat(reader, reader.dy);
  // What is no number, or too large, stays so in a sum.
  return Number.isFinite(x + y) ? { type, x, y } : undefined;
}

function readCurve(reader: Reader): Segment | undefined {
  const x1 = readFloat(reader, reader.dx);
  const y1 = readFloat(reader, reader.dy);
  const x2 = readFloat(reader, reader.dx);
  const y2 = readFloat(reader, reader.dy);
  const x = readFloat(reader, reader.dx);
  const y = readFloat(reader, reader.dy);
  return Number.isFinite(x1 + y1 + x2 + y2 + x + y) ? { type: "C", x1, y1, x2, y2, x, y } : undefined;
}

function readFloat(reader: Reader, by: number): number {
  const number = Math.fround(Math.fround(readNumber(reader)) + by);
  skipGaps(reader);
  return number;
}

function isCommand(letter: string): letter is Command {
  return letter === "M" || letter === "L" || letter === "C" || letter === "Z";
}

const COMMA = 44;
const SPACE = 32;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;

function skipGaps(reader: Reader): void {
  for (let code = reader.text.charCodeAt(reader.at); isGap(code); code = reader.text.charCodeAt(reader.at)) reader.at += 1;
}

function isGap(code: number): boolean {
  return code === COMMA || code === SPACE || (code >= 9 && code <= 13);
}

/**
 * The number at the reader's place; not a number when there is none. A plain decimal of few digits is a whole number over a
 * power of ten, both exact, so that their quotient is the very number that the text means.
 */
function readNumber(reader: Reader): number {
  const { text, at: start } = reader;
  const negative = text.charCodeAt(start) === MINUS;
  let at = negative ? start + 1 : start;
  let code = text.charCodeAt(at);
  let whole = 0;
  let decimals = 0;
  while (code >= ZERO && code <= NINE) {
    whole = whole * 10 + code - ZERO;
    at += 1;
    code = text.charCodeAt(at);
  }
  if (code === POINT) {
    const point = at;
    at += 1;
    code = text.charCodeAt(at);
    while (code >= ZERO && code <= NINE) {
      whole = whole * 10 + code - ZERO;
      at += 1;
      code = text.charCodeAt(at);
    }
    decimals = at - point - 1;
  }
  const isPlain = at - start > 2 && whole <= Number.MAX_SAFE_INTEGER && decimals < POWERS.length && (isGap(code) || endsAt(text, at));
  if (!isPlain) return readWord(reader);
  reader.at = at;
  const size = whole / (POWERS[decimals] ?? 1);
  return negative ? -size : size;
}

function endsAt(text: string, at: number): boolean {
  return at >= text.length || isCommand(text.charAt(at));
}

/** A run of digits, signs, points and exponents; how it must look `Number` knows. */
function readWord(reader: Reader): number {
  const { text, at: start } = reader;
  for (let code = text.charCodeAt(start); isNumeric(code); code = text.charCodeAt(reader.at)) reader.at += 1;
  return reader.at === start ? Number.NaN : Number(text.slice(start, reader.at));
}

function isNumeric(code: number): boolean {
  return (code >= ZERO && code <= NINE) || code === POINT || code === MINUS || code === 43 || code === 69 || code === 101;
}
