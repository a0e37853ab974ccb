const MAX_DEPTH = 64;

/** Values an expression may look at, in CEL's terms; made by `toScope`. */
export type Scope = ReadonlyMap<string, unknown>;

/** Plain data as an expression sees it, on top of another scope: whole numbers are ints, objects maps, and what is undefined is not there. */
export function toScope(values: Readonly<Record<string, unknown>>, outer?: Scope): Scope {
  const scope = new Map<string, unknown>(outer);
  for (const [name, value] of Object.entries(values)) if (value !== undefined) scope.set(name, toCel(value, 0));
  return scope;
}

// Objects become Maps: an own key called "constructor" or "__proto__" in a design's data must stay data.
function toCel(value: unknown, depth: number): unknown {
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value === "string" || typeof value === "boolean" || typeof value === "bigint") return value;
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return null;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return null;
  if (Array.isArray(value)) return value.map((item) => toCel(item, depth + 1));
  const entries = value instanceof Map || value instanceof Set ? [...value.entries()] : Object.entries(value);
  return new Map(entries.filter(([, item]) => item !== undefined).map(([key, item]) => [String(key), toCel(item, depth + 1)]));
}

/** What an expression gave, as plain data; throws an Error in words for a value that has no such form. */
export function fromCel(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(fromCel);
  if (value instanceof Map) return fromEntries([...value]);
  if (typeof value !== "object" || value === null) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return fromEntries(Object.entries(value));
  throw new Error("it gives a value that is no text, number, list or map");
}

function fromEntries(entries: readonly (readonly [unknown, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined).map(([key, item]) => [String(key), fromCel(item)]));
}

/** A value inside a longer text; throws an Error in words for lists and maps, which have no one text. */
export function toText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new Error('a list or a map cannot be put into a text; pick one value of it, or write .join(", ") behind a list of texts');
}
