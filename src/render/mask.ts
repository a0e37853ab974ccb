import type { Shape } from "../design.ts";
import { createElement, type Element, formatNumber } from "./element.ts";
import { boxOf, cornersOf, grow, intersect, type Point, type Rect } from "./geometry.ts";
import { reachOf } from "./reach.ts";
import type { Sketch } from "./sketch.ts";

/** The box of a mask shape's corners, which nothing of a masked group leaves (section 2.7). */
export function maskBox(sketch: Sketch, mask: Shape): Rect {
  return boxOf(sketch.scene.corners(mask));
}

/** Content seen through a drawn mask shape: as opaque as that is, whatever its colours, and only inside its corners (section 2.7). */
export function maskElements(sketch: Sketch, mask: Shape, drawn: readonly Element[], content: readonly Element[]): Element {
  // Runs of text are painted white, but their strokes keep their colours: there Penpot lets brightness decide.
  const byBrightness = mask.type === "text" && Array.isArray(mask["positionData"]);
  const region = byBrightness ? maskBox(sketch, mask) : filteredBox(sketch, mask);
  const type = byBrightness ? undefined : "alpha";
  const reference = sketch.define(createElement("mask", { maskUnits: "userSpaceOnUse", ...region, "mask-type": type }, drawn));
  return createElement("g", { "clip-path": clipToCorners(sketch, mask), mask: reference }, content);
}

/** Penpot takes the alpha by a filter, which cuts what is farther than a tenth outside the geometry. */
function filteredBox(sketch: Sketch, mask: Shape): Rect {
  const box = maskBox(sketch, mask);
  const { extent = box } = reachOf(sketch, mask);
  return intersect(box, grow(extent, extent.width / 10, extent.height / 10)) ?? box;
}

/** The mask's region does the same for corners that stand upright. */
function clipToCorners(sketch: Sketch, mask: Shape): string | undefined {
  const corners = sketch.scene.corners(mask);
  const upright = cornersOf(maskBox(sketch, mask)).every((corner) => corners.some((other) => isNear(corner, other)));
  if (upright) return undefined;
  const points = corners.map(({ x, y }) => `${formatNumber(x)},${formatNumber(y)}`).join(" ");
  return sketch.define(createElement("clipPath", {}, [createElement("polygon", { points })]));
}

function isNear(a: Point, b: Point): boolean {
  return Math.hypot(a.x - b.x, a.y - b.y) < 0.02;
}
