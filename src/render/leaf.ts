import type { Shape } from "../design.ts";
import { type Attributes, createElement, type Element } from "./element.ts";
import { importedOf, type Presentation } from "./imported.ts";
import type { Outline } from "./outline.ts";
import { fillRuleOf, paintFills } from "./paint.ts";
import type { Sketch } from "./sketch.ts";
import { paintStrokes } from "./stroke.ts";

/** One coat of paint on an outline. */
export interface Layer {
  kind: "fill" | "stroke";
  outline: Outline;
  attributes: Attributes;
}

/** All coats of a shape's own geometry: fills, then strokes, the last of each first. */
export function paintOutline(sketch: Sketch, shape: Shape, outline: Outline, inherited: Presentation): Layer[] {
  const rule = fillRuleOf(shape, importedOf(shape), inherited);
  const fills = paintFills(sketch, shape, inherited).map((attributes) => ({ ...attributes, "fill-rule": rule }));
  return [
    ...fills.map((attributes): Layer => ({ kind: "fill", outline, attributes })),
    ...paintStrokes(sketch, shape, outline, inherited).map((layer): Layer => ({ kind: "stroke", ...layer })),
  ];
}

/** The coats as elements; a fill and the plain stroke right above it on the same outline become one (section 12.2, rule 4). */
export function toElements(layers: readonly Layer[]): Element[] {
  const elements: Element[] = [];
  let below: Layer | undefined;
  for (const layer of layers) {
    const { outline, attributes } = layer;
    const plain = attributes["clip-path"] === undefined && attributes.mask === undefined;
    const joins = below?.kind === "fill" && layer.kind === "stroke" && below.outline === outline && plain;
    if (joins) elements.pop();
    elements.push(createElement(outline.tag, { ...outline.attributes, ...(joins && below?.attributes), ...attributes }));
    below = layer;
  }
  return elements;
}
