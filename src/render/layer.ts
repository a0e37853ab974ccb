import { type Attributes, createElement, type Element } from "./element.ts";
import type { Outline } from "./outline.ts";

/** One coat of paint: an outline, which may be an `<image>`, and what it is painted with. */
export interface Layer {
  kind: "fill" | "stroke";
  outline: Outline;
  attributes: Attributes;
  /** Of a group around the element: a clip or mask in other coordinates than the element's own. */
  around?: Attributes;
}

/** The coats as elements; a fill and the plain stroke right above it on the same outline become one (section 12.2, rule 4). */
export function toElements(layers: readonly Layer[]): Element[] {
  const elements: Element[] = [];
  let below: Layer | undefined;
  for (const layer of layers) {
    const joined = below && join(below, layer);
    if (joined) elements.pop();
    elements.push(toElement(joined ?? layer));
    below = layer;
  }
  return elements;
}

function join(below: Layer, above: Layer): Layer | undefined {
  const fits = below.kind === "fill" && above.kind === "stroke" && below.outline === above.outline;
  if (!fits || !isPlain(below) || !isPlain(above) || isLined(below)) return undefined;
  return { ...above, attributes: { ...below.attributes, ...above.attributes } };
}

/** Whether nothing is cut from the coat. */
export function isPlain({ attributes, around }: Layer): boolean {
  return around === undefined && attributes["clip-path"] === undefined && attributes.mask === undefined;
}

/** Whether a fill has an imported stroke or markers on it. */
export function isLined({ attributes }: Layer): boolean {
  return [attributes.stroke, attributes["marker-start"], attributes["marker-mid"], attributes["marker-end"]].some(
    (value) => value !== undefined,
  );
}

function toElement({ outline, attributes, around }: Layer): Element {
  const element = createElement(outline.tag, { ...outline.attributes, ...attributes }, outline.children);
  return around ? createElement("g", around, [element]) : element;
}
