import { evaluateCalc } from "./css-calc.ts";
import { evaluate } from "./evaluate.ts";

const FRACTION_DIGITS = 4;
const SHIFT = 10 ** FRACTION_DIGITS;
// Most arithmetic is one operator between two numbers, and then there is nothing to parse.
const SIMPLE = /^(-?\d+(?:\.\d+)?)(px)?( ?)([-+*/])\3(-?\d+(?:\.\d+)?)(px)?$/;
const LONGEST_SIMPLE = 60;
/** Longer texts are never arithmetic; reading them as such would only cost time. */
const LONGEST = 1000;
const SIGNS = new Set(["+", "-", "*", "/"]);

/**
 * A text with the arithmetic in it done, as Penpot's resolver does it (file-model §6.7): `px` is taken away and put back, one other unit is
 * kept, several are not computed, results are rounded to four digits. Values separated by spaces are computed one by one, so that operators
 * other than + - * / must not be surrounded by spaces. What is no arithmetic comes back as it was.
 */
export function compute(text: string): string | number {
  if (isNoArithmetic(text)) return text;
  const simple = text.length <= LONGEST_SIMPLE ? SIMPLE.exec(text) : null;
  if (simple) return finish(apply(simple[4] ?? "", Number(simple[1]), Number(simple[5])), simple[2] ?? simple[6] ?? "");
  const values = splitValues(text);
  const [only] = values;
  return values.length === 1 && only !== undefined ? computeOne(only) : values.map(computeOne).join(" ");
}

/** The units that numbers in a text have, in their order, `px` aside; as many as two are mixed. */
export function findUnits(text: string): string[] {
  const units = new Set<string>();
  let at = 0;
  while (at < text.length) {
    const start = at;
    while (at < text.length && isUnitCharacter(text.charCodeAt(at))) at++;
    if (at === start) {
      at++;
      continue;
    }
    const before = text[start - 1] === "." ? start - 2 : start - 1;
    if (isDigit(text.charCodeAt(before))) units.add(text.slice(start, at));
  }
  return [...units];
}

/** Most values: plain words, colours and numbers. */
function isNoArithmetic(text: string): boolean {
  if (text.length > LONGEST || text === "") return true;
  if (text.charCodeAt(0) === 35) return !text.includes(" ");
  return !Number.isNaN(Number(text)) && !text.includes(" ");
}

function computeOne(text: string): string | number {
  if (!Number.isNaN(Number(text))) return text;
  const hasPx = text.includes("px");
  const bare = hasPx ? text.replaceAll("px", "") : text;
  const units = findUnits(bare);
  if (units.length > 1) return text;
  const unit = units[0] ?? (hasPx ? "px" : "");
  const result = toNumber(bare) ?? evaluate(bare) ?? evaluateCalc(/[/+%-]/.test(bare) || unit === "" ? bare : bare.replaceAll(unit, ""));
  return result === undefined ? text : finish(result, unit);
}

function finish(result: number, unit: string): string | number {
  const rounded = round(result);
  return unit ? `${rounded}${unit}` : rounded;
}

/** What `toFixed` would give as a number, + 0 to make zero of minus zero. Far from a half, rounding the shifted number is the same and much faster. */
function round(value: number): number {
  const shifted = value * SHIFT;
  const isClear = Math.abs(value) < 1e6 && Math.abs(shifted - Math.floor(shifted) - 0.5) > 1e-3;
  return (isClear ? Math.round(shifted) / SHIFT : Number(value.toFixed(FRACTION_DIGITS))) + 0;
}

function apply(sign: string, left: number, right: number): number {
  if (sign === "+") return left + right;
  if (sign === "-") return left - right;
  return sign === "*" ? left * right : left / right;
}

function toNumber(text: string): number | undefined {
  const number = Number(text);
  return Number.isNaN(number) ? undefined : number;
}

/** Splits at the spaces that separate values, which are those with no operator beside them and no parenthesis around them. */
function splitValues(text: string): string[] {
  const words = text.split(" ");
  if (words.length === 1) return words;
  const isInside = createGroupTest(text);
  const ends: number[] = [];
  let skips = false;
  for (const [index, word] of words.entries()) {
    if (belongs(word, words[index - 1] ?? "", words[index + 1] ?? "") || isInside(word)) continue;
    if (skips) skips = false;
    else {
      ends.push(index);
      // The word after it would be found a second time.
      if (![...SIGNS].some((sign) => word.includes(sign))) skips = true;
    }
  }
  if (ends.length === 0) return [text];
  const values: string[] = [];
  let from = 0;
  for (const end of [...ends, words.length]) {
    const value = words.slice(from, end + 1).join(" ");
    if (value) values.push(value);
    from = end + 1;
  }
  return values;
}

/** Whether a word is part of a sum or product by what stands beside it. */
function belongs(word: string, left: string, right: string): boolean {
  if (SIGNS.has(word)) return true;
  const leads = SIGNS.has(right);
  const follows = SIGNS.has(left);
  return (leads && (follows || left === "" || word.endsWith(")"))) || (right === "" && follows);
}

/** Whether a word opens a parenthesis or stands between two. */
function createGroupTest(text: string): (word: string) => boolean {
  const open = text.indexOf("(");
  const close = text.lastIndexOf(")");
  return (word) => {
    if (open < 0) return false;
    if (word.includes("(")) return true;
    const at = text.indexOf(word, open + 1);
    return at >= 0 && at + word.length <= close;
  };
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isUnitCharacter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 37;
}
