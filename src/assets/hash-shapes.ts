import type { Shape } from "../design.ts";

/** What a shape says about the editor or other shapes, and no picture shows. */
const UNSEEN = new Set(["touched", "pluginData", "interactions", "exports", "blocked", "collapsed", "remoteSynced", "thumbnail"]);

/** Two hashes of 32 bits that are led along together. */
interface Digest {
  a: number;
  b: number;
}

/** A list or map that is being hashed: its values from `next` on are still to come. */
interface Frame extends Digest {
  keys: readonly string[] | undefined;
  values: readonly unknown[];
  next: number;
}

/**
 * A hash of all that a shape and those below it say, for cache keys: the same whatever the order of keys, and whether a value is missing
 * or null. Neither cycles nor any depth of nesting do harm. Made for speed: who wants two shapes with one hash can make them.
 */
export function hashShapes(objects: Record<string, Shape>, rootId: string): string {
  const total: Digest = { a: 1, b: 2 };
  const keys = new Map<string, Digest>();
  const seen = new Set<string>();
  const waiting = [rootId];
  while (waiting.length > 0) {
    const id = waiting.pop() ?? "";
    const shape = Object.hasOwn(objects, id) ? objects[id] : undefined;
    add(total, digestOfText(id));
    if (!shape || seen.has(id)) continue;
    seen.add(id);
    add(total, digestOf(shape, keys));
    const children = Array.isArray(shape.shapes) ? shape.shapes : [];
    for (let index = children.length - 1; index >= 0; index -= 1) waiting.push(String(children[index]));
  }
  return [total.a, total.b, seen.size].map((part) => (part >>> 0).toString(36)).join("-");
}

/** With a stack of its own, as values may nest deeper than calls. */
function digestOf(shape: Shape, known: Map<string, Digest>): Digest {
  const bits = new Float64Array(1);
  const scratch = { bits, halves: new Uint32Array(bits.buffer) };
  const frames: Frame[] = [openMap(shape, UNSEEN)];
  for (;;) {
    const frame = frames.at(-1);
    if (!frame) return { a: 0, b: 0 };
    if (frame.next < frame.values.length) {
      const value = frame.values[frame.next];
      if (Array.isArray(value)) frames.push({ keys: undefined, values: value, next: 0, a: 3, b: 5 });
      else if (typeof value === "object" && value !== null) frames.push(openMap(value as Record<string, unknown>));
      else close(frame, digestOfPlain(value, scratch), known);
      continue;
    }
    frames.pop();
    const parent = frames.at(-1);
    if (!parent) return frame;
    close(parent, frame, known);
  }
}

/** Takes a value into its list, where order counts, or its map, where it does not. */
function close(frame: Frame, value: Digest, known: Map<string, Digest>): void {
  const key = frame.keys?.[frame.next];
  frame.next += 1;
  if (key === undefined) {
    add(frame, value);
    return;
  }
  let digest = known.get(key);
  if (!digest) {
    digest = digestOfText(key);
    known.set(key, digest);
  }
  const entry = { a: digest.a, b: digest.b };
  add(entry, value);
  frame.a = (frame.a + entry.a) | 0;
  frame.b = (frame.b + entry.b) | 0;
}

function openMap(map: Record<string, unknown>, unseen?: ReadonlySet<string>): Frame {
  const keys: string[] = [];
  const values: unknown[] = [];
  for (const key of Object.keys(map)) {
    const value = map[key];
    if (value === null || value === undefined || unseen?.has(key)) continue;
    keys.push(key);
    values.push(value);
  }
  return { keys, values, next: 0, a: 7, b: 11 };
}

function digestOfPlain(value: unknown, { bits, halves }: { bits: Float64Array; halves: Uint32Array }): Digest {
  if (typeof value !== "number") return digestOfText(typeof value === "string" ? value : `\u0000${String(value)}`);
  // Not -0.
  bits[0] = value + 0;
  const digest = { a: 13, b: 17 };
  add(digest, { a: halves[0] ?? 0, b: halves[1] ?? 0 });
  add(digest, { a: halves[1] ?? 0, b: halves[0] ?? 0 });
  return digest;
}

/** The string hash known as cyrb53. */
function digestOfText(text: string): Digest {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  const digest = { a, b };
  add(digest, { a: text.length, b: a });
  return digest;
}

/** Folds another digest in so that every bit of it matters for both halves. */
function add(digest: Digest, { a, b }: Digest): void {
  const x = Math.imul(digest.a ^ a, 2246822507) ^ Math.imul(digest.b ^ (b >>> 13), 3266489909);
  const y = Math.imul(digest.b ^ b, 3266489917) ^ Math.imul(x ^ (x >>> 16), 668265263);
  digest.a = x ^ (x >>> 15);
  digest.b = y ^ (y >>> 13);
}
