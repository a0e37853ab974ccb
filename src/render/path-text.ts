/** One command of a path, absolute. `x1…y2` are the control points of a curve. */
export type Segment =
  | { type: "M" | "L"; x: number; y: number }
  | { type: "C"; x1: number; y1: number; x2: number; y2: number; x: number; y: number }
  | { type: "Z" };

type Command = Segment["type"];

// Powers of ten that a number holds exactly.
const POWERS = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/** A text and the place up to which it was read. Paths are most of a design, so they are read by hand. */
interface Reader {
  text: string;
  at: number;
}

/** Reads a text of the commands M, L, C and Z in 32-bit floats; undefined when it is anything else (section 0.3). */
export function parsePathText(text: string): Segment[] | undefined {
  const reader = { text, at: 0 };
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
  const [x, y] = [readFloat(reader), readFloat(reader)];
  // What is no number, or too large, stays so in a sum.
  return Number.isFinite(x + y) ? { type, x, y } : undefined;
}

function readCurve(reader: Reader): Segment | undefined {
  const [x1, y1, x2, y2] = [readFloat(reader), readFloat(reader), readFloat(reader), readFloat(reader)];
  const [x, y] = [readFloat(reader), readFloat(reader)];
  return Number.isFinite(x1 + y1 + x2 + y2 + x + y) ? { type: "C", x1, y1, x2, y2, x, y } : undefined;
}

function readFloat(reader: Reader): number {
  const number = Math.fround(readNumber(reader));
  skipGaps(reader);
  return number;
}

function isCommand(letter: string): letter is Command {
  return letter === "M" || letter === "L" || letter === "C" || letter === "Z";
}

const [COMMA, SPACE, MINUS, POINT, ZERO] = [44, 32, 45, 46, 48];

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
  let whole = 0;
  let point = -1;
  for (let digit = text.charCodeAt(at) - ZERO; (digit >= 0 && digit <= 9) || digit === POINT - ZERO; digit = text.charCodeAt(at) - ZERO) {
    if (digit === POINT - ZERO && point >= 0) return readWord(reader);
    if (digit === POINT - ZERO) point = at;
    else whole = whole * 10 + digit;
    at += 1;
  }
  const decimals = point < 0 ? 0 : at - point - 1;
  const isPlain = at - start > 2 && whole <= Number.MAX_SAFE_INTEGER && decimals < POWERS.length && endsAt(text, at);
  if (!isPlain) return readWord(reader);
  reader.at = at;
  const size = whole / (POWERS[decimals] ?? 1);
  return negative ? -size : size;
}

function endsAt(text: string, at: number): boolean {
  return at >= text.length || isGap(text.charCodeAt(at)) || isCommand(text.charAt(at));
}

/** A run of digits, signs, points and exponents; how it must look `Number` knows. */
function readWord(reader: Reader): number {
  const { text, at: start } = reader;
  for (let code = text.charCodeAt(start); isNumeric(code); code = text.charCodeAt(reader.at)) reader.at += 1;
  return reader.at === start ? Number.NaN : Number(text.slice(start, reader.at));
}

function isNumeric(code: number): boolean {
  return (code >= 48 && code <= 57) || code === POINT || code === MINUS || code === 43 || code === 69 || code === 101;
}
