import transit from "transit-js";
import { UserError } from "../errors.ts";
import { createKeywordReader, isKeyword } from "./keyword.ts";
import { MAX_NESTING, measureNesting } from "./nesting.ts";
import { createTagHandlers, toPlain } from "./tags.ts";

/**
 * Reads one Transit document, compact or verbose, and gives it in the API's JSON form (file-model.md §1.5), where JSON loses nothing:
 * keyword keys are camelCase unless namespaced (those stay `ns/name`), instants have milliseconds, ordered maps are `Map`s, integers
 * beyond 2^53 are strings, pointers are `{ pointer: id }`, unknown tags `{ tag, rep }`. Throws TRANSIT_INVALID.
 */
export function decodeTransit(text: string): unknown {
  try {
    return readDocument(text, createReader());
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw invalid(error instanceof SyntaxError ? "it is not JSON" : "a value in it is malformed", error);
  }
}

function readDocument(text: string, reader: Reader): unknown {
  if (!/^\s*[[{]/.test(text)) throw invalid("it does not begin with [ or {");
  if (measureNesting(text) > MAX_NESTING) throw invalid(`it is nested more than ${MAX_NESTING} levels deep`);
  return toPlain(reader.read(text));
}

interface Reader {
  read(text: string): unknown;
}

function createReader(): Reader {
  // A nested document has its own key cache, so it needs a reader of its own.
  let nested: Reader | undefined;
  const readNested = (text: string): unknown => {
    nested ??= createReader();
    return readDocument(text, nested);
  };
  return transit.reader("json", {
    handlers: { ...createTagHandlers(readNested), ":": createKeywordReader() },
    mapBuilder: { init: startMap, add: addEntry, finalize: (target) => target },
    arrayBuilder: { init: () => [], add: addItem, finalize: (target) => target },
  });
}

function startMap(node: unknown): Record<string, unknown> {
  if (Array.isArray(node) && node.length % 2 === 0) throw new TypeError("A map has a key without a value.");
  return {};
}

function addEntry(target: unknown, key: unknown, value: unknown): unknown {
  const name = isKeyword(key) ? key.key : toKey(key);
  const map = target as Record<string, unknown>;
  if (name === "__proto__")
    Object.defineProperty(map, name, { value: toPlain(value), enumerable: true, writable: true, configurable: true });
  else map[name] = toPlain(value);
  return map;
}

function toKey(key: unknown): string {
  if (typeof key === "string") return key;
  const plain = toPlain(key);
  if (plain !== null && typeof plain === "object") throw new TypeError("A map has a composite key.");
  return String(plain);
}

function addItem(target: unknown, item: unknown): unknown {
  (target as unknown[]).push(toPlain(item));
  return target;
}

function invalid(why: string, cause?: unknown): UserError {
  return new UserError("TRANSIT_INVALID", `The text could not be read as Transit: ${why}.`, {
    hint: "The answer was cut short or is of another kind; check the address and the Accept header, then read it again.",
    cause,
  });
}
