import { CONSTANTS, type Scalar } from "./functions.ts";

/** A word of an expression: a number or constant, a name, or an operator, parenthesis or comma. */
export type Word = { kind: "value"; value: Scalar } | { kind: "name"; text: string } | { kind: "sign"; text: string };

const SPACE = /[ \t\n\r]+|\/\*[\s\S]*?(?:\*\/|$)/y;
const RADIX = /0(?:x[0-9a-f]+|b[01]+)/iy;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const NAME = /\p{L}[\p{L}\d_]*/uy;
const SIGN = /==|!=|>=|<=|[-+*/%^()<>!,∙•]/y;
const TIMES = new Set(["∙", "•"]);

/** The words of an expression in expr-eval's grammar (file-model §6.3); undefined when a character has no place in one. */
export function toWords(text: string): Word[] | undefined {
  const words: Word[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  while (at < text.length) {
    if (take(SPACE) !== undefined) continue;
    const number = take(RADIX) ?? take(NUMBER);
    const name = number === undefined ? take(NAME) : undefined;
    const sign = number === undefined && name === undefined ? take(SIGN) : undefined;
    if (number !== undefined) words.push({ kind: "value", value: Number(number) });
    else if (name !== undefined) words.push(toName(name));
    else if (sign !== undefined) words.push({ kind: "sign", text: TIMES.has(sign) ? "*" : sign });
    else return undefined;
  }
  return words;
}

function toName(text: string): Word {
  const value = CONSTANTS.get(text);
  return value === undefined ? { kind: "name", text } : { kind: "value", value };
}
