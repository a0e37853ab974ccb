import type { Change, DiffEntry } from "../design-diff.ts";
import type { Json } from "../json.ts";
import type { EntityKind } from "../lock/lock.ts";
import { toLine } from "./escape.ts";

const NOUNS: Record<EntityKind, string> = {
  file: "file",
  page: "page",
  component: "component",
  "variant-set": "variant set",
  color: "colour",
  typography: "typography",
  "token-set": "token set",
  token: "token",
  theme: "theme",
  tokens: "token library",
  shape: "shape",
  image: "image",
  font: "font",
};

const VERBS: Record<Change, string> = {
  removed: "removed",
  renamed: "renamed",
  type: "changed in type",
  moved: "moved",
  properties: "given other properties",
  added: "added",
  redrawn: "redrawn",
  value: "changed",
  alias: "aliased anew",
  sets: "given other sets",
  description: "described anew",
  page: "moved to another page",
  resolved: "resolved anew",
};

/** What people call such a thing: an icon is a component in a group of that name. */
export function toNoun({ kind, name }: Pick<DiffEntry, "kind" | "name">): string {
  return kind === "component" && /(?:^|\/)icons?\//i.test(name) ? "icon" : NOUNS[kind];
}

/** `1 icon`, `3 typographies`. */
export function toCount(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  return `${count} ${noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
}

/** `renamed`, `probably renamed`. */
export function toVerb({ change, guessed }: Pick<DiffEntry, "change" | "guessed">): string {
  return isGuess({ change, guessed: guessed ?? false }) ? `probably ${VERBS[change]}` : VERBS[change];
}

/** A value as one line: texts as they are, the rest as JSON. */
export function toValueText(value: Json | undefined, limit: number): string {
  if (value === undefined) return "";
  return toLine(typeof value === "string" ? value : JSON.stringify(value), limit);
}

// What changed besides a guessed name is as sure as the guess, and is not said twice.
function isGuess({ change, guessed }: { change: Change; guessed: boolean }): boolean {
  return guessed && (change === "renamed" || change === "moved");
}
