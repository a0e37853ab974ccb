import type { Shape } from "../design.ts";
import { strokeMargin } from "./bounds.ts";
import { type Attributes, createElement } from "./element.ts";
import { grow } from "./geometry.ts";
import { defineClip } from "./lay-image.ts";
import type { Layer } from "./layer.ts";
import type { Outline } from "./outline.ts";
import type { Sketch } from "./sketch.ts";
import { isStretched, type Surface } from "./surface.ts";

export type Alignment = "center" | "inner" | "outer";

/** A stroke as attributes of a centred line, and where it really lies. `rule` is how overlaps count when an inner one is clipped. */
export interface AlignedStroke {
  line: Attributes;
  width: number;
  alignment: Alignment;
  rule: "evenodd" | undefined;
  /** The outline of `movedOutline`, if there is one. */
  moved: Outline | undefined;
}

/** The coat of a stroke beside its outline: centred on a moved outline where that looks the same, else cut from one of double width (section 5.3). */
export function alignStroke(sketch: Sketch, shape: Shape, surface: Surface, { line, width, alignment, rule, moved }: AlignedStroke): Layer {
  const { outline } = surface;
  if (alignment === "center") return { kind: "stroke", outline, attributes: line };
  if (moved) return { kind: "stroke", outline: moved, attributes: line };
  const doubled = { ...line, "stroke-width": 2 * width };
  if (alignment === "inner") {
    return { kind: "stroke", outline, attributes: { ...doubled, "clip-path": defineClip(sketch, { outline, rule }) } };
  }
  // On a stretched shape Penpot's mask cuts miters along the page's axes, which the element's own are not.
  const fromPage = outline.attributes.transform !== undefined && isStretched(shape);
  const mask = defineMask(sketch, surface, { doubled, margin: strokeMargin(shape.type, width), fromPage });
  if (fromPage) return { kind: "stroke", outline, attributes: doubled, around: { mask } };
  return { kind: "stroke", outline, attributes: { ...doubled, mask } };
}

/**
 * The outline whose centred stroke is the picture of an inner or outer one. None for dashes, which would change their period,
 * and where slanting outer edges would be sharper than Penpot's mask makes them.
 */
export function movedOutline(surface: Surface, { line, width, alignment }: Omit<AlignedStroke, "moved" | "rule">): Outline | undefined {
  if (alignment === "center" || line["stroke-dasharray"] !== undefined) return undefined;
  if (alignment === "outer" && surface.outline.attributes.transform !== undefined) return undefined;
  if (isDelicate(surface, width)) return undefined;
  return surface.offset(alignment === "inner" ? -width / 2 : width / 2);
}

/** Of a hairline on a curve the smoothed edges are most that is seen, and how viewers draw a line wider than its curve is their own affair. */
function isDelicate({ outline, tile }: Surface, width: number): boolean {
  if (outline.tag === "rect" && outline.attributes.rx === undefined) return false;
  return width < 1 || width > Math.min(tile.width, tile.height);
}

interface Cut {
  doubled: Attributes;
  margin: number;
  fromPage: boolean;
}

/** The stroke less the inside of the shape, as far as Penpot's mask reaches: sharp miters beyond it are cut. */
function defineMask(sketch: Sketch, { outline, tile, rule, span }: Surface, { doubled, margin, fromPage }: Cut): string {
  const { transform } = outline.attributes;
  const region = grow(fromPage || transform === undefined ? span() : tile, margin);
  const geometry = { ...outline.attributes, transform: fromPage ? transform : undefined };
  // A white ground would show the same, but edges are as soft as Penpot's only under a white stroke.
  const { "stroke-linecap": cap, "stroke-linejoin": joint, "stroke-miterlimit": limit, "stroke-width": width } = doubled;
  const white = { stroke: "#fff", "stroke-width": width, "stroke-linecap": cap, "stroke-linejoin": joint, "stroke-miterlimit": limit };
  return sketch.define(
    createElement("mask", { maskUnits: "userSpaceOnUse", ...region }, [
      createElement(outline.tag, { ...geometry, ...white }, outline.children),
      createElement(outline.tag, { ...geometry, fill: "#000", "fill-rule": rule }, outline.children),
    ]),
  );
}
