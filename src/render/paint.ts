import type { Shape } from "../design.ts";
import { resolvePaint } from "./definitions.ts";
import { type Attributes, createElement } from "./element.ts";
import type { Matrix, Rect } from "./geometry.ts";
import { toGradientElement } from "./gradient.ts";
import { toPattern } from "./image.ts";
import { type Imported, ownColor, type Presentation } from "./imported.ts";
import { toInk } from "./ink.ts";
import { layImage, leavesTile } from "./lay-image.ts";
import { type Layer, toElements } from "./layer.ts";
import { printTransform } from "./outline.ts";
import type { Sketch } from "./sketch.ts";
import { type Fill, fillsOf, type Gradient, type Paint, toImageRef } from "./style.ts";
import { fractionsOf, placeIn, type Surface } from "./surface.ts";
import { isRecord } from "./values.ts";

/** The coats of a shape's fills in painting order: the last fill first (sections 4.2, 4.3, 4.6). */
export function paintFills(sketch: Sketch, shape: Shape, surface: Surface, inherited: Presentation): Layer[] {
  const fills = visibleFills(sketch, shape);
  const imported = sketch.scene.imported(shape);
  const color = imported.style.color ?? imported.attributes.color ?? inherited.color;
  const paintOf = (value: string | number) => ownColor(resolvePaint(sketch, shape, value, inherited), color);
  const picture = pictureOf(shape);
  if (isLayered(fills) || shape.type === "image") {
    const { fill, "fill-opacity": opacity = inherited["fill-opacity"] } = imported.attributes;
    // An imported attribute stands where Penpot would name its pattern of all fills.
    if (fill !== undefined) return coat(surface, toOwn(sketch, shape, { fill: paintOf(fill), opacity }));
    const layers = fills.toReversed().flatMap((each) => paintFill(sketch, shape, each, surface));
    return fade(sketch, shape, picture ? [...layers, ...paintFill(sketch, shape, picture, surface)] : layers, opacity);
  }
  const [fill] = fills;
  const { fill: styled, "fill-opacity": styledOpacity } = imported.style;
  const ownOpacity = imported.attributes["fill-opacity"] ?? inherited["fill-opacity"];
  if (styled !== undefined) return coat(surface, toOwn(sketch, shape, { fill: paintOf(styled), opacity: styledOpacity ?? ownOpacity }));
  if (fill && fill.paint.kind !== "none") return paintFill(sketch, shape, fill, surface);
  const { fill: attribute } = imported.attributes;
  const opacity = fill?.opacity ?? imported.attributes["fill-opacity"] ?? styledOpacity ?? inherited["fill-opacity"];
  if (attribute !== undefined) return coat(surface, toOwn(sketch, shape, { fill: paintOf(attribute), opacity }));
  return fill || inherited.fill === undefined ? [] : coat(surface, toPlain(ownColor(inherited.fill, color), opacity));
}

/** An imported or inherited fill opacity makes Penpot's pattern of all fills fainter as a whole. */
function fade(sketch: Sketch, shape: Shape, layers: readonly Layer[], opacity: string | number = 1): Layer[] {
  const share = Number(opacity);
  const [only, ...others] = layers;
  if (!only || share === 1) return [...layers];
  if (others.length > 0) sketch.report(shape, "an imported fill opacity over several fills");
  const name = only.outline.tag === "image" ? "opacity" : "fill-opacity";
  return [{ ...only, attributes: { ...only.attributes, [name]: Number(only.attributes[name] ?? 1) * share } }, ...others];
}

/** One fill on a surface; nothing when it cannot be seen. */
export function paintFill(sketch: Sketch, shape: Shape, { paint, opacity }: Fill, surface: Surface): Layer[] {
  if (opacity <= 0) return [];
  switch (paint.kind) {
    case "color":
      return coat(surface, toOwn(sketch, shape, { fill: paint.color, opacity }));
    case "gradient": {
      const repeats = leavesTile(sketch, shape, surface);
      const fill = repeats
        ? defineTile(sketch, shape, paint.gradient, surface.tile)
        : defineGradient(sketch, shape, paint.gradient, placeIn(surface));
      return coat(surface, toPlain(fill, opacity));
    }
    case "image":
      return layImage(sketch, shape, paint.image, surface, opacity);
    case "unreadable":
      sketch.report(shape, paint.what);
      return [];
    case "none":
      return [];
  }
}

function defineGradient(sketch: Sketch, shape: Shape, gradient: Gradient, place: Matrix): string {
  return sketch.define(toGradientElement(sketch, gradient, { shape, part: "fill", place, units: "userSpaceOnUse" }));
}

/** The gradient as Penpot's pattern has it: where a path leaves its rectangle, it begins again. */
function defineTile(sketch: Sketch, shape: Shape, gradient: Gradient, tile: Rect): string {
  const { width, height } = tile;
  const fill = defineGradient(sketch, shape, gradient, fractionsOf({ x: 0, y: 0, width, height }));
  return sketch.define(toPattern(tile, [createElement("rect", { width, height, fill })], printTransform(shape, tile)));
}

/** A group's fills as one paint, which lies where the group is and not where its children are. */
export function definePattern(sketch: Sketch, group: Shape, fills: readonly Fill[]): string {
  const tile = sketch.scene.box(group);
  const { width, height } = tile;
  const whole = { x: 0, y: 0, width, height };
  const outline = { tag: "rect", attributes: { width, height } };
  const surface: Surface = { outline, tile: whole, extent: () => whole, span: () => whole, offset: () => undefined };
  const layers = fills.toReversed().flatMap((fill) => paintFill(sketch, group, fill, surface));
  return sketch.define(toPattern(tile, toElements(layers)));
}

/** The fill rule of path data: even-odd for exclusions, as the canvas paints them, and where an import says so (sections 2.5, 4.7). */
export function fillRuleOf(shape: Shape, imported: Imported, inherited: Presentation): "evenodd" | undefined {
  if (shape.type === "bool" && shape["boolType"] === "exclude") return "evenodd";
  const rule = imported.style["fill-rule"] ?? imported.attributes["fill-rule"] ?? inherited["fill-rule"];
  return rule === "evenodd" && (shape.type === "path" || shape.type === "bool") ? "evenodd" : undefined;
}

/** The shape's own fills; the exported board drops its own when the designer said so (section 8). */
export function visibleFills(sketch: Sketch, shape: Shape): Fill[] {
  const dropped = shape === sketch.scene.root && shape.type === "frame" && shape["hideFillOnExport"] === true;
  return dropped ? [] : fillsOf(shape);
}

/** Whether Penpot paints the fills as a pattern rather than as one colour (section 4.3). */
export function isLayered(fills: readonly Fill[]): boolean {
  return fills.length > 1 || fills.some(({ paint }) => paint.kind === "gradient" || paint.kind === "image");
}

/** What a legacy image shape shows above its fills (section 2.10). */
function pictureOf(shape: Shape): Fill | undefined {
  const metadata = shape.type === "image" ? shape["metadata"] : undefined;
  if (!isRecord(metadata)) return undefined;
  const paint: Paint = { kind: "image", image: { ...toImageRef(metadata), keepsAspect: false } };
  return { paint, opacity: 1 };
}

interface Plain {
  fill: string | number;
  opacity: string | number | undefined;
}

/** A plain fill of the shape itself, in the colour that the options want. */
function toOwn(sketch: Sketch, shape: Shape, { fill, opacity = 1 }: Plain): Attributes | undefined {
  const ink = toInk(sketch, shape, "fill", { color: String(fill), opacity: Number(opacity) });
  return toPlain(ink.color, ink.opacity);
}

function toPlain(fill: string | number | undefined, opacity: string | number = 1): Attributes | undefined {
  if (fill === undefined || fill === "none" || Number(opacity) <= 0) return undefined;
  return { fill, "fill-opacity": Number(opacity) === 1 ? undefined : opacity };
}

function coat({ outline, rule }: Surface, attributes: Attributes | undefined): Layer[] {
  return attributes ? [{ kind: "fill", outline, attributes: { ...attributes, "fill-rule": rule } }] : [];
}
