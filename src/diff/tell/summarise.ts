import { CHANGES, type DesignDiff, type DiffEntry } from "../design-diff.ts";
import { ENTITY_KINDS } from "../lock/lock.ts";
import { toCount, toNoun, toValueText, toVerb } from "./words.ts";

const LONGEST = 200;
const LONGEST_NAME = 60;
const MOST_NAMED = 2;
// "and 12345 more changes"
const ROOM_FOR_REST = 24;

/**
 * The diff in one line of at most `limit` characters: `3 icons redrawn, color.brand renamed to color.brand.primary`. One or two things of a
 * sort are named, more are counted; what does not fit is counted, the gravest last. Without control characters, and not escaped otherwise.
 */
export function summarise(diff: DesignDiff, limit: number = LONGEST): string {
  if (diff.entries.length === 0) return "no changes";
  if (diff.ancestor !== "lock") return toFirst(diff, limit);
  const groups = toGroups(diff.entries);
  const told = tell(groups, limit - ROOM_FOR_REST);
  const rest = groups.filter((group) => !told.has(group)).reduce((sum, group) => sum + group.entries.length, 0);
  const parts = [...told].sort(([a], [b]) => a.place - b.place).map(([, text]) => text);
  if (rest > 0) parts.push(parts.length > 0 ? `and ${rest} more ${rest === 1 ? "change" : "changes"}` : toCount(rest, "change"));
  return parts.join(", ");
}

/** What happened alike to things of one sort. */
interface Group {
  entries: readonly DiffEntry[];
  noun: string;
  verb: string;
  /** By kind, as in the lock. */
  place: number;
  /** The gravest first. */
  weight: number;
}

function toGroups(entries: readonly DiffEntry[]): Group[] {
  // What only follows from other changes is worth a word when nothing else is to be said.
  const own = entries.filter(({ change }) => change !== "resolved");
  const byWords = Map.groupBy(own.length > 0 ? own : entries, (entry) => `${toNoun(entry)} ${toVerb(entry)}`);
  return [...byWords.values()].map((list) => {
    const [first] = list as [DiffEntry, ...DiffEntry[]];
    const place = ENTITY_KINDS.indexOf(first.kind);
    const weight = (first.class === "none" ? CHANGES.length : 0) + CHANGES.indexOf(first.change);
    return { entries: list, noun: toNoun(first), verb: toVerb(first), place: place * 100 + weight, weight };
  });
}

function tell(groups: readonly Group[], limit: number): Map<Group, string> {
  const told = new Map<Group, string>();
  let left = limit;
  for (const group of groups.toSorted((a, b) => a.weight - b.weight)) {
    const names = toNames(group);
    const count = `${toCount(group.entries.length, group.noun)} ${group.verb}`;
    const text = names.length <= MOST_NAMED && names.join(", ").length <= left ? names.join(", ") : count;
    if (text.length > left) continue;
    told.set(group, text);
    left -= text.length + 2;
  }
  return told;
}

/** The same said of tokens in two sets is said once. */
function toNames({ entries, verb }: Group): string[] {
  if (entries.length > MOST_NAMED * 4) return entries.map(() => "");
  return [...new Set(entries.map((entry) => toName(entry, verb)))];
}

function toName({ kind, change, name, before, after }: DiffEntry, verb: string): string {
  const short = (value: typeof before): string => toValueText(value, LONGEST_NAME);
  if (change === "renamed" || (change === "moved" && kind !== "token")) return `${short(before)} ${verb} to ${short(after)}`;
  if (change === "moved") return `${short(name)} ${verb} from ${short(before)} to ${short(after)}`;
  if (change === "type") return `${short(name)} changed from ${short(before)} to ${short(after)}`;
  return `${short(name)} ${verb}`;
}

function toFirst({ ancestor, entries }: DesignDiff, limit: number): string {
  const shown = entries.filter(({ kind }) => kind !== "file" && kind !== "page");
  const counts = Map.groupBy(shown, toNoun);
  const parts = [...counts].map(([noun, list]) => toCount(list.length, noun));
  let text = ancestor === "none" ? "first sync" : "synced anew";
  for (const [index, part] of parts.entries()) {
    const next = `${text}${index === 0 ? ": " : ", "}${part}`;
    if (next.length > limit) break;
    text = next;
  }
  return text;
}
