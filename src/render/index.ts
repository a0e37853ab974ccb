import type { Shape } from "../design.ts";
import { boundsOf } from "./bounds.ts";
import { createElement, type Element, formatNumber, printElement } from "./element.ts";
import { type Rect, toRect } from "./geometry.ts";
import type { RenderOptions } from "./options.ts";
import { reachOf } from "./reach.ts";
import { createScene, type Scene } from "./scene.ts";
import { shareImages } from "./share-images.ts";
import { createSketch, type Unfaithful } from "./sketch.ts";
import { drawShape } from "./tree.ts";
import { usedDefinitions } from "./used-definitions.ts";

export type { Rect } from "./geometry.ts";
export type { RenderOptions } from "./options.ts";
export { findResources, type Resources } from "./resources.ts";
export type { Unfaithful } from "./sketch.ts";
export { createFontBook, type FontBook, type FontFile } from "./text/font-book.ts";

/** A drawn shape: SVG text ending in a newline, the exporter's bounds (unrounded, the root's own rectangle at 0,0) and what the picture lacks. */
export interface Rendering {
  svg: string;
  bounds: Rect;
  unfaithful: readonly Unfaithful[];
}

/**
 * Draws a shape and all below it as one SVG, as Penpot's exporter would but with little markup.
 * Never throws: what cannot be drawn rightly is in `unfaithful`, and a picture with entries there must not be published.
 */
export function renderSvg(objects: Record<string, Shape>, rootId: string, options: RenderOptions = {}): Rendering {
  const scene = createScene(objects, rootId);
  if (!scene) {
    const bounds = toRect(0, 0, 0, 0);
    return { svg: print(bounds, [], []), bounds, unfaithful: [{ shapeId: rootId, name: "", what: "no shape on its page" }] };
  }
  const bounds = options.bounds === "content" ? contentBounds(scene) : boundsOf(scene);
  const sketch = createSketch(scene, options, bounds);
  const elements = drawShape(sketch, scene.root, {});
  if (scene.root.hidden !== true) for (const { shape, what } of scene.faults) sketch.report(shape, what);
  const picture = shareImages(sketch, { elements, definitions: usedDefinitions(sketch.definitions(), elements) });
  return { svg: print(bounds, picture.definitions, picture.elements), bounds, unfaithful: sketch.unfaithful };
}

/** What is painted, no more and no less; the shape's own rectangle when that is nothing. */
function contentBounds(scene: Scene): Rect {
  const own = scene.box(scene.root);
  return reachOf(createSketch(scene, {}, own), scene.root).box ?? own;
}

function print({ x, y, width, height }: Rect, definitions: readonly Element[], elements: readonly Element[]): string {
  const viewBox = [x, y, width, height].map((value) => formatNumber(value)).join(" ");
  const root = { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox, fill: "none" };
  const defs = definitions.length > 0 ? [createElement("defs", {}, definitions)] : [];
  return printElement(createElement("svg", root, [...defs, ...elements]));
}
