import type { Component, Design, Page, Shape } from "../design.ts";
import { toList } from "../glob.ts";
import { isPrivate, type Selected, selectComponents, toFullName, toLabel } from "./components.ts";
import { componentsByRoot, type Layer, layersOf, nameOf } from "./layers.ts";
import { createMatcher, type Patterns, tidyPattern } from "./patterns.ts";
import { fitsName, type PresetFilter, presetsOf } from "./presets.ts";

/**
 * What pictures are made of. The subject is `components` (globs over group and name), `boards` or `shapes` (globs over
 * `page/layers around/name`), or, without these, all layers with presets (`preset`) or with those ids (`id`); else all components.
 * The other keys narrow it down.
 */
export interface AssetSelection {
  components?: Patterns | undefined;
  boards?: Patterns | undefined;
  shapes?: Patterns | undefined;
  exclude?: Patterns | undefined;
  /** Names or globs of pages. */
  page?: Patterns | undefined;
  /** Ids of components, of their main instances or of layers. */
  id?: string | readonly string[] | undefined;
  preset?: PresetFilter | undefined;
  /** Values of variant properties, as names or globs. */
  variant?: Readonly<Record<string, Patterns>> | undefined;
}

/** What one picture, at several sizes perhaps, is made of. */
export interface Asset {
  /** The component whose main instance the layer is. */
  component: Component | undefined;
  /** No page, and no shape, when the design lacks what a component names. */
  page: Page | undefined;
  rootId: string;
  shape: Shape | undefined;
  /** The names of the layers around, outermost first. */
  around: readonly string[];
}

export type Subject = "components" | "boards" | "shapes" | "presets" | "ids";

/** What a selection is about. */
export function subjectOf({ components, boards, shapes, preset, id, variant }: AssetSelection): Subject {
  if (boards !== undefined) return "boards";
  if (shapes !== undefined) return "shapes";
  if (components !== undefined || variant !== undefined) return "components";
  if (preset !== undefined) return "presets";
  return id === undefined ? "components" : "ids";
}

/**
 * What fits a selection, in the design's order. What is deleted or hidden is left out; so is what has a name starting with `_` or `.`
 * in its path, unless a fitting pattern names such a part or it is asked for by id.
 */
export function selectAssets(design: Design, selection: AssetSelection): Asset[] {
  const subject = subjectOf(selection);
  if (subject === "components") return toComponentAssets(design, selection).filter(createFilter(selection));
  if (subject !== "ids") return toLayerAssets(design, selection, subject).filter(createFilter(selection));
  const all = [...toComponentAssets(design, { ...selection, components: "**" }), ...toLayerAssets(design, selection, subject)];
  const chosen = all.filter(createFilter(selection));
  return [...new Map(chosen.map((asset) => [`${asset.page?.id} ${asset.rootId}`, asset])).values()];
}

/** The ids that nothing of the design has, or only what is deleted or hidden. */
export function unknownIds(assets: readonly Asset[], { id }: AssetSelection): string[] {
  const known = new Set(assets.flatMap(({ component, rootId }) => [rootId, ...(component ? [component.id] : [])]));
  return toList(id ?? []).filter((one) => !known.has(one));
}

/** The asset as people know it: a component's group, name and variant, or `page/layers around/name`. */
export function toAssetLabel({ component, page, shape, around, rootId }: Asset): string {
  return component ? toLabel(component) : [page?.name ?? "", ...around, nameOf(shape) || rootId].join("/");
}

function toComponentAssets(design: Design, { components, page, exclude, id }: AssetSelection): Asset[] {
  return selectComponents(design, { components, page, exclude, withPrivate: id !== undefined }).map(toComponentAsset);
}

function toComponentAsset({ component, page }: Selected): Asset {
  const { rootId } = component;
  const shape = page && Object.hasOwn(page.objects, rootId) ? page.objects[rootId] : undefined;
  return { component, page, rootId, shape, around: shape && page ? namesAround(page, shape) : [] };
}

/** The names of the layers around a shape, by its parents. */
function namesAround({ objects }: Page, shape: Shape): string[] {
  const names: string[] = [];
  const seen = new Set([shape.id]);
  for (let at = shape; ; ) {
    const parentId = at.parentId ?? "";
    const parent = Object.hasOwn(objects, parentId) ? objects[parentId] : undefined;
    // The page's root frame is its own parent and no layer.
    if (!parent || seen.has(parent.id) || parent.parentId === parent.id || (parent.parentId ?? undefined) === undefined) return names;
    seen.add(parent.id);
    names.unshift(nameOf(parent));
    at = parent;
  }
}

function toLayerAssets(design: Design, selection: AssetSelection, subject: "boards" | "shapes" | "presets" | "ids"): Asset[] {
  const { boards, shapes, exclude = [], page: pages, id } = selection;
  const patterns = boards ?? shapes ?? "**";
  const fits = createMatcher(patterns);
  const explicit = createMatcher(toList(patterns).filter((pattern) => isPrivate(tidyPattern(pattern))));
  const isExcluded = createMatcher(exclude);
  const isOnPage = pages === undefined ? () => true : createMatcher(pages);
  const findComponent = componentsByRoot(design);
  const choose = ({ page, shape, around }: Layer): Asset[] => {
    if (subject === "boards" && shape.type !== "frame") return [];
    const path = toLayerPath(page, around, shape);
    const isChosen = isPrivate(path) && id === undefined ? explicit(path) : fits(path);
    if (!isChosen || isExcluded(path)) return [];
    return [{ component: findComponent(page, shape), page, rootId: shape.id, shape, around }];
  };
  return design.pages
    .filter(({ name }) => isOnPage(tidyPattern(name)))
    .flatMap((page) => [...layersOf(page)].flatMap((layer) => choose(layer)));
}

/** What globs see of a layer: `Icons / Arrow` in a name counts as two parts. */
function toLayerPath(page: Page, around: readonly string[], shape: Shape): string {
  return tidyPattern([page.name, ...around, nameOf(shape)].join("/"));
}

function createFilter({ id, preset, variant }: AssetSelection): (asset: Asset) => boolean {
  const ids = id === undefined ? undefined : new Set(toList(id));
  const properties = Object.entries(variant ?? {});
  return ({ component, rootId, shape }) => {
    if (ids && !ids.has(rootId) && !(component && ids.has(component.id))) return false;
    if (preset !== undefined && presetsOf(shape, preset).length === 0) return false;
    return properties.every(([name, patterns]) => {
      const property = component?.variant?.properties.find((one) => one.name === name);
      return property !== undefined && fitsName(patterns, property.value);
    });
  };
}

/** What a template may say about a layer. */
export interface ShapeVariables {
  id: string;
  name: string;
  /** The names of the layers around, with `/` between them. */
  path: string;
  type: string;
}

/** The values behind `shape.…` in a template. */
export function toShapeVariables({ rootId, shape, around }: Asset): ShapeVariables {
  return { id: rootId, name: nameOf(shape), path: around.join("/"), type: typeof shape?.type === "string" ? shape.type : "" };
}

/** The name and the whole name of an asset, as rules for names see them. */
export function namesOf({ component, shape, around }: Asset): { name: string; fullName: string } {
  if (component) return { name: component.name, fullName: toFullName(component) };
  return { name: nameOf(shape), fullName: [...around, nameOf(shape)].join("/") };
}
