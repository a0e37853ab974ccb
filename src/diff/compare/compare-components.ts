import { isSameJson } from "../json.ts";
import { type LockEntity, toFullName } from "../lock/lock.ts";
import { both, type ChangeFacts } from "./compare-tokens.ts";
import type { Pair } from "./match.ts";

/** What two locks say around a component. */
export interface ComponentContext {
  /** The variant sets of both locks, by the id before. */
  variantSets: ReadonlyMap<string, Pair>;
  /** Pages' names by id, before and now. */
  pages: { before: ReadonlyMap<string, string>; after: ReadonlyMap<string, string> };
}

/** What changed of a component. A variant is called as its set is: the set alone is renamed, not each of its variants. */
export function compareComponents(pair: Pair, { variantSets, pages }: ComponentContext): ChangeFacts[] {
  const { before, after } = pair;
  const set = before.variant === undefined ? undefined : variantSets.get(before.variant);
  const goesWithSet = set !== undefined && isCalledAs(before, set.before) && isCalledAs(after, set.after);
  const changes = goesWithSet ? [] : compareNames(pair);
  if (before.page !== after.page && before.page !== undefined && after.page !== undefined)
    changes.push({ change: "page", ...both(pages.before.get(before.page), pages.after.get(after.page)) });
  if (!hasSameProperties(before, after, set))
    changes.push({ change: "properties", before: before.properties ?? [], after: after.properties ?? [] });
  return changes;
}

/** What changed of a variant set. */
export function compareVariantSets(pair: Pair): ChangeFacts[] {
  const [from, to] = [pair.before.propertyNames ?? [], pair.after.propertyNames ?? []];
  const changes = compareNames(pair);
  return isSameJson(from, to) ? changes : [...changes, { change: "properties", before: from, after: to }];
}

/** A new name, or the same in another group. */
export function compareNames({ before, after }: Pair): ChangeFacts[] {
  const [from, to] = [toFullName(before), toFullName(after)];
  if (from === to) return [];
  return [{ change: before.name === after.name ? "moved" : "renamed", before: from, after: to }];
}

function isCalledAs(variant: LockEntity, set: LockEntity): boolean {
  return variant.name === set.name && variant.path === set.path;
}

/** Whether a variant answers to what it answered before: a property that its whole set gained, lost or renamed is the set's change. */
function hasSameProperties(before: LockEntity, after: LockEntity, set: Pair | undefined): boolean {
  if (isSameJson(before.properties ?? [], after.properties ?? [])) return true;
  if (!set || after.variant !== set.after.id) return false;
  const [from, to] = [set.before.propertyNames ?? [], set.after.propertyNames ?? []];
  const values = new Map(after.properties);
  const isRenaming = from.length === to.length;
  return (before.properties ?? []).every(([name, value]) => {
    const now = to.includes(name) ? name : isRenaming ? to[from.indexOf(name)] : undefined;
    return now === undefined || values.get(now) === value;
  });
}
