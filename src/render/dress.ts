import type { Shape } from "../design.ts";
import { resolveReferences } from "./definitions.ts";
import { type Attributes, createElement, type Element } from "./element.ts";
import { filterElements } from "./filter.ts";
import type { Presentation } from "./imported.ts";
import type { Outline } from "./outline.ts";
import type { Sketch } from "./sketch.ts";
import type { SvgAttributes } from "./svg-attributes.ts";
import { toNumber } from "./values.ts";

/** What an import puts on an element as a whole: opacity, clip, mask, filter, blend mode and transform (section 2.8). */
export interface Dress {
  effects: Attributes;
  /** Over any filter of Penpot's own, or only where there is none. */
  filter: { over: string | undefined; under: string | undefined };
}

const EFFECTS = ["opacity", "clip-path", "mask", "style", "transform"] as const;

/** The dress of a leaf's fill and of its strokes, which wear it one by one; undefined where the import puts nothing on them. */
export function dressOf(sketch: Sketch, shape: Shape, inherited: Presentation): Dress | undefined {
  const { present, all, style } = sketch.scene.imported(shape);
  return present ? toDress(sketch, shape, all, style, inherited) : undefined;
}

/** The dress of a group. Its own opacity stands in the style and so before one in an attribute, but not before one in the import's style. */
export function groupDressOf(sketch: Sketch, group: Shape, inherited: Presentation): Dress | undefined {
  const { present, attributes, style, all } = sketch.scene.imported(group);
  if (!present) return undefined;
  const { opacity: _opacity, ...rest } = all;
  const opacity = style.opacity ?? (toNumber(group["opacity"]) === undefined ? attributes.opacity : undefined);
  return toDress(sketch, group, opacity === undefined ? rest : { ...rest, opacity }, style, inherited);
}

/** Whether the import gives the group an opacity instead of Penpot's. */
export function hasOwnOpacity({ scene }: Sketch, group: Shape): boolean {
  return group.type === "group" && scene.imported(group).style.opacity !== undefined;
}

/** The elements in a dress: on the only one where it can stand there, else on a group around all. */
export function dressElements(elements: readonly Element[], effects: Attributes): Element[] {
  const worn = Object.entries(effects).filter(([, value]) => value !== undefined);
  const [only, ...others] = elements;
  if (!only || worn.length === 0) return [...elements];
  const free = EFFECTS.every((name) => only.attributes[name] === undefined) && (effects.filter === undefined || !only.attributes.filter);
  if (others.length === 0 && free) return [createElement(only.tag, { ...only.attributes, ...effects }, only.children)];
  return [createElement("g", effects, elements)];
}

/**
 * Fills in their dress and under Penpot's filter, for which an imported one would stand. Both work in the coordinates
 * of the outline's own transform, so that a shadow turns with its shape (section 6.3).
 */
export function dressFills(fills: readonly Element[], outline: Outline, dress: Dress | undefined, filter: string | undefined): Element[] {
  const { transform = outline.attributes.transform, ...effects } = dress?.effects ?? {};
  const seen = dress?.filter.over ?? dress?.filter.under ?? filter;
  const upright = fills.map((fill) => createElement(fill.tag, { ...fill.attributes, transform: undefined }, fill.children));
  return dressElements(filterElements(upright, seen), effects).map((element) =>
    createElement(element.tag, { ...element.attributes, transform }, element.children),
  );
}

/** Strokes in their dress and under Penpot's filter, which stands for an imported one unless that is in the style. */
export function dressStrokes(strokes: readonly Element[], dress: Dress | undefined, filter: string | undefined): Element[] {
  return dressElements(filterElements(strokes, dress?.filter.over ?? filter ?? dress?.filter.under), dress?.effects ?? {});
}

function toDress(sketch: Sketch, shape: Shape, all: SvgAttributes, style: SvgAttributes, inherited: Presentation): Dress | undefined {
  // Most imports leave nothing of the kind.
  if (all.filter === undefined && EFFECTS.every((name) => all[name] === undefined)) return undefined;
  const picked = Object.fromEntries([...EFFECTS, "filter" as const].map((name) => [name, all[name] === "none" ? undefined : all[name]]));
  const known = Object.fromEntries(Object.entries(picked).filter(([, value]) => value !== undefined && value !== 1)) as SvgAttributes;
  if (Object.keys(known).length === 0) return undefined;
  const { filter, ...effects } = resolveReferences(sketch, shape, known, inherited);
  const found = filter === undefined ? undefined : String(filter);
  const over = style.filter !== undefined;
  return { effects, filter: { over: over ? found : undefined, under: over ? undefined : found } };
}
