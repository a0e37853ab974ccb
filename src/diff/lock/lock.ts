import type { Json } from "../json.ts";

/** What a lock speaks of, in the order of its lines. `shape`, `image`, `font` and `tokens` are there only when a file was made of them. */
export const ENTITY_KINDS = [
  "file",
  "page",
  "component",
  "variant-set",
  "color",
  "typography",
  "token-set",
  "token",
  "theme",
  "tokens",
  "shape",
  "image",
  "font",
] as const;

export type EntityKind = (typeof ENTITY_KINDS)[number];

/** One thing of a design as it was synced; one line of the lock. What an entity lacks is left out. */
export interface LockEntity {
  kind: EntityKind;
  name: string;
  /** The group of a component, variant set, colour or typography: its parts joined by `/`. The group of a theme. */
  path?: string;
  /** The set of a token, by its full name. */
  set?: string;
  /** Penpot's id; tokens and token sets have one only when they were read from Transit. */
  id?: string;
  type?: string;
  /** Of a token as authored; of a colour or typography what it is. */
  value?: Json;
  /** Of a token: what it resolves to, by theme combination; a combination in which it does not count or resolve is absent. */
  resolved?: ReadonlyMap<string, Json>;
  /** Of the picture or the bytes. */
  hash?: string;
  /** A hash of the description; absent when there is none. */
  description?: string;
  /** The id of the page a component stands on. */
  page?: string;
  /** The id of the variant set a component belongs to. */
  variant?: string;
  /** Of a variant: its properties' names and values. */
  properties?: readonly (readonly [name: string, value: string])[];
  /** Of a variant set: the names of its properties. */
  propertyNames?: readonly string[];
  /** The names of the sets a theme enables. */
  sets?: readonly string[];
  /** Repository paths of the files made of it, sorted. */
  paths: readonly string[];
  /** The file's revision when this line was last written otherwise. */
  revn: number;
}

/** What was synced last of one design file. */
export interface Lock {
  /** The Penpot instance's configured name. */
  instance: string;
  fileId: string;
  /** The theme combinations that tokens were resolved in. */
  combinations: readonly string[];
  /** Sorted as `compareEntities` does. */
  entities: readonly LockEntity[];
}

/** `path/name`: what people call a component, a colour, a theme. */
export function toFullName({ path, name }: Pick<LockEntity, "path" | "name">): string {
  return path === undefined ? name : `${path}/${name}`;
}
