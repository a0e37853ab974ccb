import { type Attributes, createElement, type Element } from "./element.ts";
import type { Sketch } from "./sketch.ts";

interface Picture {
  elements: readonly Element[];
  definitions: readonly Element[];
}

/** What the reference to an image takes, and its definition beside the image itself. */
const OVERHEAD = 60;

/** The same picture in which an embedded image that is shown several times in one size is there once and referred to, where that is shorter. */
export function shareImages(sketch: Sketch, { elements, definitions }: Picture): Picture {
  if (sketch.hrefs.size === 0) return { elements, definitions };
  const counts = new Map<string, number>();
  for (const image of imagesIn([...definitions, ...elements])) counts.set(keyOf(image), (counts.get(keyOf(image)) ?? 0) + 1);
  const shared = new Map<string, Element>();
  const place = (element: Element): Element => {
    if (!isEmbedded(element)) return mapChildren(element, place);
    const key = keyOf(element);
    const count = counts.get(key) ?? 0;
    if ((count - 1) * key.length < (count + 1) * OVERHEAD) return element;
    const { width, height, preserveAspectRatio, href } = element.attributes;
    const known = shared.get(key) ?? createElement("image", { id: sketch.nextId(), width, height, preserveAspectRatio, href });
    shared.set(key, known);
    return toUse(element, `#${known.attributes.id}`);
  };
  const placed = { elements: elements.map(place), definitions: definitions.map(place) };
  return { elements: placed.elements, definitions: [...placed.definitions, ...shared.values()] };
}

function* imagesIn(elements: readonly Element[]): Iterable<Element> {
  const waiting = [...elements];
  for (let element = waiting.pop(); element; element = waiting.pop()) {
    if (isEmbedded(element)) yield element;
    for (const child of element.children) if (typeof child !== "string") waiting.push(child);
  }
}

function isEmbedded({ tag, attributes }: Element): boolean {
  return tag === "image" && attributes.id === undefined && String(attributes.href).startsWith("data:");
}

function keyOf({ attributes: { width, height, preserveAspectRatio, href } }: Element): string {
  return `${width} ${height} ${preserveAspectRatio} ${href}`;
}

function mapChildren(element: Element, map: (child: Element) => Element): Element {
  if (element.children.length === 0) return element;
  const children = element.children.map((child) => (typeof child === "string" ? child : map(child)));
  return createElement(element.tag, element.attributes, children);
}

function toUse({ attributes }: Element, href: string): Element {
  const { x, y, width: _width, height: _height, preserveAspectRatio: _ratio, href: _href, ...rest } = attributes;
  const isMoved = x !== undefined || y !== undefined;
  // Viewers disagree on whether a clip on a moved reference moves with it.
  if (isMoved && CUTS.some((name) => rest[name] !== undefined)) return createElement("g", rest, [createElement("use", { x, y, href })]);
  return createElement("use", { x, y, href, ...rest } satisfies Attributes);
}

const CUTS = ["clip-path", "mask", "filter"] as const;
