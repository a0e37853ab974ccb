import type { Token, TokenLibrary } from "../design.ts";
import { findCycles } from "./cycles.ts";
import { type MergedTokens, mergeSets } from "./merge.ts";
import { type PreparedLibrary, type PreparedToken, prepareLibrary } from "./prepare.ts";
import type { TokenProblem } from "./problems.ts";
import { fillReferences, type Raw } from "./raw.ts";
import {
  type Advice,
  createAdvice,
  toCollisionProblem,
  toCycleProblems,
  toDepthProblem,
  toFaultProblem,
  toLengthProblem,
  toMissingProblem,
  toUnresolvedProblem,
} from "./resolve-problems.ts";
import { transform } from "./values/transform.ts";
import { toTyped } from "./values/typed-composites.ts";
import { isFault, type TokenValue } from "./values/types.ts";

/** A token as it applies when some sets are active. */
export interface ResolvedToken {
  name: string;
  type: string;
  /** The set whose token it is; a later set's replaces an earlier one's. */
  set: string;
  /** As authored. */
  token: Token;
  /** Undefined when a problem says why. */
  value: TokenValue | undefined;
  /** The names in its value, in their order. */
  references: readonly string[];
  /** The one name its whole value refers to. */
  alias: string | undefined;
}

/** The tokens of some active sets. Tokens that are alike in two resolutions of one resolver are the same objects. */
export interface Resolution {
  /** The active sets in the library's order. */
  sets: readonly string[];
  /** In the design's order: sets, then tokens; a replaced token keeps its place. */
  tokens: readonly ResolvedToken[];
  byName: ReadonlyMap<string, ResolvedToken>;
  problems: readonly TokenProblem[];
}

/** A token's outcome, and what it was made of. */
interface Entry {
  resolved: ResolvedToken;
  /** What other tokens refer to: the value before it is read as a type. Undefined when there is none. */
  raw: Raw | undefined;
  problem: TokenProblem | undefined;
  needs: readonly Entry[];
}

interface Work {
  merged: MergedTokens;
  entries: (Entry | undefined)[];
  /** What came of each token the last time, by its index. */
  memory: (Entry | undefined)[];
  advice: Advice;
}

const NOTHING: readonly never[] = [];

/** Resolves the tokens of the named sets as Penpot does when these are active (file-model §6.7). Linear; nothing is thrown. */
export function resolveTokens(library: TokenLibrary, setNames: readonly string[]): Resolution {
  return createResolver(library)(setNames);
}

/** A `resolveTokens` for many combinations of one library's sets: what two of them share is resolved once. */
export function createResolver(library: TokenLibrary): (setNames: readonly string[]) => Resolution {
  const prepared = prepareLibrary(library);
  const memory = new Array<Entry | undefined>(prepared.size).fill(undefined);
  return (setNames) => resolve(prepared, setNames, memory);
}

function resolve(library: PreparedLibrary, setNames: readonly string[], memory: (Entry | undefined)[]): Resolution {
  const merged = mergeSets(library, setNames);
  const work: Work = { merged, entries: new Array(merged.slots.length).fill(undefined), memory, advice: createAdvice(merged) };
  if (!resolveInOrder(work)) {
    resolveCycles(work);
    resolveInOrder(work);
  }
  const tokens: ResolvedToken[] = [];
  const problems = [...merged.problems];
  for (const id of merged.order) {
    const entry = work.entries[id];
    if (!entry) continue;
    tokens.push(entry.resolved);
    if (entry.problem) problems.push(entry.problem);
  }
  let byName: ReadonlyMap<string, ResolvedToken> | undefined;
  return {
    sets: merged.sets,
    tokens,
    problems,
    get byName() {
      byName ??= new Map(tokens.map((token) => [token.name, token]));
      return byName;
    },
  };
}

/** Resolves what is needed before what needs it; false as soon as tokens need each other in a circle. */
function resolveInOrder(work: Work): boolean {
  const { order, slots } = work.merged;
  const started = new Uint8Array(slots.length);
  const path: number[] = [];
  for (const root of order) {
    path.push(root);
    for (let id = path.at(-1); id !== undefined; id = path.at(-1)) {
      const prepared = slots[id];
      const need = prepared && work.entries[id] === undefined ? findUnresolved(work, prepared) : undefined;
      if (need !== undefined) {
        if (started[need] || need === id) return false;
        started[id] = 1;
        path.push(need);
        continue;
      }
      path.pop();
      if (prepared) work.entries[id] ??= resolveToken(work, prepared);
    }
  }
  return true;
}

function findUnresolved({ merged, entries }: Work, { needs }: PreparedToken): number | undefined {
  for (const need of needs) if (entries[need] === undefined && merged.slots[need] !== undefined) return need;
  return undefined;
}

/** Gives the tokens of each circle their problem, so that the rest can be resolved. */
function resolveCycles({ merged, entries }: Work): void {
  const { slots, collisions } = merged;
  const needs = (id: number) => (slots[id]?.needs ?? NOTHING).filter((need) => slots[need] !== undefined && !collisions.has(need));
  for (const group of findCycles(merged.order, slots.length, needs)) {
    for (const [id, problem] of toCycleProblems(merged, group)) {
      const prepared = slots[id];
      if (prepared) entries[id] = toFailure(prepared, problem);
    }
  }
}

function resolveToken(work: Work, prepared: PreparedToken): Entry {
  const { merged, entries, memory } = work;
  const above = merged.collisions.get(prepared.id);
  if (above !== undefined) return toFailure(prepared, toCollisionProblem(prepared, merged.library.names[above] ?? ""));
  const known = memory[prepared.index];
  if (known && isCurrent(known, prepared, entries)) return known;
  const needs: Entry[] = [];
  for (const need of prepared.needs) {
    const entry = entries[need];
    if (!entry || merged.collisions.has(need)) return toFailure(prepared, toMissingProblem(prepared, merged, work.advice));
    needs.push(entry);
  }
  const broken = needs.find(({ raw }) => raw === undefined);
  if (broken) return toFailure(prepared, toUnresolvedProblem(prepared, broken.resolved.name));
  const entry = compute(prepared, needs.length === 0 ? NOTHING : needs);
  memory[prepared.index] = entry;
  return entry;
}

function compute(prepared: PreparedToken, needs: readonly Entry[]): Entry {
  const { token, raw, references, alias } = prepared;
  if (raw === undefined) return toFailure(prepared, toDepthProblem(prepared));
  const [target] = needs;
  // Most references are of this kind, and reading a value of a type again changes nothing.
  if (alias !== undefined && target?.resolved.value && target.resolved.type === token.type)
    return { resolved: toResolved(prepared, target.resolved.value), raw: target.raw, problem: undefined, needs };
  const filled = needs.length === 0 ? raw : fillReferences(raw, (name) => needs[references.indexOf(name)]?.raw);
  if (filled === undefined) return toFailure(prepared, toLengthProblem(prepared));
  const transformed = transform(token.type, filled, needs.length === 0);
  const typed = toTyped(token.type, transformed);
  if (isFault(typed))
    return { resolved: toResolved(prepared, undefined), raw: transformed, problem: toFaultProblem(prepared, typed.fault), needs };
  return { resolved: toResolved(prepared, typed.value), raw: transformed, problem: undefined, needs };
}

function toFailure(prepared: PreparedToken, problem: TokenProblem): Entry {
  return { resolved: toResolved(prepared, undefined), raw: undefined, problem, needs: NOTHING };
}

function toResolved({ token, set, references, alias }: PreparedToken, value: TokenValue | undefined): ResolvedToken {
  return { name: token.name, type: token.type, set, token, value, references, alias };
}

/** Whether all that a token needs is what it was; tokens that failed for what they need are not remembered. */
function isCurrent(known: Entry, { needs }: PreparedToken, entries: Work["entries"]): boolean {
  for (let index = 0; index < needs.length; index++) if (entries[needs[index] ?? -1] !== known.needs[index]) return false;
  return true;
}
