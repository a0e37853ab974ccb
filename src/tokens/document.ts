import { createMatcher, type Patterns } from "../assets/patterns.ts";
import type { TokenLibrary, TokenSet, TokenTheme } from "../design.ts";
import type { Note } from "../run.ts";
import { type JsonObject, type JsonValue, toJsonObject } from "./json.ts";
import { toTokenTree } from "./tree.ts";

export interface TokenOptions {
  /** Names or globs of the sets to take; all when left out. */
  sets?: Patterns | undefined;
  /** Whether `$extensions` carries Penpot's id of each token, where the design was read with ids. */
  ids?: boolean | undefined;
}

/** Penpot's own form of a whole token library. */
export interface TokensDocument {
  document: JsonObject;
  /** How many sets are in it. */
  sets: number;
  notes: readonly Note[];
}

/** One set as a document of its own. */
export interface TokenSetFile {
  set: TokenSet;
  document: JsonObject;
}

const OWN_KEYS = new Set(["$themes", "$metadata"]);

/**
 * The library in Penpot's multi-set form: sets as top-level keys in their order, then `$themes` and `$metadata` (file-model §6.5).
 * Tokens are sorted by name, unordered lists sorted; themes and metadata speak only of the sets taken.
 */
export function toTokensDocument(library: TokenLibrary, options: TokenOptions = {}): TokensDocument {
  const { sets, notes } = chooseSets(library, options);
  const kept = sets.filter(({ name }) => !OWN_KEYS.has(name));
  const lost = sets
    .filter(({ name }) => OWN_KEYS.has(name))
    .map(({ name }) => warn(name, "was left out: the name has a meaning of its own."));
  const trees = kept.map((set) => ({ name: set.name, ...toTokenTree(set, options) }));
  const names = new Set(kept.map(({ name }) => name));
  const document = toJsonObject([
    ...trees.map(({ name, tree }): [string, JsonValue] => [name, tree]),
    ["$themes", library.themes.filter((theme) => isConcerned(theme, names)).map((theme) => toTheme(theme, names))],
    ["$metadata", toMetadata(library, names)],
  ]);
  return { document, sets: kept.length, notes: [...notes, ...lost, ...trees.flatMap((tree) => tree.notes)] };
}

/** One document per set, in the library's order, without themes and metadata. */
export function toTokenSetFiles(
  library: TokenLibrary,
  options: TokenOptions = {},
): { files: readonly TokenSetFile[]; notes: readonly Note[] } {
  const { sets, notes } = chooseSets(library, options);
  const trees = sets.map((set) => ({ set, ...toTokenTree(set, options) }));
  return {
    files: trees.map(({ set, tree }) => ({ set, document: tree })),
    notes: [...notes, ...trees.flatMap((tree) => tree.notes)],
  };
}

function chooseSets(library: TokenLibrary, options: TokenOptions): { sets: TokenSet[]; notes: Note[] } {
  const isWanted = options.sets === undefined ? () => true : createMatcher(options.sets);
  const sets = new Map<string, TokenSet>();
  const notes: Note[] = [];
  for (const set of library.sets.filter(({ name }) => isWanted(name))) {
    if (sets.has(set.name)) notes.push(warn(set.name, "exists twice; the first one was kept."));
    else sets.set(set.name, set);
  }
  return { sets: [...sets.values()], notes };
}

/** A theme whose sets were all left out has nothing to say; one that never had any stays. */
function isConcerned({ sets }: TokenTheme, names: ReadonlySet<string>): boolean {
  return sets.length === 0 || sets.some((name) => names.has(name));
}

function toTheme({ id, name, group, description, isSource, sets }: TokenTheme, names: ReadonlySet<string>): JsonObject {
  const enabled = sorted(sets.filter((set) => names.has(set)));
  return toJsonObject([
    ["id", id],
    ["name", name],
    ["group", group],
    ["description", description],
    ["isSource", isSource],
    ["selectedTokenSets", toJsonObject(enabled.map((set) => [set, "enabled"]))],
  ]);
}

function toMetadata(library: TokenLibrary, names: ReadonlySet<string>): JsonObject {
  return toJsonObject([
    ["tokenSetOrder", [...names]],
    ["activeThemes", sorted(library.activeThemes)],
    ["activeSets", sorted(library.activeSets.filter((name) => names.has(name)))],
  ]);
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

function warn(set: string, message: string): Note {
  return { level: "warning", message: `The token set ${JSON.stringify(set)} ${message}` };
}
