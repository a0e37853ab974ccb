/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const DEEPEST = 50;

/** The value as JSON holds it, keys sorted and without what JSON must escape; what nests deeper than 50 becomes `…`, what JSON lacks (NaN, Infinity) its text. */
export function toJson(value: unknown, depth = 0): Json {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value + 0 : String(value);
  if (value === null || value === undefined) return null;
  if (typeof value !== "object") return String(value);
  if (depth >= DEEPEST) return "…";
  if (Array.isArray(value)) return value.map((item) => toJson(item, depth + 1));
  const entries: [unknown, unknown][] = value instanceof Map ? [...value] : Object.entries(value);
  const sorted = entries.map(([key, item]) => [String(key), item] as const).sort(([a], [b]) => compareTexts(a, b));
  // Defines every key as the object's own, `__proto__` too.
  return Object.fromEntries(sorted.map(([key, item]) => [toKey(key), toJson(item, depth + 1)]));
}

/**
 * A key that JSON writes without escapes: once V8 has seen the key `\\`, its JSON.parse reads other escaped keys as that one
 * (seen with Node 24.21). No part of a Penpot value has such a name.
 */
function toKey(key: string): string {
  return key.replace(/["\\]|(?!\u200d)[\p{C}\p{Zl}\p{Zp}]/gu, "\ufffd");
}

/** Whether two values made by `toJson` are equal. */
export function isSameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Compares texts by code unit, so that the order is the same on every machine. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
