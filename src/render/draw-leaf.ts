import type { Shape } from "../design.ts";
import { dressFills, dressOf, dressStrokes } from "./dress.ts";
import { hasEffects, hasVisibleShadow } from "./effects.ts";
import { createElement, type Element } from "./element.ts";
import { filterOf } from "./filter.ts";
import { boxOf } from "./geometry.ts";
import type { Presentation } from "./imported.ts";
import { paintOutline, toElements } from "./leaf.ts";
import type { Outline } from "./outline.ts";
import type { Sketch } from "./sketch.ts";
import { visibleStrokes } from "./stroke.ts";
import { fillsOf } from "./style.ts";

/** A shape's own geometry with its effects. Fills cast the shadows, strokes only where there is no fill; each is blurred for itself (section 6.3). */
export function drawLeaf(sketch: Sketch, shape: Shape, outline: Outline, inherited: Presentation): Element[] {
  const layers = paintOutline(sketch, shape, outline, inherited);
  const dress = dressOf(sketch, shape, inherited);
  if (!hasEffects(sketch, shape) && !dress) return toElements(layers);
  const fills = toElements(layers.filter(({ kind }) => kind === "fill"));
  const strokes = toElements(layers.filter(({ kind }) => kind === "stroke"));
  const casting = fillsOf(shape).length === 0 && hasVisibleShadow(shape) ? "all" : "blur";
  const fillFilter = fills.length > 0 ? filterOf(sketch, shape, "all") : undefined;
  const strokeFilter = strokes.length > 0 ? filterOf(sketch, shape, casting, boxOf(sketch.scene.corners(shape))) : undefined;
  if (fillFilter === undefined && strokeFilter === undefined && !dress) return toElements(layers);
  const filteredFills = dressFills(fills, outline, dress, fillFilter);
  if (shape.type === "image") return [...filteredFills, ...strokes.flatMap((stroke) => filterImageStroke(sketch, shape, stroke))];
  return [...filteredFills, ...dressStrokes(strokes, dress, strokeFilter)];
}

/** An image's strokes take all of its effects one by one, in their own coordinates (section 6.3). */
function filterImageStroke(sketch: Sketch, shape: Shape, stroke: Element): Element {
  if (hasEffects(sketch, shape) && visibleStrokes(shape).some(({ alignment }) => alignment !== "center")) {
    sketch.report(shape, "an inner or outer stroke around an image with shadows or blur");
  }
  return createElement(stroke.tag, { ...stroke.attributes, filter: filterOf(sketch, shape, "all") }, stroke.children);
}
