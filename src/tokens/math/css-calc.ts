/** A number with the unit it was written with. */
interface Quantity {
  value: number;
  unit: string;
}

interface Cursor {
  text: string;
  at: number;
  depth: number;
}

const DEEPEST = 50;
const SPACE = /\s*/y;
const NUMBER = /([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(%|[a-zA-Z]*)/y;
const CALC = /calc(?=\()/iy;
const UNITS = new Set("em ex ch rem vw vh vmin vmax px mm cm in pt pc q vm deg grad turn rad s ms hz khz dpi dpcm dppm fr %".split(" "));

/**
 * Computes what CSS's calc() could, for the values expr-eval refuses because of a unit: `50% + 10%`, `calc(4 * 2)`. Sums need equal units,
 * products at most one. Undefined when it cannot be reduced to one number; the unit is dropped, the caller knows it.
 */
export function evaluateCalc(text: string): number | undefined {
  const cursor: Cursor = { text, at: 0, depth: 0 };
  const result = readSum(cursor);
  skipSpace(cursor);
  return result && cursor.at === text.length && !Number.isNaN(result.value) ? result.value : undefined;
}

function readSum(cursor: Cursor): Quantity | undefined {
  let left = readProduct(cursor);
  for (let sign = takeSign(cursor, "+-"); left && sign; sign = takeSign(cursor, "+-")) {
    const right = readProduct(cursor);
    if (!right || right.unit !== left.unit) return undefined;
    left = { value: sign === "+" ? left.value + right.value : left.value - right.value, unit: left.unit };
  }
  return left;
}

function readProduct(cursor: Cursor): Quantity | undefined {
  let left = readQuantity(cursor);
  for (let sign = takeSign(cursor, "*/"); left && sign; sign = takeSign(cursor, "*/")) {
    const right = readQuantity(cursor);
    if (!right || (right.unit !== "" && (sign === "/" || left.unit !== ""))) return undefined;
    left = { value: sign === "*" ? left.value * right.value : left.value / right.value, unit: left.unit || right.unit };
  }
  return left;
}

function readQuantity(cursor: Cursor): Quantity | undefined {
  skipSpace(cursor);
  const number = take(cursor, NUMBER);
  if (number) {
    const unit = (number[2] ?? "").toLowerCase();
    return unit === "" || UNITS.has(unit) ? { value: Number.parseFloat(number[1] ?? ""), unit } : undefined;
  }
  take(cursor, CALC);
  if (cursor.text[cursor.at] !== "(" || cursor.depth >= DEEPEST) return undefined;
  cursor.at++;
  cursor.depth++;
  const inside = readSum(cursor);
  skipSpace(cursor);
  if (cursor.text[cursor.at] !== ")") return undefined;
  cursor.at++;
  cursor.depth--;
  return inside;
}

/** The next operator; a sign that touches the next number but not the last one belongs to the number. */
function takeSign(cursor: Cursor, signs: string): string | undefined {
  const before = cursor.at;
  skipSpace(cursor);
  const { text, at } = cursor;
  const sign = text[at];
  if (sign === undefined || !signs.includes(sign)) return undefined;
  const touchesNext = /[\d.]/.test(text[at + 1] ?? "");
  const touchesLast = at === before && text[at - 1] !== ")";
  if ((sign === "+" || sign === "-") && touchesNext && !touchesLast) return undefined;
  cursor.at++;
  return sign;
}

function skipSpace(cursor: Cursor): void {
  take(cursor, SPACE);
}

function take(cursor: Cursor, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text);
  if (found) cursor.at += found[0].length;
  return found ?? undefined;
}
