import { toNameKey } from "../keys.ts";
import type { LockEntity } from "./lock.ts";

/** What the lock before has and an incomplete reading lacks: nobody said that it is gone. */
export function keepUnread(read: readonly LockEntity[], before: readonly LockEntity[]): LockEntity[] {
  const ids = new Set(read.map(({ kind, id }) => `${kind}:${id}`));
  const names = new Set(read.map(toKindAndName));
  return before.filter(
    (entity) => !(entity.id !== undefined && ids.has(`${entity.kind}:${entity.id}`)) && !names.has(toKindAndName(entity)),
  );
}

function toKindAndName(entity: LockEntity): string {
  return `${entity.kind}:${toNameKey(entity)}`;
}
