import type { Change, DiffEntry, ThemeChange } from "../design-diff.ts";
import { isSameJson, type Json } from "../json.ts";
import type { LockEntity } from "../lock/lock.ts";
import type { Pair } from "./match.ts";

/** What is particular to one change; the rest of its entry follows from the pair. */
export type ChangeFacts = { change: Change } & Pick<DiffEntry, "before" | "after" | "themes" | "remains">;

/** What two locks say around a token. */
export interface TokenContext {
  /** The combinations both locks resolved. */
  combinations: readonly string[];
  renamedSets: ReadonlyMap<string, string>;
  /** Whether a token of that name is there now. */
  hasName: (name: string) => boolean;
}

/** What changed of a token. */
export function compareTokens({ before, after }: Pair, context: TokenContext): ChangeFacts[] {
  const { set: from = "", type = "" } = before;
  const { set: to = "" } = after;
  const changes: ChangeFacts[] = [];
  if ((context.renamedSets.get(from) ?? from) !== to) changes.push({ change: "moved", before: from, after: to });
  if (before.name !== after.name)
    changes.push({ change: "renamed", before: before.name, after: after.name, ...(context.hasName(before.name) && { remains: true }) });
  if (type !== (after.type ?? "")) changes.push({ change: "type", before: type, after: after.type ?? "" });
  const value = compareValues(before, after, context.combinations);
  if (value) changes.push(value);
  return changes;
}

function compareValues(before: LockEntity, after: LockEntity, combinations: readonly string[]): ChangeFacts | undefined {
  const isSame = isSameJson(before.value, after.value);
  const themes = compareResolved(before.resolved, after.resolved, combinations);
  if (isSame && themes.length === 0) return undefined;
  const values = both(before.value, after.value);
  if (isSame) return { change: "resolved", ...values, themes };
  if (themes.length > 0) return { change: "value", ...values, themes };
  const isKnown = combinations.some((name) => before.resolved?.has(name) && after.resolved?.has(name));
  const isAlias = hasReference(before.value) || hasReference(after.value);
  return { change: isKnown && isAlias ? "alias" : "value", ...values };
}

function compareResolved(
  before: ReadonlyMap<string, Json> | undefined,
  after: ReadonlyMap<string, Json> | undefined,
  combinations: readonly string[],
): ThemeChange[] {
  if (!before && !after) return [];
  const changes: ThemeChange[] = [];
  for (const theme of combinations) {
    const from = before?.get(theme);
    const to = after?.get(theme);
    if (!isSameJson(from, to)) changes.push({ theme, ...both(from, to) });
  }
  return changes;
}

/** Both values, without what is undefined. */
export function both(before: Json | undefined, after: Json | undefined): Pick<DiffEntry, "before" | "after"> {
  return { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}

function hasReference(value: Json | undefined): boolean {
  return /\{[^{}]/.test(typeof value === "string" ? value : findTexts(value));
}

function findTexts(value: Json | undefined): string {
  if (typeof value === "string") return value;
  return typeof value === "object" && value !== null ? Object.values(value).map(findTexts).join("\n") : "";
}
