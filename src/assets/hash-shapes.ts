import type { Shape } from "../design.ts";

/** What a shape says about the editor or other shapes, and no picture shows. */
const UNSEEN: ReadonlySet<string> = new Set([
  ...["touched", "pluginData", "interactions", "exports", "blocked", "collapsed", "remoteSynced", "thumbnail"],
]);
const NOTHING_UNSEEN: ReadonlySet<string> = new Set();
/** Values deeper than that are hashed apart, as they may nest deeper than calls. */
const DEEPEST = 200;

/** Two hashes of 32 bits that are led along together. */
interface Digest {
  a: number;
  b: number;
}

/** The state of one hashing; without it every value would be an object of its own. */
interface Hasher {
  /** The digest of the value that was hashed last. */
  last: Int32Array;
  keys: Map<string, Digest>;
  /** What was too deep. */
  deep: unknown[];
  bits: Float64Array;
  halves: Int32Array;
}

/**
 * A hash of all that a shape and those below it say, for cache keys: the same whatever the order of keys, and whether a value is missing
 * or null. Neither cycles nor any depth of nesting do harm. Made for speed: who wants two shapes with one hash can make them.
 */
export function hashShapes(objects: Record<string, Shape>, rootId: string): string {
  const hasher = createHasher();
  const { last } = hasher;
  const total: Digest = { a: 1, b: 2 };
  const seen = new Set<string>();
  const waiting = [rootId];
  while (waiting.length > 0) {
    const id = waiting.pop() ?? "";
    const shape = Object.hasOwn(objects, id) ? objects[id] : undefined;
    hashText(hasher, id);
    fold(total, at(last, 0), at(last, 1));
    if (!shape || seen.has(id)) continue;
    seen.add(id);
    hashMap(hasher, shape, 0, UNSEEN);
    fold(total, at(last, 0), at(last, 1));
    hashDeep(hasher, total);
    const children = Array.isArray(shape.shapes) ? shape.shapes : [];
    for (let index = children.length - 1; index >= 0; index -= 1) waiting.push(String(children[index]));
  }
  return [total.a, total.b, seen.size].map((part) => (part >>> 0).toString(36)).join("-");
}

function createHasher(): Hasher {
  const bits = new Float64Array(1);
  return { last: new Int32Array(2), keys: new Map(), deep: [], bits, halves: new Int32Array(bits.buffer) };
}

/** Added up, as the order in which they were found is that of keys. */
function hashDeep(hasher: Hasher, total: Digest): void {
  const { last, deep } = hasher;
  if (deep.length === 0) return;
  let [a, b] = [0, 0];
  for (let value = deep.pop(); value !== undefined; value = deep.pop()) {
    hashValue(hasher, value, 0);
    a = (a + at(last, 0)) | 0;
    b = (b + at(last, 1)) | 0;
  }
  fold(total, a, b);
}

function hashValue(hasher: Hasher, value: unknown, depth: number): void {
  if (typeof value === "string") hashText(hasher, value);
  else if (typeof value === "number") hashNumber(hasher, value);
  else if (typeof value !== "object" || value === null) hashText(hasher, `\u0000${String(value)}`);
  else if (depth === DEEPEST) {
    hasher.deep.push(value);
    keep(hasher, 19, 23);
  } else if (Array.isArray(value)) hashList(hasher, value, depth);
  else hashMap(hasher, value as Record<string, unknown>, depth, NOTHING_UNSEEN);
}

function hashList(hasher: Hasher, list: readonly unknown[], depth: number): void {
  const { last } = hasher;
  let [a, b] = [3, 5];
  for (let index = 0; index < list.length; index += 1) {
    hashValue(hasher, list[index], depth + 1);
    const mixed = mix(a, b, at(last, 0), at(last, 1));
    b = stir(b, at(last, 1), mixed);
    a = mixed ^ (mixed >>> 15);
  }
  keep(hasher, a, b);
}

/** Entries are added up, so that their order does not count. */
function hashMap(hasher: Hasher, map: Record<string, unknown>, depth: number, unseen: ReadonlySet<string>): void {
  const { last } = hasher;
  let [a, b] = [7, 11];
  for (const key of Object.keys(map)) {
    const value = map[key];
    if (value === null || value === undefined || unseen.has(key)) continue;
    hashValue(hasher, value, depth + 1);
    const [x, y] = [at(last, 0), at(last, 1)];
    const name = digestOfKey(hasher, key);
    const mixed = mix(name.a, name.b, x, y);
    a = (a + (mixed ^ (mixed >>> 15))) | 0;
    b = (b + stir(name.b, y, mixed)) | 0;
  }
  keep(hasher, a, b);
}

function digestOfKey(hasher: Hasher, key: string): Digest {
  const known = hasher.keys.get(key);
  if (known) return known;
  hashText(hasher, key);
  const digest = { a: at(hasher.last, 0), b: at(hasher.last, 1) };
  hasher.keys.set(key, digest);
  return digest;
}

function hashNumber(hasher: Hasher, value: number): void {
  const { bits, halves } = hasher;
  // Not -0.
  bits[0] = value + 0;
  const [low, high] = [at(halves, 0), at(halves, 1)];
  const mixed = mix(13, 17, low, high);
  keep(hasher, mixed ^ (mixed >>> 15), stir(17, Math.imul(high, 31) ^ low, mixed));
}

/** The string hash known as cyrb53. */
function hashText(hasher: Hasher, text: string): void {
  let a = 0xdeadbeef | 0;
  let b = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  const mixed = mix(a, b, text.length, a);
  keep(hasher, mixed ^ (mixed >>> 15), stir(b, a, mixed));
}

function keep({ last }: Hasher, a: number, b: number): void {
  last[0] = a;
  last[1] = b;
}

function at(list: Int32Array, index: 0 | 1): number {
  return list[index] ?? 0;
}

/** Folds another digest in so that every bit of it matters for both halves. */
function fold(digest: Digest, x: number, y: number): void {
  const mixed = mix(digest.a, digest.b, x, y);
  digest.b = stir(digest.b, y, mixed);
  digest.a = mixed ^ (mixed >>> 15);
}

function mix(a: number, b: number, x: number, y: number): number {
  return Math.imul(a ^ x, 2246822507) ^ Math.imul(b ^ (y >>> 13), 3266489909);
}

function stir(b: number, y: number, mixed: number): number {
  const stirred = Math.imul(b ^ y, 3266489917) ^ Math.imul(mixed ^ (mixed >>> 16), 668265263);
  return stirred ^ (stirred >>> 13);
}
