import type { Json } from "./json.ts";
import type { EntityKind } from "./lock/lock.ts";

/** What a change asks of those who use the design: `major` breaks them, `minor` is new, `patch` looks otherwise, `none` concerns only designers. */
export type DiffClass = "major" | "minor" | "patch" | "none";

/**
 * What can happen to an entity, the gravest first. `alias`: written otherwise, and resolves as before; `properties`: of a variant or its set;
 * `sets`: those a theme enables; `page`: a component on another page; `resolved`: as authored before, but what it refers to changed.
 */
export const CHANGES = [
  "removed",
  "renamed",
  "type",
  "moved",
  "properties",
  "added",
  "redrawn",
  "value",
  "alias",
  "sets",
  "description",
  "page",
  "resolved",
] as const;

export type Change = (typeof CHANGES)[number];

/** What a token resolves to in one theme combination; absent where it does not resolve or count. */
export interface ThemeChange {
  theme: string;
  before?: Json;
  after?: Json;
}

/** One change of one entity; an entity that changed in two ways has two entries. */
export interface DiffEntry {
  kind: EntityKind;
  change: Change;
  class: DiffClass;
  /** The name now (the last one of what was removed), with its group: `icon/check`. */
  name: string;
  id?: string;
  /** The set a token is in now. */
  set?: string;
  /** What differs: names, values, types, sets, lists of properties. Absent for what was redrawn or described anew. */
  before?: Json;
  after?: Json;
  /** Where a token resolves otherwise. */
  themes?: readonly ThemeChange[];
  /** No id said that it is the same entity. */
  guessed?: true;
  /** A token of the old name remains in another set. */
  remains?: true;
  /** How much of a redrawn picture differs, 0…1. */
  pixels?: number;
  /** Repository paths made of it before or now, those of a token's set included. */
  paths: readonly string[];
  /** The packages these paths lie in. */
  packages?: readonly string[];
}

/** The lock before: of this file, absent, unreadable, or of another file and therefore not compared. */
export type Ancestor = "lock" | "none" | "broken" | "other-file";

/** What changed in a design, in its own terms. */
export interface DesignDiff {
  file: { id: string; name: string };
  ancestor: Ancestor;
  class: DiffClass;
  /** The gravest first; then as the lock orders kinds. */
  entries: readonly DiffEntry[];
  /** What a reader must know to trust it, in sentences. */
  notes: readonly string[];
  /** One for each package the caller named, in that order. */
  packages: readonly { name: string; class: DiffClass }[];
}
