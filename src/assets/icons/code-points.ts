import { createHash } from "node:crypto";

// Plane 15 is private; its last two places are no characters.
const FIRST = 0xf0000;
const COUNT = 0xfffe;

/**
 * A code point for each name, in a private area. Names keep those they had; a new one gets that of its hash, or the next free one behind
 * it: so adding or removing an icon moves no other, also when nothing is known of before (unless two hashes meet).
 */
export function assignCodePoints(names: readonly string[], known: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const assigned = new Map<string, number>();
  const taken = new Set<number>();
  for (const name of names) {
    const before = known.get(name);
    if (before === undefined || before < FIRST || before >= FIRST + COUNT || taken.has(before)) continue;
    assigned.set(name, before);
    taken.add(before);
  }
  for (const name of [...names].sort()) {
    if (assigned.has(name)) continue;
    let offset = createHash("sha256").update(name).digest().readUInt32BE(0) % COUNT;
    while (taken.has(FIRST + offset)) offset = (offset + 1) % COUNT;
    assigned.set(name, FIRST + offset);
    taken.add(FIRST + offset);
  }
  return assigned;
}
