import type { Shape } from "../design.ts";
import { type Attributes, createElement, type Element, formatNumber } from "./element.ts";
import type { Rect } from "./geometry.ts";
import { imageTypeOf } from "./image-type.ts";
import type { Outline } from "./outline.ts";
import type { Sketch } from "./sketch.ts";
import type { ImageRef } from "./style.ts";

/**
 * The picture in a box, as an `<image>` that clips to nothing but the box (section 4.5).
 * Undefined, and reported, when there is no such picture or it may not be shown.
 */
export function toImage(sketch: Sketch, shape: Shape, { id, keepsAspect }: ImageRef, box: Rect): Outline | undefined {
  const href = hrefOf(sketch, shape, id);
  if (href === undefined) return undefined;
  return { tag: "image", attributes: { ...placeOf(box), href, preserveAspectRatio: keepsAspect ? "xMidYMid slice" : "none" } };
}

/** A repeated tile that holds the elements, whose coordinates start at the tile's corner (section 4.3). */
export function toPattern(tile: Rect, content: readonly Element[], patternTransform?: string): Element {
  return createElement("pattern", { patternUnits: "userSpaceOnUse", ...placeOf(tile), patternTransform }, content);
}

/** The same for a tile in fractions of the box that is painted, whose content is drawn in the middle square of 1 by 1 (section 5.4). */
export function toBoxPattern({ x, y, width, height }: Rect, content: readonly Element[], patternTransform?: string): Element {
  const [left, top, wide, high] = [x, y, width, height].map((value) => formatNumber(value, 6));
  const place = { x: left, y: top, width: wide, height: high, viewBox: "0 0 1 1", preserveAspectRatio: "xMidYMid slice" };
  return createElement("pattern", { ...place, patternTransform }, content);
}

/** A rectangle as attributes, zeros left to their default. */
function placeOf({ x, y, width, height }: Rect): Attributes {
  const [left, top] = [x, y].map((value) => (formatNumber(value) === "0" ? undefined : value));
  return { x: left, y: top, width, height };
}

function hrefOf(sketch: Sketch, shape: Shape, id: string): string | undefined {
  const known = sketch.hrefs.get(id);
  if (known !== undefined) return known;
  const { images, toImageHref } = sketch.options;
  const bytes = images?.get(id);
  if (!bytes) {
    sketch.report(shape, "an image that Penpot does not have");
    return undefined;
  }
  const found = imageTypeOf(bytes);
  if ("refused" in found) {
    sketch.report(shape, found.refused);
    return undefined;
  }
  const href = toImageHref?.(id, bytes) ?? `data:${found.type};base64,${Buffer.from(bytes).toString("base64")}`;
  sketch.hrefs.set(id, href);
  return href;
}
