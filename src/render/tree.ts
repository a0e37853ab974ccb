import type { Shape } from "../design.ts";
import { appearanceOf } from "./appearance.ts";
import { drawLeaf } from "./draw-leaf.ts";
import { dressElements, dressFills, dressOf, dressStrokes, groupDressOf, hasOwnOpacity } from "./dress.ts";
import { hasEffects } from "./effects.ts";
import { createElement, type Element } from "./element.ts";
import { filterElements, filterOf } from "./filter.ts";
import { contains, grow, isIdentity } from "./geometry.ts";
import type { Presentation } from "./imported.ts";
import { drawRaw } from "./imported-element.ts";
import { inheritFrom } from "./imported-paint.ts";
import { mayReachFar } from "./imported-reach.ts";
import { isLined } from "./layer.ts";
import { paintOutline, toElements } from "./leaf.ts";
import { isUnpainted, limitsOf } from "./limits.ts";
import { maskElements } from "./mask.ts";
import { type Outline, outlineOf, roundnessOf } from "./outline.ts";
import { contentReach, reachOf } from "./reach.ts";
import { transformOf } from "./scene.ts";
import type { Sketch } from "./sketch.ts";
import { drawText } from "./text/draw-text.ts";
import { toNumber } from "./values.ts";

/** The elements of a shape and all in it, bottom-most first (section 12.1). */
export function drawShape(sketch: Sketch, shape: Shape, inherited: Presentation): Element[] {
  if (isUnpainted(sketch.scene, shape)) return [];
  for (const what of limitsOf(sketch.scene, shape)) sketch.report(shape, what);
  return wrap(sketch, shape, drawContent(sketch, shape, inherited));
}

function drawContent(sketch: Sketch, shape: Shape, inherited: Presentation): Element[] {
  switch (shape.type) {
    case "group":
      return drawGroup(sketch, shape, inherited);
    case "frame":
      return drawBoard(sketch, shape, inherited);
    case "rect":
    case "circle":
    case "image":
    case "path":
    case "bool": {
      const outline = outlineOf(sketch.scene, shape);
      return outline ? drawLeaf(sketch, shape, outline, inherited) : [];
    }
    case "text":
      return drawText(sketch, shape, inherited);
    case "svg-raw":
      return drawRaw(sketch, shape, inherited, (child, within) => drawShape(sketch, child, within));
    default:
      return [];
  }
}

function drawGroup(sketch: Sketch, group: Shape, around: Presentation): Element[] {
  const inherited = inheritFrom(sketch, group, around);
  const mask = sketch.scene.mask(group);
  const masking = mask ? drawShape(sketch, mask, inherited) : [];
  if (mask && masking.length === 0) return [];
  const children = sketch.scene.children(group).filter((child) => child !== mask);
  const content = children.flatMap((child) => drawShape(sketch, child, inherited));
  if (content.length === 0) return [];
  const seen = mask ? [maskElements(sketch, mask, masking, content)] : content;
  const dress = groupDressOf(sketch, group, inherited);
  const extent = hasEffects(sketch, group) ? contentReach(sketch, group).extent : undefined;
  const filter = dress?.filter.over ?? filterOf(sketch, group, "all", extent) ?? dress?.filter.under;
  return dressElements(filterElements(seen, filter), dress?.effects ?? {});
}

/** A board stops inherited fills; its strokes lie above its children and outside its clip (section 2.11). */
function drawBoard(sketch: Sketch, board: Shape, inherited: Presentation): Element[] {
  const outline = outlineOf(sketch.scene, board);
  if (!outline) return [];
  const { fill: _fill, ...within } = inherited;
  const layers = paintOutline(sketch, board, outline, within);
  const children = drawChildren(sketch, board, within);
  const extent = hasEffects(sketch, board) ? reachOf(sketch, board).extent : undefined;
  const fills = layers.filter(({ kind }) => kind === "fill");
  const shadows = fills.length + children.length > 0 ? filterOf(sketch, board, "shadows", extent) : undefined;
  const blur = layers.length + children.length > 0 ? filterOf(sketch, board, "blur", extent) : undefined;
  const dress = dressOf(sketch, board, within);
  // What an import puts on the background may leave it, and is cut there like the children.
  const spills = board["showContent"] !== true && (dress !== undefined || fills.some(isLined));
  if (children.length === 0 && shadows === undefined && !dress && !spills) return filterElements(toElements(layers), blur);
  const content = [...dressFills(toElements(fills), outline, dress, undefined), ...children];
  const clipped =
    spills || (children.length > 0 && needsClip(sketch, board, within) && !isCutAround(sketch, board))
      ? [clip(sketch, outline, content)]
      : content;
  const strokes = dressStrokes(toElements(layers.filter(({ kind }) => kind === "stroke")), dress, undefined);
  return filterElements([...filterElements(clipped, shadows), ...strokes], blur);
}

function drawChildren(sketch: Sketch, parent: Shape, inherited: Presentation): Element[] {
  return paintOrder(parent, sketch.scene.children(parent)).flatMap((child) => drawShape(sketch, child, inherited));
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
function needsClip(sketch: Sketch, board: Shape, inherited: Presentation): boolean {
  if (board["showContent"] === true) return false;
  const box = sketch.scene.box(board);
  if (!isIdentity(transformOf(board), box)) return true;
  const roundness = roundnessOf(sketch.scene, board);
  const cutByEdge = board === sketch.scene.root && roundness === 0 && contains(box, sketch.viewport);
  if (cutByEdge && !hasEffects(sketch, board)) return false;
  if (mayReachFar(sketch.scene, board, inherited)) return true;
  const reach = contentReach(sketch, board);
  // Without the clip, what blends would blend with what lies below the board too.
  if (reach.blends) return true;
  const inscribed = grow(box, -roundness * (1 - Math.SQRT1_2));
  return reach.box !== undefined && !contains(inscribed, reach.box);
}

/** Whether the clip of a board around cuts all that this board's own would. */
function isCutAround(sketch: Sketch, board: Shape): boolean {
  const { scene } = sketch;
  if (roundnessOf(scene, board) > 0 || !isIdentity(transformOf(board), scene.box(board)) || contentReach(sketch, board).blends)
    return false;
  let shape: Shape | undefined = board;
  while (shape && !hasEffects(sketch, shape) && !scene.isMask(shape) && !scene.mask(shape)) {
    shape = scene.parent(shape);
    if (shape?.type !== "frame" || shape["showContent"] === true) continue;
    const upright = isIdentity(transformOf(shape), scene.box(shape));
    return upright && contains(scene.box(board), scene.box(shape)) && needsClip(sketch, shape, {});
  }
  return false;
}

function clip(sketch: Sketch, outline: Outline, content: readonly Element[]): Element {
  const definition = createElement("clipPath", {}, [createElement(outline.tag, outline.attributes)]);
  return createElement("g", { "clip-path": sketch.define(definition) }, content);
}

/** Opacity and blend mode, on the element itself where it is the only one. */
function wrap(sketch: Sketch, shape: Shape, elements: readonly Element[]): Element[] {
  const attributes = hasOwnOpacity(sketch, shape) ? { ...appearanceOf(shape), opacity: undefined } : appearanceOf(shape);
  const [only, ...others] = elements;
  if (!only || (attributes.opacity === undefined && attributes.style === undefined)) return [...elements];
  const free = others.length === 0 && only.attributes.opacity === undefined && only.attributes.style === undefined;
  if (free) return [createElement(only.tag, { ...only.attributes, ...attributes }, only.children)];
  return [createElement("g", attributes, elements)];
}
