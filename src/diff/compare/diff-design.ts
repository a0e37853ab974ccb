import type { Ancestor, DesignDiff } from "../design-diff.ts";
import { isSameJson } from "../json.ts";
import { type EntityKind, type Lock, type LockEntity, toFullName } from "../lock/lock.ts";
import { classOf, withEntries } from "./classify.ts";
import { type ComponentContext, compareComponents, compareNames, compareVariantSets } from "./compare-components.ts";
import { both, type ChangeFacts, compareTokens, type TokenContext } from "./compare-tokens.ts";
import { type Matching, matchPlain, type Pair, toContentKey } from "./match.ts";
import { matchTokens, type TokenMatching } from "./match-tokens.ts";
import { toNotes } from "./notes.ts";
import type { Packages } from "./packages.ts";
import { createPlacer, type Found } from "./place.ts";

export interface DiffOptions {
  /** Which packages a change concerns, by the paths made of its entity. */
  packages?: Packages;
  /** Why the lock before is not there or not whole, as `parseLock` says it. */
  problem?: string;
  /** Compare locks of two files too: copies and imports keep the ids of components, colours and pages. */
  acrossFiles?: boolean;
}

/**
 * What changed between two locks. Without a lock before, and with one of another file, everything counts as added.
 * Throws DIFF_PACKAGE_GLOB for a pattern that is none.
 */
export function diffDesign(before: Lock | undefined, after: Lock, options: DiffOptions = {}): DesignDiff {
  const ancestor = toAncestor(before, after, options);
  const base: Lock = ancestor === "lock" && before ? before : { ...after, entities: [] };
  const from = groupByKind(base);
  const to = groupByKind(after);
  const tokens = matchTokens({ sets: from("token-set"), tokens: from("token") }, { sets: to("token-set"), tokens: to("token") });
  const plain = createPlainMatcher(from, to);
  const found = [
    ...comparePlain(plain),
    ...compareMatching(tokens.sets, compareNames),
    ...compareMatching(tokens.tokens, createTokenComparison(base, after, tokens)),
  ];
  const packages = options.packages ?? {};
  const place = createPlacer(base, after, packages);
  const diff: DesignDiff = {
    file: { id: after.fileId, name: to("file")[0]?.name ?? "" },
    ancestor,
    class: "none",
    entries: [],
    notes: toNotes({ before, after, ancestor, guessedSets: tokens.guessedSets, problem: options.problem }),
    packages: Object.keys(packages).map((name) => ({ name, class: "none" })),
  };
  return withEntries(diff, found.map(place));
}

type Compare = (pair: Pair) => readonly ChangeFacts[];

type ByKind = (kind: EntityKind) => readonly LockEntity[];

function groupByKind({ entities }: Lock): ByKind {
  const groups = Map.groupBy(entities, ({ kind }) => kind);
  return (kind) => groups.get(kind) ?? [];
}

type PlainMatcher = (kind: EntityKind) => Matching;

function createPlainMatcher(before: ByKind, after: ByKind): PlainMatcher & { before: ByKind; after: ByKind } {
  const match: PlainMatcher = (kind) => matchPlain(before(kind), after(kind), toContentKey);
  return Object.assign(match, { before, after });
}

function comparePlain(match: ReturnType<typeof createPlainMatcher>): Found[] {
  const variantSets = match("variant-set");
  const context: ComponentContext = {
    variantSets: new Map(variantSets.pairs.map((pair) => [pair.before.id ?? "", pair])),
    pages: { before: namesById(match.before("page")), after: namesById(match.after("page")) },
  };
  return [
    ...compareMatching(pairFiles(match), compareNames),
    ...compareMatching(match("page"), compareNames),
    ...compareMatching(match("component"), (pair) => compareComponents(pair, context)),
    ...compareMatching(variantSets, compareVariantSets),
    ...compareMatching(match("color"), compareLibraryValues),
    ...compareMatching(match("typography"), compareLibraryValues),
    ...compareMatching(match("theme"), compareThemes),
    ...(["shape", "image", "font"] as const).flatMap((kind) => compareMatching(match(kind), compareNames)),
  ];
}

function compareLibraryValues(pair: Pair): ChangeFacts[] {
  const { before, after } = pair;
  const names = compareNames(pair);
  return isSameJson(before.value, after.value) ? names : [...names, { change: "value", ...both(before.value, after.value) }];
}

function compareThemes(pair: Pair): ChangeFacts[] {
  const [from, to] = [pair.before.sets ?? [], pair.after.sets ?? []];
  const names = compareNames(pair);
  return isSameJson(from, to) ? names : [...names, { change: "sets", before: from, after: to }];
}

/** There is one file on each side; across files it is not the same. */
function pairFiles({ before, after }: { before: ByKind; after: ByKind }): Matching {
  const [from, to] = [before("file")[0], after("file")[0]];
  return { pairs: from && to ? [{ before: from, after: to }] : [], removed: [], added: [] };
}

function namesById(pages: readonly LockEntity[]): Map<string, string> {
  return new Map(pages.map(({ id = "", name }) => [id, name]));
}

function createTokenComparison(before: Lock, after: Lock, { renamedSets }: TokenMatching): Compare {
  const known = new Set(before.combinations);
  let names: ReadonlySet<string> | undefined;
  const hasName = (name: string): boolean => {
    names ??= new Set(after.entities.flatMap((entity) => (entity.kind === "token" ? [entity.name] : [])));
    return names.has(name);
  };
  const context: TokenContext = { combinations: after.combinations.filter((name) => known.has(name)), renamedSets, hasName };
  return (pair) => compareTokens(pair, context);
}

function compareMatching({ pairs, removed, added }: Matching, compare: Compare): Found[] {
  const found: Found[] = [];
  for (const pair of pairs) {
    const { before, after } = pair;
    if (before === after) continue;
    for (const facts of compare(pair)) found.push(toFound(facts, after, [before, after], pair.guessed));
    if (isRedrawn(before, after)) found.push(toFound({ change: "redrawn" }, after, [before, after], pair.guessed));
    if (before.description !== after.description) found.push(toFound({ change: "description" }, after, [before, after], pair.guessed));
  }
  for (const entity of removed) found.push(toFound({ change: "removed", ...both(entity.value, undefined) }, entity, [entity]));
  for (const entity of added) found.push(toFound({ change: "added", ...both(undefined, entity.value) }, entity, [entity]));
  return found;
}

function isRedrawn(before: LockEntity, after: LockEntity): boolean {
  return before.hash !== undefined && after.hash !== undefined && before.hash !== after.hash;
}

function toFound(facts: ChangeFacts, entity: LockEntity, entities: readonly LockEntity[], guessed?: true): Found {
  const { kind, id, set, properties } = entity;
  const values = properties?.map(([name, value]) => `${name}=${value}`).join(", ") ?? "";
  const fullName = toFullName(entity);
  const name = kind === "component" && values !== "" ? `${fullName} (${values})` : fullName;
  const isOnlyNew = kind === "variant-set" && facts.change === "properties" && !losesProperties(facts);
  const entry = {
    kind,
    class: isOnlyNew ? ("minor" as const) : classOf(kind, facts.change),
    name,
    ...(id !== undefined && { id }),
    ...(set !== undefined && { set }),
    ...facts,
    ...(guessed && { guessed }),
  };
  return { entry, entities };
}

function losesProperties({ before, after }: ChangeFacts): boolean {
  const now = new Set(Array.isArray(after) ? after : []);
  return Array.isArray(before) && before.some((name) => !now.has(name));
}

function toAncestor(before: Lock | undefined, after: Lock, { acrossFiles = false, problem }: DiffOptions): Ancestor {
  if (!before) return problem === undefined ? "none" : "broken";
  return before.fileId === after.fileId || acrossFiles ? "lock" : "other-file";
}
