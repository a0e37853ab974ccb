import transit from "transit-js";
import { isKeyword } from "./keyword.ts";
import { toPathString } from "./path-data.ts";

type Handler = (rep: never) => unknown;

/** The tags Penpot writes (file-model.md §1.10) and what each becomes; `readNested` reads a document that stands inside a string. */
export function createTagHandlers(readNested: (text: string) => unknown): Record<string, Handler> {
  const same = (rep: unknown): unknown => toPlain(rep);
  return {
    ...createInheritedNameHandlers(),
    u: same,
    r: same,
    $: same,
    c: same,
    f: Number,
    n: toInteger,
    m: (rep: unknown) => toInstant(Number(rep)),
    t: (rep: string) => toInstant(Date.parse(rep)),
    set: toArray,
    "ordered-set": toArray,
    list: toArray,
    "penpot/fills": toArray,
    cmap: toCompositeMap,
    "ordered-map": toOrderedMap,
    ratio: toRatio,
    duration: Number,
    uri: same,
    file: same,
    path: same,
    shape: same,
    rect: same,
    point: same,
    matrix: same,
    "penpot/tokens-lib": same,
    "penpot/token-set": same,
    "penpot/token-theme": same,
    "penpot/token": same,
    "penpot/path-data": (rep: unknown) => (rep instanceof Uint8Array ? toPathString(rep) : toPlain(rep)),
    "penpot/pointer": toPointer,
    "penpot/objects-map/v2": (rep: Record<string, unknown>) => readObjectsMap(rep, readNested),
  };
}

/** transit-js looks tags up in a plain object, where a tag such as `constructor` would find an inherited function. */
function createInheritedNameHandlers(): Record<string, Handler> {
  const names = Object.getOwnPropertyNames(Object.prototype).filter((name) => name !== "__proto__");
  return Object.fromEntries(names.map((tag) => [tag, (rep: unknown) => ({ tag, rep: toPlain(rep) })]));
}

/** The last step for every decoded value: what transit-js wraps becomes plain data; throws a TypeError on what no document can hold. */
export function toPlain(value: unknown): unknown {
  if (value === null) return null;
  if (typeof value === "object") return toPlainObject(value);
  if (value === undefined) throw new TypeError("A cache code refers to nothing.");
  return value;
}

function toPlainObject(value: object): unknown {
  if (isKeyword(value)) return value.name;
  if (Array.isArray(value) || value instanceof Map || Object.getPrototypeOf(value) === Object.prototype) return value;
  if (transit.isTaggedValue(value)) return { tag: value.tag, rep: toPlain(value.rep) };
  if (transit.isInteger(value)) return value.toString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  throw new TypeError("A tag stands without a value.");
}

function toArray(rep: unknown): unknown[] {
  if (!Array.isArray(rep)) throw new TypeError("A collection is not an array.");
  return rep.map(toPlain);
}

function toOrderedMap(rep: unknown): Map<unknown, unknown> {
  return new Map(
    toArray(rep).map((pair) => {
      if (!Array.isArray(pair) || pair.length !== 2) throw new TypeError("An ordered map has an entry that is no pair.");
      return [pair[0], pair[1]];
    }),
  );
}

function toCompositeMap(rep: unknown): Map<unknown, unknown> {
  const items = toArray(rep);
  if (items.length % 2 !== 0) throw new TypeError("A map has a key without a value.");
  const map = new Map<unknown, unknown>();
  for (let at = 0; at < items.length; at += 2) map.set(items[at], items[at + 1]);
  return map;
}

function toRatio(rep: unknown): number {
  const [numerator, denominator] = toArray(rep);
  return Number(numerator) / Number(denominator);
}

function toInteger(rep: unknown): number | string {
  const number = Number(rep);
  return Number.isSafeInteger(number) ? number : String(rep);
}

function toInstant(ms: number): string {
  return new Date(ms).toISOString().replace(".000Z", "Z");
}

function toPointer(rep: unknown): { pointer: string } {
  const [id] = toArray(rep);
  if (typeof id !== "string") throw new TypeError("A pointer has no id.");
  return { pointer: id };
}

function readObjectsMap(rep: Record<string, unknown>, readNested: (text: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(rep).map(([id, value]) => [id, typeof value === "string" ? readNested(value) : value]));
}
