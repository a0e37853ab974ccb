import type { Token, TokenSet } from "../design.ts";
import type { Note } from "../run.ts";
import { type JsonObject, type JsonValue, sortKeys, toJsonObject } from "./json.ts";

/** One set's tokens as nested groups, and what had to be said about them. */
export interface TokenTree {
  tree: JsonObject;
  notes: readonly Note[];
}

interface Node {
  token?: { token: Token; value: JsonValue };
  children: Map<string, Node>;
}

const DEEPEST = 200;
// A group of one of these names would be read as a part of the token above it.
const RESERVED = new Set(["$value", "$type", "$description", "$extensions", "$deprecated", "$root", "$ref"]);

/** Nests the tokens of a set by the dots of their names (file-model §6.5), with their ids when asked; nothing is left out without a note. */
export function toTokenTree(set: TokenSet, { ids = false }: { ids?: boolean | undefined } = {}): TokenTree {
  const root: Node = { children: new Map() };
  const notes: Note[] = [];
  const warn = (token: Token, message: string) =>
    notes.push({ level: "warning", message: `The token ${JSON.stringify(token.name)} of the set ${JSON.stringify(set.name)} ${message}` });
  for (const token of set.tokens) {
    const segments = token.name.split(".");
    const reserved = segments.find((segment) => RESERVED.has(segment));
    const value = sortKeys(token.value ?? null);
    if (reserved) warn(token, `was left out: ${reserved} has a meaning of its own in the file.`);
    else if (segments.length > DEEPEST) warn(token, `was left out: its name has more than ${DEEPEST} parts.`);
    else if (value === undefined) warn(token, "was left out: its value is nested too deeply.");
    else {
      const node = reach(root, segments);
      if (node.token) warn(token, "exists twice; the first one was kept.");
      else node.token = { token, value };
    }
  }
  for (const { token } of collisions(root))
    warn(token, "has other tokens below its name; Penpot and many tools then read only the one above.");
  return { tree: toObject(root, ids), notes };
}

function reach(root: Node, segments: readonly string[]): Node {
  let node = root;
  for (const segment of segments) {
    const next = node.children.get(segment) ?? { children: new Map() };
    node.children.set(segment, next);
    node = next;
  }
  return node;
}

function collisions(node: Node): { token: Token }[] {
  const below = [...node.children.values()].flatMap(collisions);
  return node.token && node.children.size > 0 ? [node.token, ...below] : below;
}

function toObject({ token, children }: Node, ids: boolean): JsonObject {
  const own: [string, JsonValue][] = token
    ? [
        ["$value", token.value],
        ["$type", token.token.type],
        ["$description", token.token.description],
        ...toExtensions(ids ? token.token.id : undefined),
      ]
    : [];
  const names = [...children.keys()].sort();
  return toJsonObject([
    ...own,
    ...names.map((name): [string, JsonValue] => [name, toObject(children.get(name) ?? { children: new Map() }, ids)]),
  ]);
}

function toExtensions(id: string | undefined): [string, JsonValue][] {
  return id === undefined ? [] : [["$extensions", toJsonObject([["app.penpot", toJsonObject([["id", id]])]])]];
}
