import { type Ancestor, CHANGES, type Change, type DesignDiff, type DiffClass, type DiffEntry } from "../design-diff.ts";
import type { EntityKind } from "../lock/lock.ts";
import { summarise } from "./summarise.ts";

/** How many entries of each change there are; every change is there. */
export type ChangeNumbers = Record<Change, number>;

/** A diff as plain JSON, for `--json` and for programs. Keys are added, never renamed, while `format` stays the same. */
export interface DiffData {
  format: 1;
  file: { id: string; name: string };
  ancestor: Ancestor;
  class: DiffClass;
  summary: string;
  notes: readonly string[];
  counts: ChangeNumbers;
  /** Class by package. */
  packages: Record<string, DiffClass>;
  entries: readonly DiffEntry[];
}

/** The diff as plain JSON. */
export function toDiffData(diff: DesignDiff): DiffData {
  const { file, ancestor, notes, entries } = diff;
  return {
    format: 1,
    file,
    ancestor,
    class: diff.class,
    summary: summarise(diff),
    notes,
    counts: countChanges(entries),
    packages: toPackages(diff),
    entries,
  };
}

/** One entity in a list of `diff.…`. */
export interface ChangedItem {
  kind: EntityKind;
  name: string;
  /** A token's set; empty for what has none. */
  set: string;
  change: Change;
}

/** One rename in `diff.renamed`, of tokens in several sets only once. */
export interface RenamedItem {
  kind: EntityKind;
  from: string;
  to: string;
  guessed: boolean;
  /** A token of the old name remains in another set. */
  remains: boolean;
}

/** What expressions see as `diff`. */
export interface DiffVariables {
  class: DiffClass;
  summary: string;
  /** Whether there was a lock to compare with. */
  compared: boolean;
  /** Renamed, and components, colours and typographies moved to another group. */
  renamed: readonly RenamedItem[];
  added: readonly ChangedItem[];
  removed: readonly ChangedItem[];
  /** All else, save what is only resolved anew. */
  changed: readonly ChangedItem[];
  counts: ChangeNumbers;
  packages: Record<string, DiffClass>;
}

/** The values behind `diff.…` in an expression. */
export function diffVariables(diff: DesignDiff): DiffVariables {
  const { entries } = diff;
  const items = entries.map(({ kind, name, set = "", change }): ChangedItem => ({ kind, name, set, change }));
  const renamed = new Map<string, RenamedItem>();
  for (const entry of entries) {
    const item = toRenamed(entry);
    if (item) renamed.set(JSON.stringify(item), item);
  }
  return {
    class: diff.class,
    summary: summarise(diff),
    compared: diff.ancestor === "lock",
    renamed: [...renamed.values()],
    added: items.filter(({ change }) => change === "added"),
    removed: items.filter(({ change }) => change === "removed"),
    changed: items.filter((item, at) => !["added", "removed", "resolved"].includes(item.change) && !isRenaming(entries[at])),
    counts: countChanges(entries),
    packages: toPackages(diff),
  };
}

/** A diff in which nothing changed: the shape of what expressions see. */
export function emptyDiff(file: { id: string; name: string } = { id: "", name: "" }): DesignDiff {
  return { file, ancestor: "lock", class: "none", entries: [], notes: [], packages: [] };
}

function isRenaming(entry: DiffEntry | undefined): boolean {
  if (!entry) return false;
  return entry.change === "renamed" || (entry.change === "moved" && entry.kind !== "token");
}

function toRenamed(entry: DiffEntry): RenamedItem | undefined {
  const { kind, before, after, guessed = false, remains = false } = entry;
  if (!isRenaming(entry) || typeof before !== "string" || typeof after !== "string") return undefined;
  return { kind, from: before, to: after, guessed, remains };
}

function countChanges(entries: readonly DiffEntry[]): ChangeNumbers {
  const counts = Object.fromEntries(CHANGES.map((change) => [change, 0])) as ChangeNumbers;
  for (const { change } of entries) counts[change] += 1;
  return counts;
}

function toPackages({ packages }: DesignDiff): Record<string, DiffClass> {
  return Object.fromEntries(packages.map((one) => [one.name, one.class]));
}
