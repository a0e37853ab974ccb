import { CHANGES, type Change, type DesignDiff, type DiffClass, type DiffEntry } from "../design-diff.ts";
import { compareTexts } from "../json.ts";
import { ENTITY_KINDS, type EntityKind } from "../lock/lock.ts";

const CLASSES: readonly DiffClass[] = ["major", "minor", "patch", "none"];

/** Nobody outside the design uses their names. */
const UNUSED = new Set<EntityKind>(["file", "page", "tokens"]);

const MAJOR = new Set<Change>(["removed", "renamed", "type", "moved", "properties"]);

/** What a change of an entity asks of those who use it. A move between sets or groups changes the address as a rename does. */
export function classOf(kind: EntityKind, change: Change): DiffClass {
  if (UNUSED.has(kind) || change === "page") return "none";
  if (MAJOR.has(change)) return "major";
  return change === "added" ? "minor" : "patch";
}

/** The gravest class of some changes; none of none. */
export function gravest(entries: Iterable<Pick<DiffEntry, "class">>): DiffClass {
  let best = CLASSES.length - 1;
  for (const entry of entries) best = Math.min(best, CLASSES.indexOf(entry.class));
  return CLASSES[best] ?? "none";
}

/** The diff with other entries: sorted, and its classes counted anew. */
export function withEntries(diff: DesignDiff, entries: readonly DiffEntry[]): DesignDiff {
  const packages = diff.packages.map(({ name }) => ({
    name,
    class: gravest(entries.filter((entry) => entry.packages?.includes(name))),
  }));
  const ranked = entries.map((entry) => ({ entry, rank: rankOf(entry) }));
  ranked.sort((a, b) => a.rank - b.rank || compareNamed(a.entry, b.entry));
  return { ...diff, class: gravest(entries), entries: ranked.map(({ entry }) => entry), packages };
}

function rankOf({ class: entryClass, kind, change }: DiffEntry): number {
  return (CLASSES.indexOf(entryClass) * ENTITY_KINDS.length + ENTITY_KINDS.indexOf(kind)) * CHANGES.length + CHANGES.indexOf(change);
}

function compareNamed(a: DiffEntry, b: DiffEntry): number {
  return compareTexts(a.name, b.name) || compareTexts(a.set ?? "", b.set ?? "") || compareTexts(a.id ?? "", b.id ?? "");
}
