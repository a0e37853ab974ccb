import { MARKERS } from "./bounds.ts";
import { type Attributes, createElement, type Element } from "./element.ts";
import type { Rect } from "./geometry.ts";
import type { Sketch } from "./sketch.ts";
import type { Stroke } from "./style.ts";

/** What stands at the end of a line, in units that grow with the stroke (section 5.5). `box` is the box around its geometry. */
interface Marker {
  viewBox: string;
  refX: number;
  size: number;
  element: Element;
  box: Rect;
}

const SHAPES: Readonly<Record<string, Marker>> = {
  "line-arrow": toArrow("M0.5 0.5L3 3L0.5 5.5L0 5L2 3L0 1Z", { x: 0, y: 0.5, width: 3, height: 5 }),
  "triangle-arrow": toArrow("M0 0L3 3L0 6Z", { x: 0, y: 0, width: 3, height: 6 }),
  "square-marker": toCentred(4.2426, createElement("rect", { width: 6, height: 6 })),
  "circle-marker": toCentred(4, createElement("circle", { cx: 3, cy: 3, r: 3 })),
  "diamond-marker": toCentred(6, createElement("path", { d: "M3 0L6 3L3 6L0 3Z" })),
  round: toCentred(6, createElement("path", { d: "M3 2.5A0.5 0.5 0 0 1 3 3.5" }), { x: 3, y: 2.5, width: 0.5, height: 1 }),
  square: toCentred(6, createElement("rect", { x: 3, y: 2.5, width: 0.5, height: 1 }), { x: 3, y: 2.5, width: 0.5, height: 1 }),
};

/** Line caps that need a marker where the ends differ. */
const LINE_CAPS: ReadonlySet<string | undefined> = new Set(["round", "square"]);

/** The line cap that both ends share, if there is one. */
export function sharedCap({ capStart, capEnd }: Stroke): string | undefined {
  return capStart === capEnd && LINE_CAPS.has(capStart) ? capStart : undefined;
}

/** The attributes that name the markers at the ends of a line, if any. `toPaint` gives the fill of a marker whose geometry has the box; nothing for none. */
export function defineMarkers(sketch: Sketch, stroke: Stroke, toPaint: (box: Rect) => Attributes | undefined): Attributes {
  const { capStart, capEnd } = stroke;
  const different = capStart !== capEnd;
  const define = (name: "marker-start" | "marker-end", cap: string | undefined): Attributes => {
    const marker = MARKERS.has(cap) || (different && LINE_CAPS.has(cap)) ? SHAPES[cap ?? ""] : undefined;
    const paint = marker && toPaint(marker.box);
    return marker && paint ? { [name]: sketch.define(toElement(marker, paint)) } : {};
  };
  return { ...define("marker-start", capStart), ...define("marker-end", capEnd) };
}

function toElement({ viewBox, refX, size, element }: Marker, paint: Attributes): Element {
  const place = { viewBox, refX, refY: 3, markerWidth: size.toString(), markerHeight: size.toString() };
  return createElement("marker", { ...place, orient: "auto-start-reverse", ...paint }, [element]);
}

function toArrow(d: string, box: Rect): Marker {
  return { viewBox: "0 0 3 6", refX: 2, size: 8.5, element: createElement("path", { d }), box };
}

function toCentred(size: number, element: Element, box = { x: 0, y: 0, width: 6, height: 6 }): Marker {
  return { viewBox: "0 0 6 6", refX: 3, size, element, box };
}
