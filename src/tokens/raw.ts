import { splitReferences, toAlias } from "./references.ts";

/** A token's value as text, numbers, lists and maps; maps because any word can be a key. */
export type Raw = string | number | boolean | null | readonly Raw[] | RawMap;
export type RawMap = ReadonlyMap<string, Raw>;

/** A referenced token's value; undefined when it has none. */
export type Lookup = (name: string) => Raw | undefined;

const DEEPEST = 20;
/** No text may grow longer by references: `{a} {a}` in fifty levels would fill the memory. */
const LONGEST_TEXT = 4096;
const LONGEST_LIST = 256;

/** Any value as `Raw`; undefined when it is nested too deeply. */
export function toRaw(value: unknown, depth = 0): Raw | undefined {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value !== "object" || value === null) return null;
  if (depth >= DEEPEST) return undefined;
  if (Array.isArray(value)) {
    const items = value.map((item) => toRaw(item, depth + 1));
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  const map = new Map<string, Raw>();
  for (const [key, part] of Object.entries(value)) {
    const raw = toRaw(part, depth + 1);
    if (raw === undefined) return undefined;
    map.set(key, raw);
  }
  return map;
}

/** Whether a value is a map. */
export function isRawMap(value: Raw | undefined): value is RawMap {
  return value instanceof Map;
}

/** Whether a value is a list. */
export function isRawList(value: Raw | undefined): value is readonly Raw[] {
  return Array.isArray(value);
}

/** Adds the names a value refers to, in the order they stand there. */
export function collectReferences(value: Raw, names: Set<string>): void {
  if (typeof value === "string") {
    if (!value.includes("{")) return;
    for (const piece of splitReferences(value)) if (typeof piece !== "string") names.add(piece.name);
  } else if (isRawList(value)) for (const item of value) collectReferences(item, names);
  else if (isRawMap(value)) for (const item of value.values()) collectReferences(item, names);
}

/**
 * The value with the referenced values in place of the references, as Style Dictionary does it: a text that is one reference becomes the
 * value itself, elsewhere it is pasted as text. Undefined when a text or list grows too long. All names must have a value.
 */
export function fillReferences(value: Raw, lookup: Lookup): Raw | undefined {
  if (typeof value === "string") return value.includes("{") ? fillText(value, lookup) : value;
  if (isRawList(value)) {
    const items = value.map((item) => fillReferences(item, lookup));
    return items.every((item) => item !== undefined) && countLeaves(items) <= LONGEST_LIST ? items : undefined;
  }
  if (!isRawMap(value)) return value;
  const map = new Map<string, Raw>();
  for (const [key, part] of value) {
    const filled = fillReferences(part, lookup);
    if (filled === undefined) return undefined;
    map.set(key, filled);
  }
  return map;
}

function fillText(text: string, lookup: Lookup): Raw | undefined {
  const alias = toAlias(text);
  if (alias !== undefined) return lookup(alias);
  let filled = "";
  for (const piece of splitReferences(text)) {
    filled += typeof piece === "string" ? piece : toText(lookup(piece.name) ?? "");
    if (filled.length > LONGEST_TEXT && filled.length > text.length) return undefined;
  }
  return filled;
}

function toText(value: Raw): string {
  if (isRawMap(value)) return "[object Object]";
  return isRawList(value) ? value.map(toText).join(",") : String(value);
}

function countLeaves(items: readonly Raw[]): number {
  return items.reduce<number>((sum, item) => sum + (isRawList(item) ? countLeaves(item) : 1), 0);
}
