import { MARKERS } from "./bounds.ts";
import { type Attributes, createElement, type Element } from "./element.ts";
import type { Sketch } from "./sketch.ts";
import type { Stroke } from "./style.ts";

/** What stands at the end of a line, in units that grow with the stroke (section 5.5). */
interface Marker {
  viewBox: string;
  /** The view box that holds it turned around its reference point; none when it looks the same then. */
  turnedViewBox: string | undefined;
  refX: number;
  size: number;
  element: Element;
}

const CENTRED = "0 0 6 6";

const SHAPES: Readonly<Record<string, Marker>> = {
  "line-arrow": toArrow("M0.5 0.5L3 3L0.5 5.5L0 5L2 3L0 1Z"),
  "triangle-arrow": toArrow("M0 0L3 3L0 6Z"),
  "square-marker": toCentred(4.2426, createElement("rect", { width: 6, height: 6 })),
  "circle-marker": toCentred(4, createElement("circle", { cx: 3, cy: 3, r: 3 })),
  "diamond-marker": toCentred(6, createElement("path", { d: "M3 0L6 3L3 6L0 3Z" })),
  round: toCentred(6, createElement("path", { d: "M3 2.5A0.5 0.5 0 0 1 3 3.5" }), CENTRED),
  square: toCentred(6, createElement("rect", { x: 3, y: 2.5, width: 0.5, height: 1 }), CENTRED),
};

/** Line caps that need a marker where the ends differ. */
const LINE_CAPS: ReadonlySet<string | undefined> = new Set(["round", "square"]);

/** The line cap that both ends share, if there is one. */
export function sharedCap({ capStart, capEnd }: Stroke): string | undefined {
  return capStart === capEnd && LINE_CAPS.has(capStart) ? capStart : undefined;
}

/** The attributes that name the markers at the ends of a line, if any. `toPaint` gives the fill of a marker; nothing for none. */
export function defineMarkers(sketch: Sketch, stroke: Stroke, toPaint: () => Attributes | undefined): Attributes {
  const { capStart, capEnd } = stroke;
  const different = capStart !== capEnd;
  const define = (name: "marker-start" | "marker-end", cap: string | undefined): Attributes => {
    const marker = MARKERS.has(cap) || (different && LINE_CAPS.has(cap)) ? SHAPES[cap ?? ""] : undefined;
    const paint = marker && toPaint();
    if (!marker || !paint) return {};
    const element = sketch.options.markers === "auto" ? toDirected(marker, paint, name === "marker-start") : toTurning(marker, paint);
    return { [name]: sketch.define(element) };
  };
  return { ...define("marker-start", capStart), ...define("marker-end", capEnd) };
}

/** As Penpot prints it: viewers turn it around at the start of a line. */
function toTurning({ viewBox, refX, size, element }: Marker, paint: Attributes): Element {
  const place = { viewBox, refX, refY: 3, markerWidth: size.toString(), markerHeight: size.toString() };
  return createElement("marker", { ...place, orient: "auto-start-reverse", ...paint }, [element]);
}

/** For viewers that know no `auto-start-reverse`: what stands at a start is drawn turned around its reference point, and so is its paint. */
function toDirected({ viewBox, turnedViewBox, refX, size, element }: Marker, paint: Attributes, isStart: boolean): Element {
  const isPlain = !String(paint.fill).startsWith("url(");
  const isTurned = isStart && !(turnedViewBox === undefined && isPlain);
  const place = { viewBox: (isTurned ? turnedViewBox : undefined) ?? viewBox, refX, refY: 3 };
  const attributes = { ...place, markerWidth: size.toString(), markerHeight: size.toString(), orient: "auto" };
  const transform = isTurned ? `rotate(180 ${refX} 3)` : undefined;
  // On the geometry itself a gradient turns with it, whatever becomes of the transform later.
  return createElement("marker", attributes, [createElement(element.tag, { ...element.attributes, transform, ...paint })]);
}

function toArrow(d: string): Marker {
  return { viewBox: "0 0 3 6", turnedViewBox: "1 0 3 6", refX: 2, size: 8.5, element: createElement("path", { d }) };
}

function toCentred(size: number, element: Element, turnedViewBox?: string): Marker {
  return { viewBox: CENTRED, turnedViewBox, refX: 3, size, element };
}
