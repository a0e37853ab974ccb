import { compareTexts } from "../json.ts";
import { ENTITY_KINDS, type LockEntity } from "./lock.ts";

const ORDER = new Map(ENTITY_KINDS.map((kind, index) => [kind, index]));

/**
 * The order of a lock's lines: by kind and set, then by id, so that a rename stays on its line and two renames of one thing meet in a merge;
 * what has no id comes after, by path and name.
 */
export function compareEntities(a: LockEntity, b: LockEntity): number {
  return (
    (ORDER.get(a.kind) ?? 0) - (ORDER.get(b.kind) ?? 0) ||
    compareTexts(a.set ?? "", b.set ?? "") ||
    compareIds(a.id, b.id) ||
    compareTexts(a.path ?? "", b.path ?? "") ||
    compareTexts(a.name, b.name)
  );
}

function compareIds(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  return b === undefined ? -1 : compareTexts(a, b);
}
