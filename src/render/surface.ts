import type { Shape } from "../design.ts";
import { boxOf, type Matrix, multiply, type Rect, scale, translate } from "./geometry.ts";
import { matrixOf, type Outline, offsetOutline } from "./outline.ts";
import { boundingBoxOf } from "./path.ts";
import { type Scene, transformOf } from "./scene.ts";

/** A rectangle, or the box around the painted geometry itself; undefined where there is no area to paint on. */
export type Extent = Rect | "own" | undefined;

/** What paint is put on: an outline and the rectangles by which its paints are measured, all in the outline's own coordinates but one. */
export interface Surface {
  readonly outline: Outline;
  /** How overlapping path data are filled, where not as usual. */
  readonly rule?: "evenodd" | undefined;
  /** The rectangle that fills are fractions of, and the map from its coordinates to the outline's (section 4.3). */
  readonly tile: Rect;
  readonly tileMatrix?: (() => Matrix) | undefined;
  /** What strokes' gradients and images are fractions of (section 5.4). */
  extent(): Extent;
  /** The upright box that Penpot takes the shape for on the page: before outer strokes and image strokes it is what their margins are added to. */
  span(): Rect;
  /** An outline whose centred stroke looks like an inner (negative) or outer stroke of the same width, if there is one. */
  offset(by: number): Outline | undefined;
}

/** The surface of a rect, frame, circle, image, path or bool. Paths and bools hold their transform in their points. */
export function surfaceOf(scene: Scene, shape: Shape, outline: Outline, rule?: "evenodd"): Surface {
  const tile = scene.box(shape);
  const baked = shape.type === "path" || shape.type === "bool";
  return {
    outline,
    rule,
    tile,
    tileMatrix: baked ? () => matrixOf(shape, tile) : undefined,
    extent: () => (baked ? extentOf(boundingBoxOf(scene.path(shape) ?? [])) : "own"),
    span: () => boxOf(scene.corners(shape)),
    offset: (by) => offsetOutline(scene, shape, by),
  };
}

/** A box so thin that it would be none where it is printed is told as it is. */
function extentOf(box: Rect | undefined): Extent {
  return box && Math.min(box.width, box.height) > 0.01 ? "own" : box;
}

/** From fractions of the tile to the outline's coordinates. */
export function placeIn({ tile, tileMatrix }: Surface): Matrix {
  const place = fractionsOf(tile);
  return tileMatrix ? multiply(tileMatrix(), place) : place;
}

/** From fractions of a rectangle to its own coordinates. */
export function fractionsOf(rect: Rect): Matrix {
  return multiply(translate(rect), scale(rect.width, rect.height));
}

/** Whether the outline is moved by more than a turn or a flip, so that lengths differ on the page. */
export function isStretched(shape: Shape): boolean {
  const { a, b, c, d } = transformOf(shape);
  return Math.abs(a * c + b * d) > 1e-6 || Math.abs(Math.hypot(a, b) - 1) > 1e-6 || Math.abs(Math.hypot(c, d) - 1) > 1e-6;
}
