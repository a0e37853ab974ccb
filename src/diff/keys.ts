import type { LockEntity } from "./lock/lock.ts";

/** Texts as one, so that different texts never give the same. */
export function joinKey(...parts: readonly (string | undefined)[]): string {
  let key = "";
  for (const part of parts) key += part === undefined ? "-" : `${part.length}:${part}`;
  return key;
}

/** What people tell entities of one kind apart by: set, path, name and a variant's properties. */
export function toNameKey(entity: LockEntity, set: string | undefined = entity.set): string {
  const { path, name, properties } = entity;
  return joinKey(set, path, name, properties && JSON.stringify(properties));
}
