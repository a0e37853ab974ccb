import { type JsonObject, type JsonValue, toJsonObject } from "../json.ts";

/** A group of a document: groups and tokens by name, in the order they came. A token is written when all have come, so that it can refer to any. */
export interface Group {
  members: Map<string, Group | (() => JsonObject)>;
}

const DEEPEST = 200;

/** An empty group. */
export function createGroup(): Group {
  return { members: new Map() };
}

/** Puts a token where its dotted name says; what is wrong with the name when it cannot stand there. */
export function place(root: Group, name: string, write: () => JsonObject): string | undefined {
  const parts = name.split(".");
  const mistake = findMistake(parts);
  if (mistake) return mistake;
  let group = root;
  for (const part of parts.slice(0, -1)) {
    const next = group.members.get(part) ?? createGroup();
    if (typeof next === "function") return "another token's name is the start of its own";
    group.members.set(part, next);
    group = next;
  }
  const last = parts.at(-1) ?? "";
  if (group.members.has(last)) return "its name is also a group's";
  group.members.set(last, write);
  return undefined;
}

/** The group as JSON; its tokens are written now. */
export function toObject({ members }: Group): JsonObject {
  return toJsonObject(
    [...members].map(([name, member]): [string, JsonValue] => [name, typeof member === "function" ? member() : toObject(member)]),
  );
}

function findMistake(parts: readonly string[]): string | undefined {
  if (parts.length > DEEPEST) return `its name has more than ${DEEPEST} parts`;
  if (parts.some((part) => part === "")) return "its name has an empty part";
  if (parts.some((part) => part.startsWith("$"))) return "a part of its name begins with $, which the format keeps for itself";
  if (parts.some((part) => /[{}]/.test(part))) return "its name has a brace, which the format keeps for references";
  return undefined;
}
