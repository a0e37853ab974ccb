import type { Shape } from "../design.ts";
import { type Attributes, createElement, type Element } from "./element.ts";
import { contains, grow, isIdentity, type Rect } from "./geometry.ts";
import { importedOf, type Presentation } from "./imported.ts";
import { paintOutline, toElements } from "./leaf.ts";
import { isBlendMode, isUnpainted, limitsOf } from "./limits.ts";
import { type Outline, outlineOf, roundnessOf } from "./outline.ts";
import { inheritFills } from "./paint.ts";
import { blendModeOf, contentReach } from "./reach.ts";
import { transformOf } from "./scene.ts";
import type { Sketch } from "./sketch.ts";
import { toNumber } from "./values.ts";

/** The elements of a shape and all in it, bottom-most first; `viewport` is what the whole picture shows (section 12.1). */
export function drawShape(sketch: Sketch, shape: Shape, inherited: Presentation, viewport: Rect): Element[] {
  if (isUnpainted(shape)) return [];
  for (const what of limitsOf(sketch.scene, shape)) sketch.report(shape, what);
  return wrap(drawContent(sketch, shape, inherited, viewport), shape);
}

function drawContent(sketch: Sketch, shape: Shape, inherited: Presentation, viewport: Rect): Element[] {
  switch (shape.type) {
    case "group":
      return drawChildren(sketch, shape, { ...inherited, ...inheritRest(shape), ...inheritFills(sketch, shape) }, viewport);
    case "frame":
      return drawBoard(sketch, shape, inherited, viewport);
    case "rect":
    case "circle":
    case "path":
    case "bool": {
      const outline = outlineOf(sketch.scene, shape);
      return outline ? toElements(paintOutline(sketch, shape, outline, inherited)) : [];
    }
    default:
      return [];
  }
}

/** Imported line and rule attributes of a group reach its children; its fill is decided apart. */
function inheritRest(group: Shape): Presentation {
  const { attributes, style } = importedOf(group);
  const { fill: _fill, "fill-opacity": _opacity, ...rest } = { ...attributes, ...style };
  return rest;
}

/** A board stops inherited fills; its strokes lie above its children and outside its clip (section 2.11). */
function drawBoard(sketch: Sketch, board: Shape, inherited: Presentation, viewport: Rect): Element[] {
  const outline = outlineOf(sketch.scene, board);
  if (!outline) return [];
  const { fill: _fill, ...within } = inherited;
  const layers = paintOutline(sketch, board, outline, within);
  const children = drawChildren(sketch, board, within, viewport);
  if (children.length === 0) return toElements(layers);
  const content = [...toElements(layers.filter(({ kind }) => kind === "fill")), ...children];
  const clipped = needsClip(sketch, board, viewport) ? [clip(sketch, outline, content)] : content;
  return [...clipped, ...toElements(layers.filter(({ kind }) => kind === "stroke"))];
}

function drawChildren(sketch: Sketch, parent: Shape, inherited: Presentation, viewport: Rect): Element[] {
  return paintOrder(parent, sketch.scene.children(parent)).flatMap((child) => drawShape(sketch, child, inherited, viewport));
}

/** Bottom-most first: as listed, except in layout boards (section 2.11). */
function paintOrder(parent: Shape, children: readonly Shape[]): readonly Shape[] {
  const layout = parent.type === "frame" ? parent["layout"] : undefined;
  if (layout !== "flex" && layout !== "grid") return children;
  const reversed = layout === "flex" && (parent["layoutFlexDir"] === "row-reverse" || parent["layoutFlexDir"] === "column-reverse");
  const level = (shape: Shape) => toNumber(shape["layoutItemZIndex"]) ?? 0;
  // Sorting is stable, so ties keep this order.
  return (reversed ? [...children] : children.toReversed()).sort((a, b) => level(a) - level(b));
}

/** A clip is left out where it cuts nothing: the content lies inside, or the picture's own edge cuts the same (section 12.2, rule 3). */
function needsClip(sketch: Sketch, board: Shape, viewport: Rect): boolean {
  if (board["showContent"] === true) return false;
  const box = sketch.scene.box(board);
  if (!isIdentity(transformOf(board), box)) return true;
  const roundness = roundnessOf(sketch.scene, board);
  if (board === sketch.scene.root && roundness === 0 && contains(box, viewport)) return false;
  const reach = contentReach(sketch, board);
  // Without the clip, what blends would blend with what lies below the board too.
  if (reach.blends) return true;
  const inscribed = grow(box, -roundness * (1 - Math.SQRT1_2));
  return reach.box !== undefined && !contains(inscribed, reach.box);
}

function clip(sketch: Sketch, outline: Outline, content: readonly Element[]): Element {
  const definition = createElement("clipPath", {}, [createElement(outline.tag, outline.attributes)]);
  return createElement("g", { "clip-path": sketch.define(definition) }, content);
}

/** Opacity and blend mode, on the element itself where it is the only one. */
function wrap(elements: readonly Element[], shape: Shape): Element[] {
  const attributes = appearanceOf(shape);
  const [only, ...others] = elements;
  if (!only || (attributes.opacity === undefined && attributes.style === undefined)) return [...elements];
  const free = others.length === 0 && only.attributes.opacity === undefined && only.attributes.style === undefined;
  if (free) return [createElement(only.tag, { ...only.attributes, ...attributes }, only.children)];
  return [createElement("g", attributes, elements)];
}

function appearanceOf(shape: Shape): Attributes {
  const opacity = toNumber(shape["opacity"]);
  const mode = blendModeOf(shape);
  return {
    opacity: opacity !== undefined && opacity < 1 ? opacity : undefined,
    style: mode !== undefined && isBlendMode(mode) ? `mix-blend-mode:${mode}` : undefined,
  };
}
