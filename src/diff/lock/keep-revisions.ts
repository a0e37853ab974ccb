import { isSameJson, type Json } from "../json.ts";
import { joinKey, toNameKey } from "../keys.ts";
import type { Lock, LockEntity } from "./lock.ts";
import { toCommonValue } from "./print-lock.ts";

/** The entities, with the revision of the lock before where their line stays as it is: otherwise every edit of a design would change every line. */
export function keepRevisions(entities: readonly LockEntity[], combinations: readonly string[], before: Lock): LockEntity[] {
  const known = new Map(before.entities.map((entity) => [toKey(entity), entity]));
  return entities.map((entity) => {
    const old = known.get(toKey(entity));
    return old && isSameLine(old, before.combinations, entity, combinations) ? { ...entity, revn: old.revn } : entity;
  });
}

function toKey(entity: LockEntity): string {
  return joinKey(entity.kind, entity.id ?? toNameKey(entity), entity.set);
}

const TEXTS = ["name", "path", "set", "type", "hash", "description", "page", "variant"] as const;
const VALUES = ["value", "properties", "propertyNames", "sets", "paths"] as const;

function isSameLine(a: LockEntity, ofA: readonly string[], b: LockEntity, ofB: readonly string[]): boolean {
  for (const key of TEXTS) if (a[key] !== b[key]) return false;
  for (const key of VALUES) if (!isSameJson(a[key], b[key])) return false;
  if (!a.resolved || !b.resolved) return a.resolved === b.resolved;
  const common = toCommonValue(a.resolved, ofA);
  if (common !== undefined) return isSameJson(common, toCommonValue(b.resolved, ofB));
  return isSameMap(a.resolved, b.resolved) && toCommonValue(b.resolved, ofB) === undefined;
}

function isSameMap(a: ReadonlyMap<string, Json>, b: ReadonlyMap<string, Json>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) if (!b.has(key) || !isSameJson(value, b.get(key))) return false;
  return true;
}
