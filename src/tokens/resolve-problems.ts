import type { MergedTokens } from "./merge.ts";
import type { PreparedLibrary, PreparedToken } from "./prepare.ts";
import { listSome, quote, type TokenProblem, toTokenProblem } from "./problems.ts";
import { suggest } from "./suggest.ts";
import type { Fault } from "./values/types.ts";

/** What to do about a reference to a name that has no token. */
export type Advice = (name: string) => string | undefined;

const MOST_SUGGESTIONS = 20;
const LONGEST_CHAIN = 60;

/** Advice for one resolution; looks for similar names only so often that the time stays bounded. */
export function createAdvice({ library, order }: MergedTokens): Advice {
  let left = MOST_SUGGESTIONS;
  let active: readonly string[] | undefined;
  let setsOf: ReadonlyMap<string, readonly string[]> | undefined;
  return (name) => {
    setsOf ??= toSetsOf(library);
    const sets = setsOf.get(name);
    if (sets) return `It is in the set ${listSome(sets)}, which is not active here; enable that set in the theme.`;
    if (left-- <= 0) return undefined;
    active ??= order.map((id) => library.names[id] ?? "");
    const meant = suggest(name, active) ?? suggest(name, setsOf.keys());
    return meant === undefined ? undefined : `Did you mean {${meant}}?`;
  };
}

function toSetsOf({ sets }: PreparedLibrary): ReadonlyMap<string, readonly string[]> {
  const setsOf = new Map<string, string[]>();
  for (const { name, tokens } of sets) {
    for (const { token } of tokens) {
      const known = setsOf.get(token.name);
      if (known) known.push(name);
      else setsOf.set(token.name, [name]);
    }
  }
  return setsOf;
}

/** A token whose references name tokens that are not there, or that Penpot drops. */
export function toMissingProblem(prepared: PreparedToken, { slots, collisions }: MergedTokens, advice: Advice): TokenProblem {
  const { references, needs } = prepared;
  const missing = references.filter((_, index) => slots[needs[index] ?? -1] === undefined);
  const dropped = references.find((_, index) => collisions.has(needs[index] ?? -1));
  const [first] = missing;
  if (first === undefined) return toUnresolvedProblem(prepared, dropped ?? "");
  return toTokenProblem(toPlace(prepared), {
    code: "TOKEN_REFERENCE_MISSING",
    says: `refers to ${listSome(missing)}, which ${missing.length > 1 ? "do" : "does"} not exist`,
    hint: advice(first),
  });
}

/** A token that refers to one that has no value. */
export function toUnresolvedProblem(prepared: PreparedToken, name: string): TokenProblem {
  return toTokenProblem(toPlace(prepared), {
    code: "TOKEN_REFERENCE_UNRESOLVED",
    says: `refers to ${quote(name)}, which has no value`,
    hint: `Mend ${quote(name)} first.`,
  });
}

/** A token that Penpot drops because another one's name is the start of its own. */
export function toCollisionProblem(prepared: PreparedToken, above: string): TokenProblem {
  return toTokenProblem(toPlace(prepared), {
    code: "TOKEN_NAME_COLLISION",
    says: `lies below the token ${quote(above)}; Penpot keeps only the one above`,
    hint: "Rename one of the two: a name is either a token or a group.",
  });
}

/** A value that is not of its token's type. */
export function toFaultProblem(prepared: PreparedToken, { code, says, hint }: Fault): TokenProblem {
  return toTokenProblem(toPlace(prepared), { code, says, hint });
}

/** A value that grew too long by references that refer to others again and again. */
export function toLengthProblem(prepared: PreparedToken): TokenProblem {
  return toTokenProblem(toPlace(prepared), { code: "TOKEN_TOO_LONG", says: "becomes too long when its references are filled" });
}

/** A value nested deeper than any token's. */
export function toDepthProblem(prepared: PreparedToken): TokenProblem {
  return toTokenProblem(toPlace(prepared), { code: "TOKEN_VALUE", says: "has a value that is nested too deeply" });
}

/** The problems of tokens that refer to each other in a circle: the first names the chain, the others the first. */
export function toCycleProblems({ slots, library }: MergedTokens, group: readonly number[]): ReadonlyMap<number, TokenProblem> {
  const chain = findChain(slots, group);
  const [first = 0] = chain;
  const nameOf = (id: number) => library.names[id] ?? "";
  const problems = new Map<number, TokenProblem>();
  for (const id of group) {
    const prepared = slots[id];
    if (!prepared) continue;
    const says =
      id === first ? `refers to itself: ${printChain(chain.map(nameOf))}` : `is in a circle of references with ${quote(nameOf(first))}`;
    problems.set(id, toTokenProblem(toPlace(prepared), { code: "TOKEN_CYCLE", says, hint: "Give one of them a value of its own." }));
  }
  return problems;
}

/** One circle in a group of names that need each other, beginning at its first name in the library. */
function findChain(slots: MergedTokens["slots"], group: readonly number[]): number[] {
  const members = new Set(group);
  const places = new Map<number, number>();
  const path: number[] = [];
  let id = group.reduce<number | undefined>((lowest, member) => Math.min(lowest ?? member, member), undefined);
  while (id !== undefined && !places.has(id)) {
    places.set(id, path.length);
    path.push(id);
    id = slots[id]?.needs.find((need) => members.has(need));
  }
  const circle = path.slice(places.get(id ?? -1) ?? 0);
  const start = circle.indexOf(circle.reduce((lowest, member) => Math.min(lowest, member), Number.POSITIVE_INFINITY));
  return [...circle.slice(start), ...circle.slice(0, start)];
}

function printChain(names: readonly string[]): string {
  const [first = ""] = names;
  if (names.length <= LONGEST_CHAIN) return [...names, first].map(quote).join(" → ");
  return `${names.slice(0, LONGEST_CHAIN).map(quote).join(" → ")} → … (${names.length - LONGEST_CHAIN} more) → ${quote(first)}`;
}

function toPlace({ set, token }: PreparedToken): { set: string; token: string } {
  return { set, token: token.name };
}
