import type { Shape } from "../design.ts";
import { type Attributes, createElement } from "./element.ts";
import { contains, invert } from "./geometry.ts";
import { toImage, toPattern } from "./image.ts";
import type { Layer } from "./layer.ts";
import { printTransform } from "./outline.ts";
import { extentOf, mapPath } from "./path.ts";
import type { Sketch } from "./sketch.ts";
import type { ImageRef } from "./style.ts";
import type { Surface } from "./surface.ts";

/** A picture laid over a surface and cut to it; nothing, and a report, when there is no such picture (section 4.5). */
export function layImage(sketch: Sketch, shape: Shape, ref: ImageRef, surface: Surface, opacity: number): Layer[] {
  const { outline, tile, tileMatrix, rule } = surface;
  const image = toImage(sketch, shape, ref, tile);
  if (!image) return [];
  const seen = { opacity: opacity < 1 ? opacity : undefined };
  // An upright path has no transform of its own, a turned one is given the picture's.
  const transform = tileMatrix ? printTransform(shape, tile) : undefined;
  if (leavesTile(sketch, shape, surface)) {
    const content = toImage(sketch, shape, ref, { ...tile, x: 0, y: 0 });
    const children = content ? [createElement("image", { ...content.attributes, ...seen })] : [];
    const fill = sketch.define(toPattern(tile, children, transform));
    return [{ kind: "fill", outline, attributes: { fill, "fill-rule": rule } }];
  }
  const laid = { tag: image.tag, attributes: { ...image.attributes, transform: transform ?? outline.attributes.transform } };
  if (outline.tag === "rect" && outline.attributes.rx === undefined) return [{ kind: "fill", outline: laid, attributes: seen }];
  const clip: Attributes = { "clip-path": defineClip(sketch, surface) };
  if (transform === undefined) return [{ kind: "fill", outline: laid, attributes: { ...seen, ...clip } }];
  return [{ kind: "fill", outline: laid, attributes: seen, around: clip }];
}

/** The geometry as a clip for what is drawn in its own coordinates: without its transform. */
export function defineClip(sketch: Sketch, { outline, rule }: Pick<Surface, "outline" | "rule">): string {
  const attributes = { ...outline.attributes, transform: undefined, "clip-rule": rule };
  return sketch.define(createElement("clipPath", {}, [createElement(outline.tag, attributes, outline.children)]));
}

/** Whether a path leaves the rectangle that is said to hold it, so that Penpot's tile is seen to repeat. */
export function leavesTile({ scene }: Sketch, shape: Shape, { tile, tileMatrix }: Surface): boolean {
  if (!tileMatrix) return false;
  const inverse = invert(tileMatrix());
  const segments = scene.path(shape);
  return !inverse || !segments || !contains(tile, extentOf(mapPath(segments, inverse)), 0.05);
}
