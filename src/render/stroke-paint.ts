import type { Shape } from "../design.ts";
import { type Attributes, createElement } from "./element.ts";
import { around, chain, type Matrix, type Rect } from "./geometry.ts";
import { toGradientElement } from "./gradient.ts";
import { toBoxPattern, toImage, toPattern } from "./image.ts";
import { toInk } from "./ink.ts";
import { printTransform } from "./outline.ts";
import { transformOf } from "./scene.ts";
import type { Sketch } from "./sketch.ts";
import type { Gradient, ImageRef, Stroke } from "./style.ts";
import { type Extent, fractionsOf, type Surface } from "./surface.ts";

/** What a stroke is painted with: the line itself, or a marker at its end. */
export interface StrokePaint {
  /** The paint for geometry of this extent, a colour or a reference; undefined where it paints nothing. */
  toPaint(extent: Extent): string | undefined;
  opacity: number;
  /** How opaque markers are: they ignore the opacity of a gradient stroke (section 5.5). */
  markerOpacity: number;
}

/** The paint of a stroke (section 5.4); undefined when it has none. */
export function toStrokePaint(sketch: Sketch, shape: Shape, stroke: Stroke, surface: Surface): StrokePaint | undefined {
  const { paint, opacity } = stroke;
  switch (paint.kind) {
    case "color": {
      const ink = toInk(sketch, shape, "stroke", { color: paint.color, opacity });
      return { toPaint: () => ink.color, opacity: ink.opacity, markerOpacity: ink.opacity };
    }
    case "gradient":
      return { toPaint: (extent) => extent && defineGradient(sketch, shape, paint.gradient, extent), opacity, markerOpacity: 1 };
    case "image": {
      const toPaint = (extent: Extent) => extent && definePicture(sketch, shape, { ref: paint.image, stroke, surface, extent });
      return { toPaint, opacity, markerOpacity: opacity };
    }
    case "unreadable":
      sketch.report(shape, paint.what);
      return undefined;
    case "none":
      return undefined;
  }
}

/** A linear gradient on a path turns with the path about the middle of its box. */
function defineGradient(sketch: Sketch, shape: Shape, gradient: Gradient, extent: Rect | "own"): string {
  const turns = shape.type === "path" && gradient.type === "linear";
  const turn: readonly Matrix[] = turns ? [around({ x: 0.5, y: 0.5 }, transformOf(shape))] : [];
  const place = extent === "own" ? chain(...turn) : chain(fractionsOf(extent), ...turn);
  const units = extent === "own" ? "objectBoundingBox" : "userSpaceOnUse";
  return sketch.define(toGradientElement(sketch, gradient, { shape, part: "stroke", place, units }));
}

interface Picture {
  ref: ImageRef;
  stroke: Stroke;
  surface: Surface;
  extent: Rect | "own";
}

/** The middle square of a picture, as large as the longer side of a tile that holds the whole stroke. */
function definePicture(sketch: Sketch, shape: Shape, { ref, stroke, surface, extent }: Picture): string | undefined {
  const box = extent === "own" ? WHOLE : extent;
  const span = surface.span();
  const reach = reachOf(stroke) * (1 + Math.SQRT2);
  const [left, top] = [(reach / span.width) * box.width, (reach / span.height) * box.height];
  const tile = { x: box.x - left, y: box.y - top, width: box.width + 2 * left, height: box.height + 2 * top };
  const side = Math.max(tile.width, tile.height);
  const square = { x: (tile.width - side) / 2, y: (tile.height - side) / 2, width: side, height: side };
  const image = toImage(sketch, shape, { ...ref, keepsAspect: true }, extent === "own" ? WHOLE : square);
  if (!image) return undefined;
  const transform = shape.type === "path" ? printTransform(shape, surface.tile) : undefined;
  const content = [createElement(image.tag, image.attributes)];
  return sketch.define(extent === "own" ? toBoxPattern(tile, content, transform) : toPattern(tile, content, transform));
}

const WHOLE: Rect = { x: 0, y: 0, width: 1, height: 1 };

/** Half of a centred stroke, the whole of an outer one, nothing of an inner one. */
function reachOf({ alignment, width = 0 }: Stroke): number {
  if (alignment === "center") return width / 2;
  return alignment === "outer" ? width : 0;
}

/** The paint as attributes of a line. */
export function paintLine({ toPaint, opacity }: StrokePaint, extent: Extent): Attributes | undefined {
  const stroke = toPaint(extent);
  return stroke === undefined ? undefined : { stroke, "stroke-opacity": opacity === 1 ? undefined : opacity };
}

/** The paint as attributes of a marker. */
export function paintMarker({ toPaint, markerOpacity }: StrokePaint): Attributes | undefined {
  const fill = toPaint("own");
  return fill === undefined ? undefined : { fill, "fill-opacity": markerOpacity === 1 ? undefined : markerOpacity };
}
