import { createKeyCache, type KeyCache } from "./key-cache.ts";
import { toCamelKey, toKebabKey } from "./keyword.ts";

const BUILT = Symbol("transit");
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A value that plain JSON has no word for; made by `keyword`, `uuid`, `instant`, `transitSet`, `tagged` and `orderedMap`. */
export type TransitValue =
  | { readonly [BUILT]: "scalar"; readonly text: string }
  | { readonly [BUILT]: "tagged"; readonly tag: string; readonly rep: unknown };

/** A keyword, by its whole name: `keyword("update-file")`, `keyword("shared/iconify")`. */
export function keyword(name: string): TransitValue {
  return { [BUILT]: "scalar", text: `~:${name}` };
}

/** A uuid. */
export function uuid(id: string): TransitValue {
  return { [BUILT]: "scalar", text: `~u${id}` };
}

/** An instant, of an ISO-8601 text or of epoch milliseconds; throws a RangeError when it is no time. */
export function instant(isoOrMs: string | number): TransitValue {
  return { [BUILT]: "scalar", text: `~m${Date.parse(new Date(isoOrMs).toISOString())}` };
}

/** A set; the order of `items` is kept on the wire. */
export function transitSet(items: Iterable<unknown>): TransitValue {
  return tagged("set", [...items]);
}

/** Any tag of more than one letter, with its representation. */
export function tagged(tag: string, rep: unknown): TransitValue {
  return { [BUILT]: "tagged", tag, rep };
}

/** An ordered map, of pairs or a `Map`. */
export function orderedMap(entries: Iterable<readonly [unknown, unknown]>): TransitValue {
  return tagged(
    "ordered-map",
    [...entries].map(([key, value]) => [key, value]),
  );
}

/**
 * Writes a value as Transit: plain objects as maps with kebab-case keyword keys (uuid keys as uuids, keys that are no camelCase name as
 * strings), `Map`s as maps with their keys as they are. Compact with key caching unless `verbose`. What is undefined is left out of objects. Throws a TypeError on functions and the like.
 */
export function encodeTransit(value: unknown, options: { verbose?: boolean } = {}): string {
  const cache = options.verbose ? undefined : createKeyCache();
  const written = write(value, cache);
  const isScalar = written === null || typeof written !== "object";
  // Transit wants a document's outermost value to be a collection.
  return JSON.stringify(isScalar ? writeTagged("'", value, options.verbose ? undefined : createKeyCache()) : written);
}

function write(value: unknown, cache: KeyCache | undefined): unknown {
  if (value === null || value === undefined || typeof value === "boolean") return value ?? null;
  if (typeof value === "string") return escapeText(value);
  if (typeof value === "number") return writeNumber(value);
  if (typeof value === "bigint") return BigInt.asIntN(64, value) === value ? `~i${value}` : `~n${value}`;
  if (typeof value !== "object") throw new TypeError(`A ${typeof value} cannot be written as Transit.`);
  if (isBuilt(value)) return value[BUILT] === "scalar" ? shorten(value.text, false, cache) : writeTagged(value.tag, value.rep, cache);
  if (Array.isArray(value)) return value.map((item) => write(item, cache));
  if (value instanceof Set) return writeTagged("set", [...value], cache);
  if (value instanceof Date) return `~m${value.getTime()}`;
  if (value instanceof Uint8Array) return `~b${Buffer.from(value).toString("base64")}`;
  if (value instanceof Map) return writeMap([...value], cache);
  return writeMap(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [toBuiltKey(key), item]),
    cache,
  );
}

/** Penpot keys by keywords and uuids; what would not come back as it was (token names, `$value`) is a string there too. */
function toBuiltKey(key: string): unknown {
  if (UUID.test(key)) return uuid(key);
  const kebab = toKebabKey(key);
  return kebab.includes("/") || toCamelKey(kebab) === key ? keyword(kebab) : key;
}

function isBuilt(value: object): value is TransitValue {
  return BUILT in value;
}

function writeTagged(tag: string, rep: unknown, cache: KeyCache | undefined): unknown {
  const name = shorten(`~#${tag}`, true, cache);
  return cache ? [name, write(rep, cache)] : { [name]: write(rep, cache) };
}

function writeMap(entries: readonly (readonly [unknown, unknown])[], cache: KeyCache | undefined): unknown {
  if (entries.some(([key]) => isComposite(key))) return writeTagged("cmap", entries.flat(1), cache);
  if (!cache) return Object.fromEntries(entries.map(([key, value]) => [writeKey(key, cache), write(value, cache)]));
  return ["^ ", ...entries.flatMap(([key, value]) => [writeKey(key, cache), write(value, cache)])];
}

function isComposite(key: unknown): boolean {
  return typeof key === "object" && key !== null && !(isBuilt(key) && key[BUILT] === "scalar") && !(key instanceof Date);
}

function writeKey(key: unknown, cache: KeyCache | undefined): string {
  return shorten(toKeyText(key), true, cache);
}

function toKeyText(key: unknown): string {
  if (key === null || key === undefined) return "~_";
  if (typeof key === "boolean") return `~?${key ? "t" : "f"}`;
  if (typeof key === "number") return `~${Number.isInteger(key) ? "i" : "d"}${key}`;
  return String(write(key, undefined));
}

function shorten(text: string, asKey: boolean, cache: KeyCache | undefined): string {
  return cache ? cache.shorten(text, asKey) : text;
}

function writeNumber(value: number): unknown {
  if (Number.isNaN(value)) return "~zNaN";
  if (!Number.isFinite(value)) return value > 0 ? "~zINF" : "~z-INF";
  return value;
}

function escapeText(text: string): string {
  return /^[~^`]/.test(text) ? `~${text}` : text;
}
