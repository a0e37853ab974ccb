import { readFileSync } from "node:fs";
import { createKeyCache, type KeyCache } from "../../src/transit/key-cache.ts";

const ACME = new URL("../../test/fixtures/penpot/acme/acme.v1.get-file.transit.json", import.meta.url);
const ID = /^~u([0-9a-f]{8})(-[0-9a-f-]{27})$/;

type Wire = string | number | boolean | null | Wire[];

/** A get-file answer in compact Transit of at least `bytes` bytes: the recorded one with its pages and components again and again under new ids. */
export function createLargeFile(bytes: number): string {
  const text = readFileSync(ACME, "utf8");
  const file = expand(JSON.parse(text) as Wire, []);
  const data = entriesOf(file, "~:data");
  const [pages, index, components] = ["~:pages", "~:pages-index", "~:components"].map((key) => entriesOf(data, key)) as [
    Wire[],
    Wire[],
    Wire[],
  ];
  const [onePages, oneIndex, oneComponents] = [[...pages], index.slice(1), components.slice(1)];
  const share = JSON.stringify(compact([onePages, ["^ ", ...oneIndex], ["^ ", ...oneComponents]], createKeyCache())).length;
  for (let copy = 1; copy < Math.ceil(bytes / share); copy++) {
    const renamed = (list: Wire[]): Wire[] => list.map((item) => rename(item, copy));
    pages.push(...renamed(onePages));
    index.push(...renamed(oneIndex));
    components.push(...renamed(oneComponents));
  }
  return JSON.stringify(compact(file, createKeyCache()));
}

/** The same wire form without cache codes. */
function expand(node: Wire, cache: string[], asKey = false): Wire {
  if (typeof node === "string") return expandText(node, cache, asKey);
  if (!Array.isArray(node)) return node;
  const isMap = node[0] === "^ ";
  return node.map((item, at) => (isMap && at === 0 ? item : expand(item, cache, isMap && at % 2 === 1)));
}

function expandText(text: string, cache: string[], asKey: boolean): string {
  if (text.length > 3 && (asKey || /^~[:$#]/.test(text))) {
    if (cache.length === 44 * 44) cache.length = 0;
    cache.push(text);
    return text;
  }
  if (!/^\^[^ ]/.test(text)) return text;
  const [low = 0, high = 0] = [...text.slice(1)].reverse().map((digit) => digit.charCodeAt(0) - 48);
  return cache[high * 44 + low] ?? "";
}

function compact(node: Wire, cache: KeyCache, asKey = false): Wire {
  if (typeof node === "string") return cache.shorten(node, asKey);
  if (!Array.isArray(node)) return node;
  const isMap = node[0] === "^ ";
  return node.map((item, at) => (isMap && at === 0 ? item : compact(item, cache, isMap && at % 2 === 1)));
}

/** What a map holds under a key. */
function entriesOf(map: Wire | undefined, key: string): Wire[] {
  const found = Array.isArray(map) ? map[map.indexOf(key) + 1] : undefined;
  if (!Array.isArray(found)) throw new Error(`The recorded file has no ${key}.`);
  return found;
}

/** The root shape's all-zero id stays; every other is another one in each copy. */
function rename(node: Wire, copy: number): Wire {
  if (Array.isArray(node)) return node.map((item) => rename(item, copy));
  const [, start = "", rest = ""] = (typeof node === "string" && ID.exec(node)) || [];
  if (start === "" || start === "00000000") return node;
  return `~u${((Number.parseInt(start, 16) + copy * 0x9e3779b1) >>> 0).toString(16).padStart(8, "0")}${rest}`;
}
