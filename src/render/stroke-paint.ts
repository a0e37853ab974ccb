import type { Shape } from "../design.ts";
import { type Attributes, createElement } from "./element.ts";
import { around, chain, type Matrix, type Rect } from "./geometry.ts";
import { toGradientElement } from "./gradient.ts";
import { toImage, toPattern } from "./image.ts";
import { toInk } from "./ink.ts";
import { printTransform } from "./outline.ts";
import { transformOf } from "./scene.ts";
import type { Sketch } from "./sketch.ts";
import type { Gradient, ImageRef, Stroke } from "./style.ts";
import { fractionsOf, type Surface } from "./surface.ts";

/** What a stroke is painted with, for geometry with any box around it: the line itself, or a marker at its end. */
export interface StrokePaint {
  /** The paint, a colour or a reference; undefined where it paints nothing. */
  toPaint(box: Rect | undefined): string | undefined;
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
      return { toPaint: (box) => box && defineGradient(sketch, shape, paint.gradient, box), opacity, markerOpacity: 1 };
    case "image": {
      const toPaint = (box: Rect | undefined) => box && definePicture(sketch, shape, { ref: paint.image, stroke, surface, box });
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
function defineGradient(sketch: Sketch, shape: Shape, gradient: Gradient, box: Rect): string {
  const turns = shape.type === "path" && gradient.type === "linear";
  const turn: readonly Matrix[] = turns ? [around({ x: 0.5, y: 0.5 }, transformOf(shape))] : [];
  return sketch.define(toGradientElement(sketch, gradient, { shape, part: "stroke", place: chain(fractionsOf(box), ...turn) }));
}

interface Picture {
  ref: ImageRef;
  stroke: Stroke;
  surface: Surface;
  box: Rect;
}

/** The middle square of a picture, as large as the longer side of a tile that holds the whole stroke. */
function definePicture(sketch: Sketch, shape: Shape, { ref, stroke, surface, box }: Picture): string | undefined {
  const span = surface.span();
  const reach = reachOf(stroke) * (1 + Math.SQRT2);
  const [left, top] = [(reach / span.width) * box.width, (reach / span.height) * box.height];
  const tile = { x: box.x - left, y: box.y - top, width: box.width + 2 * left, height: box.height + 2 * top };
  const side = Math.max(tile.width, tile.height);
  const square = { x: (tile.width - side) / 2, y: (tile.height - side) / 2, width: side, height: side };
  const image = toImage(sketch, shape, { ...ref, keepsAspect: true }, square);
  if (!image) return undefined;
  const transform = shape.type === "path" ? printTransform(shape, surface.tile) : undefined;
  return sketch.define(toPattern(tile, [createElement(image.tag, image.attributes)], transform));
}

/** Half of a centred stroke, the whole of an outer one, nothing of an inner one. */
function reachOf({ alignment, width = 0 }: Stroke): number {
  if (alignment === "center") return width / 2;
  return alignment === "outer" ? width : 0;
}

/** The paint as attributes of a line. */
export function paintLine({ toPaint, opacity }: StrokePaint, box: Rect | undefined): Attributes | undefined {
  const stroke = toPaint(box);
  return stroke === undefined ? undefined : { stroke, "stroke-opacity": opacity === 1 ? undefined : opacity };
}

/** The paint as attributes of a marker. */
export function paintMarker({ toPaint, markerOpacity }: StrokePaint, box: Rect): Attributes | undefined {
  const fill = toPaint(box);
  return fill === undefined ? undefined : { fill, "fill-opacity": markerOpacity === 1 ? undefined : markerOpacity };
}
