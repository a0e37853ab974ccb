import type { Shape } from "../design.ts";
import { MARKERS, strokeMargin } from "./bounds.ts";
import { type Attributes, createElement } from "./element.ts";
import { boxOf, grow } from "./geometry.ts";
import { importedOf, type Presentation } from "./imported.ts";
import { type Outline, offsetOutline } from "./outline.ts";
import type { Sketch } from "./sketch.ts";
import { type Stroke, strokesOf } from "./style.ts";

/** One stroke ready to be drawn: on which geometry, with which attributes. */
export interface StrokeLayer {
  outline: Outline;
  attributes: Attributes;
}

type Alignment = "center" | "inner" | "outer";

/** The strokes that are painted, the last one first. */
export function paintStrokes(sketch: Sketch, shape: Shape, outline: Outline, inherited: Presentation): StrokeLayer[] {
  return visibleStrokes(shape)
    .toReversed()
    .flatMap((stroke) => {
      const paint = toStrokePaint(sketch, shape, stroke);
      if (!paint) return [];
      const alignment = alignmentOf(sketch, shape, stroke);
      const line = { ...paint, ...toLine(sketch, shape, stroke, alignment, inherited) };
      return [align(sketch, shape, outline, { stroke, alignment, line })];
    });
}

/** The strokes that would be seen, the first on top. */
export function visibleStrokes(shape: Shape): Stroke[] {
  return strokesOf(shape).filter(({ hidden, style, width = 1, opacity }) => !hidden && style !== "none" && width > 0 && opacity > 0);
}

/** Inner and outer strokes exist only on closed shapes and only with a style; all others are centred (section 5.3). */
export function alignmentOf(sketch: Sketch, shape: Shape, { alignment, style, width = 0 }: Stroke): Alignment {
  if (alignment !== "inner" && alignment !== "outer") return "center";
  if (width <= 0 || style === undefined) return "center";
  const openness = sketch.scene.openness(shape);
  if (openness === "unknown") sketch.report(shape, "an inner or outer stroke on too many loose lines");
  return openness === "closed" ? alignment : "center";
}

function toStrokePaint(sketch: Sketch, shape: Shape, { paint, opacity, perSide }: Stroke): Attributes | undefined {
  if (perSide) sketch.report(shape, "a stroke with different widths on its sides");
  if (paint.kind === "color") return { stroke: paint.color, "stroke-opacity": opacity === 1 ? undefined : opacity };
  if (paint.kind === "gradient") sketch.report(shape, "a stroke with a gradient");
  if (paint.kind === "image") sketch.report(shape, "a stroke with an image");
  if (paint.kind === "unreadable") sketch.report(shape, paint.what);
  return undefined;
}

function toLine(sketch: Sketch, shape: Shape, stroke: Stroke, alignment: Alignment, inherited: Presentation): Attributes {
  const imported = importedOf(shape);
  const around = { ...inherited, ...imported.attributes, ...imported.style };
  const dashes = toDashes(sketch, shape, stroke);
  const closedOutline = shape.type !== "path" && shape.type !== "bool";
  const cap = toCap(sketch, shape, stroke, alignment) ?? around["stroke-linecap"];
  return {
    "stroke-width": stroke.width ?? 1,
    "stroke-dasharray": dashes,
    // An undashed outline without ends shows no caps.
    "stroke-linecap": closedOutline && dashes === undefined ? undefined : cap,
    "stroke-linejoin": around["stroke-linejoin"],
    "stroke-miterlimit": around["stroke-miterlimit"],
  };
}

function toDashes(sketch: Sketch, shape: Shape, { style, width = 1, dash, gap }: Stroke): string | undefined {
  switch (style) {
    case "dotted":
      return join(0, width + 5);
    case "dashed":
      return join(dash ?? width + 10, gap ?? width + 10);
    case "mixed":
      return join(width + 5, width + 5, width + 1, width + 5);
    case undefined:
    case "solid":
    case "svg":
      return undefined;
    default:
      sketch.report(shape, "a stroke style that is unknown");
      return undefined;
  }
}

function join(...lengths: readonly number[]): string {
  return lengths.map((length) => String(Math.round(length * 1000) / 1000)).join(" ");
}

function toCap(sketch: Sketch, shape: Shape, { style, capStart, capEnd }: Stroke, alignment: Alignment): string | undefined {
  if (alignment !== "center") return style === "dotted" ? "round" : undefined;
  const isLineCap = (cap: string | undefined) => cap === "round" || cap === "square";
  const marked = [capStart, capEnd].some((cap) => MARKERS.has(cap));
  const different = capStart !== capEnd && [capStart, capEnd].some(isLineCap);
  if (marked) sketch.report(shape, "an arrow or marker at the end of a stroke");
  else if (different) sketch.report(shape, "different caps at the ends of a stroke");
  if (style === "dotted") return "round";
  return capStart === capEnd && isLineCap(capStart) ? capStart : undefined;
}

interface Aligned {
  stroke: Stroke;
  alignment: Alignment;
  line: Attributes;
}

function align(sketch: Sketch, shape: Shape, outline: Outline, { stroke, alignment, line }: Aligned): StrokeLayer {
  if (alignment === "center") return { outline, attributes: line };
  const { width = 0 } = stroke;
  const solid = line["stroke-dasharray"] === undefined;
  const moved = solid ? offsetOutline(sketch.scene, shape, alignment === "inner" ? -width / 2 : width / 2) : undefined;
  if (moved) return { outline: moved, attributes: line };
  const doubled = { ...line, "stroke-width": 2 * width };
  if (alignment === "inner") return { outline, attributes: { ...doubled, "clip-path": defineClip(sketch, shape, outline) } };
  return { outline, attributes: { ...doubled, mask: defineMask(sketch, shape, outline, width) } };
}

/** The clip is seen in the clipped element's own coordinates, so its geometry goes without the transform. */
function defineClip(sketch: Sketch, shape: Shape, outline: Outline): string {
  const rule = shape["boolType"] === "exclude" ? "evenodd" : importedOf(shape).attributes["clip-rule"];
  const attributes = { ...outline.attributes, transform: undefined, "clip-rule": rule === "evenodd" ? rule : undefined };
  return sketch.define(createElement("clipPath", {}, [createElement(outline.tag, attributes)]));
}

/** Everything but the inside of the shape, as far as Penpot's mask reaches: sharp miters beyond it are cut. */
function defineMask(sketch: Sketch, shape: Shape, outline: Outline, width: number): string {
  const bare = outline.tag === "path" && outline.attributes.transform === undefined;
  const box = bare ? boxOf(sketch.scene.corners(shape)) : sketch.scene.box(shape);
  const region = grow(box, strokeMargin(shape.type, width));
  const imported = importedOf(shape);
  const rule = shape["boolType"] === "exclude" ? "evenodd" : (imported.style["fill-rule"] ?? imported.attributes["fill-rule"]);
  const inside = { ...outline.attributes, transform: undefined, fill: "#000", "fill-rule": rule === "evenodd" ? rule : undefined };
  return sketch.define(
    createElement("mask", { maskUnits: "userSpaceOnUse", ...region }, [
      createElement("rect", { ...region, fill: "#fff" }),
      createElement(outline.tag, inside),
    ]),
  );
}
