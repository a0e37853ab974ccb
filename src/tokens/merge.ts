import type { PreparedLibrary, PreparedToken } from "./prepare.ts";
import { listSome, quote, type TokenProblem, toTokenProblem } from "./problems.ts";
import { suggest } from "./suggest.ts";

/** The tokens of some sets, as Penpot sees them when these are active. */
export interface MergedTokens {
  library: PreparedLibrary;
  /** The active sets in the library's order. */
  sets: readonly string[];
  /** The names that have a token, as numbers, in the order they came first. */
  order: readonly number[];
  /** The token of each name; a later set's replaces an earlier one's. */
  slots: readonly (PreparedToken | undefined)[];
  /** Names that lie below another token's, with that name: Penpot drops them (file-model §6.7 step 2). */
  collisions: ReadonlyMap<number, number>;
  problems: readonly TokenProblem[];
}

/** Merges the tokens of sets, whichever order they are named in (file-model §6.7 step 1). */
export function mergeSets(library: PreparedLibrary, setNames: readonly string[]): MergedTokens {
  const wanted = new Set(setNames);
  const sets = library.sets.filter(({ name }) => wanted.has(name));
  const slots: (PreparedToken | undefined)[] = new Array(library.names.length).fill(undefined);
  const order: number[] = [];
  for (const { tokens } of sets) {
    for (const token of tokens) {
      if (slots[token.id] === undefined) order.push(token.id);
      slots[token.id] = token;
    }
  }
  const collisions = new Map<number, number>();
  for (const id of order) {
    const above = slots[id]?.above.find((other) => slots[other] !== undefined);
    if (above !== undefined) collisions.set(id, above);
  }
  return { library, sets: sets.map(({ name }) => name), order, slots, collisions, problems: findProblems(library, wanted) };
}

function findProblems(library: PreparedLibrary, wanted: ReadonlySet<string>): TokenProblem[] {
  const known = library.sets.map(({ name }) => name);
  const names = new Set(known);
  const missing = [...wanted].filter((name) => !names.has(name)).map((name) => toMissingSet(name, known));
  const doubleSets = library.doubles.filter((name) => wanted.has(name)).map(toDoubleSet);
  const active = library.sets.filter(({ name }) => wanted.has(name));
  const doubleTokens = active.flatMap((set) => set.doubles.map(({ name }) => toDoubleToken(set.name, name)));
  return [...missing, ...doubleSets, ...doubleTokens];
}

function toMissingSet(name: string, known: readonly string[]): TokenProblem {
  const meant = suggest(name, known);
  const hint = meant ? `Did you mean ${quote(meant)}?` : `The sets are ${listSome(known) || "none"}.`;
  return { level: "error", code: "TOKEN_SET_MISSING", message: `There is no token set ${quote(name)}.`, hint, set: name };
}

function toDoubleSet(name: string): TokenProblem {
  return {
    level: "warning",
    code: "TOKEN_SET_DOUBLE",
    message: `The token set ${quote(name)} exists twice; the first one counts.`,
    set: name,
  };
}

function toDoubleToken(set: string, token: string): TokenProblem {
  return toTokenProblem({ set, token }, { level: "warning", code: "TOKEN_DOUBLE", says: "exists twice; the first one counts" });
}
