/** Characters that are written in one direction. */
export interface Stretch {
  text: string;
  rtl: boolean;
}

/** What a character does to the direction: L and R are strong, a number goes with what is before it, a neutral with what is around it. */
type Kind = "L" | "R" | "number" | "separator" | "terminator" | "neutral";

const RIGHT_TO_LEFT = /[\u200f\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * A line's stretches of one direction as they stand from left to right, by the rules of Unicode's bidirectional algorithm.
 * Characters for explicit embeddings are not heeded: a run is of one direction already.
 */
export function toVisualOrder(text: string, rtl: boolean): Stretch[] {
  if (!rtl && !RIGHT_TO_LEFT.test(text)) return [{ text, rtl: false }];
  const characters = [...text];
  const levels = levelsOf(resolve(characters, rtl), rtl);
  const stretches: (Stretch & { level: number })[] = [];
  for (const [at, character] of characters.entries()) {
    const level = levels[at] ?? 0;
    const last = stretches.at(-1);
    const shown = level % 2 === 1 ? (MIRRORED.get(character) ?? character) : character;
    if (last?.level === level) last.text += shown;
    else stretches.push({ text: shown, rtl: level % 2 === 1, level });
  }
  for (const level of [2, 1]) reverseFrom(stretches, level);
  return stretches.map(({ text, rtl }) => ({ text, rtl }));
}

function kindsOf(characters: readonly string[]): Kind[] {
  let last: Kind = "neutral";
  return characters.map((character) => {
    // Marks stay with their letter.
    if (!/\p{M}/u.test(character)) last = toKind(character);
    return last;
  });
}

function toKind(character: string): Kind {
  if (/\p{Nd}/u.test(character)) return "number";
  if (/[.,:/\u00a0]/.test(character)) return "separator";
  if (/[#%+\-−°‰\p{Sc}]/u.test(character)) return "terminator";
  if (RIGHT_TO_LEFT.test(character)) return "R";
  return /[\p{L}\u200e]/u.test(character) ? "L" : "neutral";
}

/** Decides what separators, terminators, numbers and neutrals go with. */
function resolve(characters: readonly string[], rtl: boolean): Kind[] {
  const base = rtl ? "R" : "L";
  const found = joinNumbers(kindsOf(characters));
  let strong: Kind = base;
  for (const [at, kind] of found.entries()) {
    if (kind === "L" || kind === "R") strong = kind;
    if (kind === "number" && strong === "L") found[at] = "L";
  }
  const side = (kind: Kind | undefined) => (kind === undefined ? base : kind === "number" ? "R" : kind);
  for (const pair of bracketsOf(characters)) settleBrackets(found, pair, base);
  for (let at = 0; at < found.length; at += 1) {
    if (found[at] !== "neutral") continue;
    let end = at;
    while (found[end] === "neutral") end += 1;
    const [before, after] = [side(found[at - 1]), side(found[end])];
    found.fill(before === after ? before : base, at, end);
    at = end - 1;
  }
  return found;
}

/** Where the brackets stand that belong together, in the order of the opening ones. */
function bracketsOf(characters: readonly string[]): [open: number, close: number][] {
  const pairs: [number, number][] = [];
  const waiting: { at: number; close: string }[] = [];
  for (const [at, character] of characters.entries()) {
    const opened = waiting.findLastIndex(({ close }) => close === character);
    if (OPENING.includes(character)) {
      // As many as Unicode asks for; a text of nothing but brackets would take for ever.
      if (waiting.length === DEEPEST) break;
      waiting.push({ at, close: MIRRORED.get(character) ?? "" });
    } else if (opened >= 0) pairs.push([waiting.splice(opened)[0]?.at ?? at, at]);
  }
  return pairs.sort(([a], [b]) => a - b);
}

/** Brackets go with the line if something inside does; else with what is inside if that goes on outside before them. */
function settleBrackets(kinds: Kind[], [open, close]: [number, number], base: "L" | "R"): void {
  const strong = (kind: Kind) => (kind === "number" ? "R" : kind);
  const inside = kinds.slice(open + 1, close).map(strong);
  const other = base === "L" ? "R" : "L";
  if (!inside.includes(base) && !inside.includes(other)) return;
  const before = strong(kinds.slice(0, open).findLast((kind) => kind !== "neutral") ?? base);
  const kind = !inside.includes(base) && before === other ? other : base;
  kinds[open] = kind;
  kinds[close] = kind;
}

/** A separator between two numbers is part of them, and so are the signs beside a number; all others are neutral. */
function joinNumbers(kinds: readonly Kind[]): Kind[] {
  const found = kinds.map((kind, at) => {
    if (kind !== "separator") return kind;
    return kinds[at - 1] === "number" && kinds[at + 1] === "number" ? "number" : "neutral";
  });
  const touch = (at: number, neighbour: number) => {
    if (found[at] === "terminator" && found[neighbour] === "number") found[at] = "number";
  };
  for (let at = 0; at < found.length; at += 1) touch(at, at - 1);
  for (let at = found.length - 1; at >= 0; at -= 1) touch(at, at + 1);
  return found.map((kind) => (kind === "terminator" ? "neutral" : kind));
}

function levelsOf(kinds: readonly Kind[], rtl: boolean): number[] {
  return kinds.map((kind) => (kind === "R" ? 1 : kind === "number" || rtl ? 2 : 0));
}

function reverseFrom(stretches: (Stretch & { level: number })[], level: number): void {
  for (let at = 0; at < stretches.length; at += 1) {
    let end = at;
    while ((stretches[end]?.level ?? -1) >= level) end += 1;
    if (end === at) continue;
    stretches.splice(at, end - at, ...stretches.slice(at, end).reverse());
    at = end - 1;
  }
}

const OPENING = "([{";
const DEEPEST = 63;
const PAIRS = ["()", "[]", "{}", "<>", "«»", "‹›"];
const MIRRORED: ReadonlyMap<string, string> = new Map(
  PAIRS.flatMap(([open = "", close = ""]) => [[open, close] as const, [close, open] as const]),
);
