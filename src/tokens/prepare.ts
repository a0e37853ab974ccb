import type { Token, TokenLibrary, TokenSet } from "../design.ts";
import { normalise } from "./normalise.ts";
import { collectReferences, isRawList, type Raw } from "./raw.ts";
import { toAlias } from "./references.ts";

/** A token taken apart once, for all resolutions of its library. Names are numbers, so that no resolution needs to hash them again. */
export interface PreparedToken {
  /** The number of its name. */
  id: number;
  /** Its own number among all tokens of the library. */
  index: number;
  set: string;
  token: Token;
  /** Undefined when the value is nested too deeply to be one. */
  raw: Raw | undefined;
  references: readonly string[];
  /** The numbers of the names it refers to. */
  needs: readonly number[];
  alias: string | undefined;
  /** The numbers of the names its own name lies below (`a` for `a.b`). */
  above: readonly number[];
}

export interface PreparedSet {
  name: string;
  tokens: readonly PreparedToken[];
  /** Tokens whose name the set has already; they count for nothing. */
  doubles: readonly Token[];
}

export interface PreparedLibrary {
  /** In the library's order; of two sets of one name the first. */
  sets: readonly PreparedSet[];
  doubles: readonly string[];
  /** All names of tokens and in references, by their numbers. */
  names: readonly string[];
  /** How many tokens there are in all sets. */
  size: number;
}

interface Names {
  ids: Map<string, number>;
  list: string[];
  /** How many dots the names of tokens have: a name can only lie below one of these. */
  depths: Set<number>;
  /** The set in which a name was seen last. */
  seenIn: (string | undefined)[];
  size: number;
}

const NO_NAMES: readonly string[] = [];
const NO_IDS: readonly number[] = [];
/** Token names have at most 255 characters in Penpot; what is far longer is not searched for groups above it. */
const LONGEST_NAME = 4096;

/** Takes a library's tokens apart: values, references, groups. Linear in its size. */
export function prepareLibrary(library: TokenLibrary): PreparedLibrary {
  const seen = new Set<string>();
  const doubles: string[] = [];
  const sets: TokenSet[] = [];
  for (const set of library.sets) {
    if (seen.has(set.name)) doubles.push(set.name);
    else sets.push(set);
    seen.add(set.name);
  }
  const names: Names = { ids: new Map(), list: [], depths: new Set(), seenIn: [], size: 0 };
  const prepared = sets.map((set) => prepareSet(set, names));
  const placed = names.depths.size > 1 ? prepared.map((set) => placeSet(set, names)) : prepared;
  return { sets: placed, doubles, names: names.list, size: names.size };
}

function prepareSet(set: TokenSet, names: Names): PreparedSet {
  const tokens: PreparedToken[] = [];
  const doubles: Token[] = [];
  for (const token of set.tokens) {
    const id = toId(token.name, names);
    if (names.seenIn[id] === set.name) {
      doubles.push(token);
      continue;
    }
    if (names.seenIn[id] === undefined) names.depths.add(countDots(token.name));
    names.seenIn[id] = set.name;
    tokens.push(prepareToken(id, set.name, token, names));
  }
  return { name: set.name, tokens, doubles };
}

function prepareToken(id: number, set: string, token: Token, names: Names): PreparedToken {
  const raw = normalise(token.type, token.value);
  const references = toReferences(raw);
  const needs = references.length === 0 ? NO_IDS : references.map((name) => toId(name, names));
  const alias = references.length === 1 ? findAlias(raw) : undefined;
  return { id, index: names.size++, set, token, raw, references, needs, alias, above: NO_IDS };
}

function toId(name: string, { ids, list, seenIn }: Names): number {
  const known = ids.get(name);
  if (known !== undefined) return known;
  const id = list.length;
  ids.set(name, id);
  list.push(name);
  seenIn.push(undefined);
  return id;
}

function toReferences(raw: Raw | undefined): readonly string[] {
  if (raw === undefined || (typeof raw === "string" && !raw.includes("{"))) return NO_NAMES;
  const alias = findAlias(raw);
  if (alias !== undefined) return [alias];
  const names = new Set<string>();
  collectReferences(raw, names);
  return names.size === 0 ? NO_NAMES : [...names];
}

/** A list of one font is one reference too: Penpot writes `["{font.family}"]`. */
function findAlias(raw: Raw | undefined): string | undefined {
  if (isRawList(raw)) return raw.length === 1 && typeof raw[0] === "string" ? toAlias(raw[0]) : undefined;
  return typeof raw === "string" ? toAlias(raw) : undefined;
}

function placeSet(set: PreparedSet, names: Names): PreparedSet {
  return { ...set, tokens: set.tokens.map((token) => ({ ...token, above: findAbove(token.token.name, names) })) };
}

function findAbove(name: string, { ids, depths }: Names): readonly number[] {
  if (name.length > LONGEST_NAME) return NO_IDS;
  const above: number[] = [];
  let depth = 0;
  for (let at = name.indexOf("."); at >= 0; at = name.indexOf(".", at + 1)) {
    const id = depths.has(depth) ? ids.get(name.slice(0, at)) : undefined;
    if (id !== undefined) above.push(id);
    depth++;
  }
  return above.length === 0 ? NO_IDS : above;
}

function countDots(name: string): number {
  let dots = 0;
  for (let at = name.indexOf("."); at >= 0; at = name.indexOf(".", at + 1)) dots++;
  return dots;
}
