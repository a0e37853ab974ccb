import { hash } from "node:crypto";
import type { Artifact } from "../../artifact.ts";
import type { Component, Design, LibraryColor, LibraryTypography, TokenLibrary } from "../../design.ts";
import { type Json, toJson } from "../json.ts";
import { keepRevisions } from "./keep-revisions.ts";
import { keepUnread } from "./keep-unread.ts";
import type { Lock, LockEntity } from "./lock.ts";
import { type MadeFiles, toMadeFiles } from "./made-files.ts";
import { compareEntities } from "./sort-entities.ts";

/** One theme combination: the sets it enables and what every token name resolves to in it. */
export interface ThemeValues {
  name: string;
  sets: readonly string[];
  values: ReadonlyMap<string, unknown>;
}

/** What a lock needs that a design does not hold. */
export interface LockExtras {
  /** The Penpot instance's configured name. */
  instance: string;
  /** Content hashes by the id of the component, shape, image or font; what has none is never called redrawn. */
  hashes?: ReadonlyMap<string, string>;
  combinations?: readonly ThemeValues[];
  /** All the files of the run. */
  artifacts?: readonly Pick<Artifact, "path" | "from">[];
  /** The lock of the base branch: lines that stay as they are keep their revision, and what an incomplete reading lacks is kept. */
  before?: Lock;
}

type Draft = Omit<LockEntity, "paths" | "revn">;

/** What a design holds, as the lock of it. The same design, extras and lock before give the same lock. */
export function toLock(design: Design, extras: LockExtras): Lock {
  const { instance, hashes = new Map<string, string>(), combinations = [] } = extras;
  const before = extras.before?.fileId === design.id ? extras.before : undefined;
  const files = toMadeFiles(extras.artifacts ?? []);
  const drafts: Draft[] = [
    { kind: "file", id: design.id, name: design.name },
    ...design.pages.map(({ id, name }): Draft => ({ kind: "page", id, name })),
    ...toComponents(design.components, hashes),
    ...design.colors.map(toColor),
    ...design.typographies.map(toTypography),
    ...(design.tokens ? toTokens(design.tokens, combinations) : []),
    ...files.others.map((other) => withHash(other, hashes)),
  ];
  const entities = drafts.map((draft): LockEntity => ({ ...draft, paths: pathsOf(draft, files), revn: design.revn }));
  const names = [...new Set(combinations.map(({ name }) => name))];
  const all = before && !design.complete ? [...entities, ...keepUnread(entities, before.entities)] : entities;
  const lasting = before ? keepRevisions(all, names, before) : all;
  return { instance, fileId: design.id, combinations: names, entities: lasting.sort(compareEntities) };
}

function pathsOf({ kind, id, name }: Draft, { paths }: MadeFiles): readonly string[] {
  return paths.get(`${kind}:${id ?? name}`) ?? [];
}

function toComponents(components: readonly Component[], hashes: ReadonlyMap<string, string>): Draft[] {
  const live = components.filter(({ deleted }) => !deleted);
  const sets = new Map<string, Draft>();
  for (const { name, path, variant } of live) {
    if (!variant || sets.has(variant.id)) continue;
    const propertyNames = variant.properties.map((property) => property.name);
    sets.set(variant.id, { kind: "variant-set", name, ...toPath(path), id: variant.id, propertyNames });
  }
  const drafts = live.map((component): Draft => {
    const { id, name, path, pageId, variant, annotation } = component;
    const variantOf = variant && { variant: variant.id, properties: variant.properties.map((one) => [one.name, one.value] as const) };
    return withHash({ kind: "component", name, ...toPath(path), id, ...toDescription(annotation), page: pageId, ...variantOf }, hashes);
  });
  return [...drafts, ...sets.values()];
}

function withHash(draft: Draft, hashes: ReadonlyMap<string, string>): Draft {
  const content = hashes.get(draft.id ?? "");
  return content === undefined ? draft : { ...draft, hash: content };
}

function toColor({ id, name, path, color, gradient, image, opacity }: LibraryColor): Draft {
  const isPlain = color !== undefined && opacity === 1;
  const value = isPlain
    ? color
    : toJson({ ...(color ? { color } : gradient ? { gradient } : { image }), ...(opacity !== 1 && { opacity }) });
  return { kind: "color", name, ...toPath(path), id, value };
}

function toTypography({ id, name, path, modifiedAt: _, ...value }: LibraryTypography): Draft {
  return { kind: "typography", name, ...toPath(path), id, value: toJson(value) };
}

function toTokens({ sets, themes }: TokenLibrary, combinations: readonly ThemeValues[]): Draft[] {
  const resolve = createResolver(sets, combinations);
  return [
    ...sets.map(({ id, name, description }): Draft => ({ kind: "token-set", name, ...(id && { id }), ...toDescription(description) })),
    ...sets.flatMap((set) =>
      set.tokens.map(({ id, name, type, value, description }): Draft => {
        const resolved = resolve(set.name, name);
        const known = { ...(id && { id }), ...(resolved.size > 0 && { resolved }), ...toDescription(description) };
        return { kind: "token", name, set: set.name, type, value: toJson(value), ...known };
      }),
    ),
    ...themes.map(
      ({ id, name, group, description, sets: enabled }): Draft => ({
        kind: "theme",
        name,
        ...(group !== "" && { path: group }),
        ...(id !== "" && { id }),
        ...toDescription(description),
        sets: enabled,
      }),
    ),
  ];
}

/** In each combination a name's value belongs to the token of the last enabled set that has the name (file-model.md §6.7). */
function createResolver(
  sets: TokenLibrary["sets"],
  combinations: readonly ThemeValues[],
): (set: string, name: string) => ReadonlyMap<string, Json> {
  const owners = combinations.map((combination) => {
    const enabled = new Set(combination.sets);
    const owner = new Map<string, string>();
    for (const { name, tokens } of sets) if (enabled.has(name)) for (const token of tokens) owner.set(token.name, name);
    return { combination, owner };
  });
  return (set, name) => {
    const resolved = new Map<string, Json>();
    for (const { combination, owner } of owners) {
      if (owner.get(name) !== set) continue;
      const value = combination.values.get(name);
      if (value !== undefined) resolved.set(combination.name, toJson(value));
    }
    return resolved;
  };
}

function toPath(path: readonly string[]): { path?: string } {
  return path.length > 0 ? { path: path.join("/") } : {};
}

function toDescription(text: string | undefined): { description?: string } {
  return text ? { description: hash("sha256", text, "hex").slice(0, 12) } : {};
}
