/** A test whether a name fits a pattern. */
export type Glob = (name: string) => boolean;

type Token = { kind: "star" } | { kind: "one"; fits: (character: string) => boolean };
type Part = "globstar" | readonly Token[];

const MOST_ALTERNATIVES = 100;

/**
 * Compiles a glob: `*` any text within a part, `**` any number of parts, `?` one character, `[a-z]` and `[!a-z]` classes,
 * `{a,b}` alternatives, `\` takes the sign behind it literally. Undefined when the alternatives are too many.
 *
 * Regular expressions made of globs take minutes for `*a*a*a*a*b` and a hostile name; this never goes back further than one star.
 */
export function compileGlob(pattern: string): Glob | undefined {
  const compiled = expand(pattern)?.map((alternative) => alternative.split("/").map(toPart));
  return compiled && ((name) => compiled.some((parts) => fitsParts(parts, name.split("/"))));
}

/** The same for a name that is no path: `*` also stands for `/`. */
export function compileNameGlob(pattern: string): Glob | undefined {
  const compiled = expand(pattern)?.map(toTokens);
  return compiled && ((name) => compiled.some((tokens) => matchStars(tokens, [...name], isStar, fitsCharacter)));
}

const LONGEST = 250;

/** What is wrong with a pattern, in words that follow its quotation; nothing when it can be used. */
export function findPatternMistake(pattern: string): string | undefined {
  if (pattern.trim() === "") return "is empty";
  if (pattern.length > LONGEST) return `is longer than ${LONGEST} characters`;
  if (pattern.startsWith("!")) return "starts with !, which negates nothing here";
  if (hasOpenBrace(pattern)) return "has a { that is never closed; write \\{ for the character itself";
  const alternatives = expand(pattern);
  if (!alternatives) return "stands for too many alternatives";
  return alternatives.some(hasOpenBracket) ? "has a [ that is never closed; write \\[ for the character itself" : undefined;
}

/** One pattern or several, as a list. */
export function toList(patterns: string | readonly string[]): readonly string[] {
  return typeof patterns === "string" ? [patterns] : patterns;
}

/** Whether one of the patterns is the thing's name, its id, or a glob that fits its name; case counts. */
export function matchesNamed(patterns: string | readonly string[], { id, name }: { id: string; name: string }): boolean {
  return toList(patterns).some(
    (pattern) =>
      pattern === name || pattern === id || (findPatternMistake(pattern) === undefined && compileNameGlob(pattern)?.(name) === true),
  );
}

function hasOpenBrace(pattern: string): boolean {
  let open = 0;
  for (const [sign] of pattern.matchAll(/\\.|\[[!^]?[^\]]+\]|[{}]/gsu)) {
    if (sign === "{") open++;
    else if (sign === "}" && open > 0) open--;
  }
  return open > 0;
}

function hasOpenBracket(pattern: string): boolean {
  return [...pattern.matchAll(/\\.|\[[!^]?[^\]]+\]|\[\]|\[/gsu)].some(([piece]) => piece === "[");
}

function fitsParts(parts: readonly Part[], names: readonly string[]): boolean {
  return matchStars(
    parts,
    names,
    (part) => part === "globstar",
    (part, name) => part !== "globstar" && matchStars(part, [...name], isStar, fitsCharacter),
  );
}

function isStar(token: Token): boolean {
  return token.kind === "star";
}

function fitsCharacter(token: Token, character: string): boolean {
  return token.kind === "one" && token.fits(character);
}

/** Matches items against a pattern in which some elements stand for any number of items; only the last such element is ever widened. */
function matchStars<Element, Item>(
  pattern: readonly Element[],
  items: readonly Item[],
  isAny: (element: Element) => boolean,
  fits: (element: Element, item: Item) => boolean,
): boolean {
  let [at, done] = [0, 0];
  let back: { at: number; done: number } | undefined;
  while (done < items.length) {
    const [element, item] = [pattern[at], items[done] as Item];
    if (element !== undefined && isAny(element)) {
      back = { at, done };
      at++;
    } else if (element !== undefined && fits(element, item)) {
      at++;
      done++;
    } else if (back) {
      back.done++;
      [at, done] = [back.at + 1, back.done];
    } else return false;
  }
  return pattern.slice(at).every(isAny);
}

function toPart(text: string): Part {
  return text === "**" ? "globstar" : toTokens(text);
}

function toTokens(text: string): Token[] {
  const tokens: Token[] = [];
  const pieces = text.matchAll(/\\(.)|(\*+)|(\?)|\[([!^]?)([^\]]+)\]|(.)/gsu);
  for (const [, escaped, stars, one, not, members, literal] of pieces) {
    if (stars !== undefined) tokens.push({ kind: "star" });
    else if (one !== undefined) tokens.push({ kind: "one", fits: () => true });
    else if (members !== undefined) tokens.push({ kind: "one", fits: toClass(members, not !== "") });
    else tokens.push({ kind: "one", fits: (character) => character === (escaped ?? literal) });
  }
  return tokens;
}

function toClass(members: string, negated: boolean): (character: string) => boolean {
  const ranges = [...members.matchAll(/(.)-(.)|(.)/gsu)].map(([, from, to, single]) => [from ?? single ?? "", to ?? single ?? ""] as const);
  return (character) => ranges.some(([from, to]) => character >= from && character <= to) !== negated;
}

/** All texts that the `{a,b}` of a pattern stand for; braces without a comma or an end are text. */
function expand(pattern: string): string[] | undefined {
  const waiting = [pattern];
  const expanded: string[] = [];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (waiting.length + expanded.length > MOST_ALTERNATIVES) return undefined;
    const braces = findBraces(next);
    if (!braces) expanded.push(next);
    else for (const option of braces.options) waiting.push(next.slice(0, braces.start) + option + next.slice(braces.end + 1));
  }
  return expanded;
}

interface Braces {
  start: number;
  end: number;
  options: string[];
}

/** The first braces with a comma of their own. */
function findBraces(pattern: string): Braces | undefined {
  const open: { start: number; commas: number[] }[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern[at];
    if (sign === "\\") at++;
    else if (sign === "{") open.push({ start: at, commas: [] });
    else if (sign === ",") open.at(-1)?.commas.push(at);
    else if (sign === "}") {
      const braces = open.pop();
      if (braces && braces.commas.length > 0)
        return { start: braces.start, end: at, options: cut(pattern, braces.start, braces.commas, at) };
    }
  }
  return undefined;
}

function cut(text: string, start: number, commas: readonly number[], end: number): string[] {
  const edges = [start, ...commas, end];
  return edges.slice(1).map((edge, at) => text.slice((edges[at] ?? start) + 1, edge));
}
