import type { Shape } from "../design.ts";
import type { Attributes } from "./element.ts";
import { toGradientElement } from "./gradient.ts";
import { type Imported, importedOf, type Presentation } from "./imported.ts";
import type { Sketch } from "./sketch.ts";
import { type Fill, fillsOf } from "./style.ts";

/** The fill attributes of each layer of paint, in painting order: the last fill first (sections 4.2, 4.3, 4.6). */
export function paintFills(sketch: Sketch, shape: Shape, inherited: Presentation): Attributes[] {
  const fills = visibleFills(sketch, shape);
  const imported = importedOf(shape);
  if (isLayered(fills)) {
    if (imported.attributes.fill !== undefined) sketch.report(shape, "an imported fill over several fills");
    return fills.toReversed().flatMap((fill) => toLayer(sketch, shape, fill));
  }
  const [fill] = fills;
  if (imported.style.fill !== undefined) return toPlain(imported.style.fill, imported.style["fill-opacity"] ?? 1);
  if (fill && fill.paint.kind !== "none") return toLayer(sketch, shape, fill);
  const presentation = fill ? imported.attributes : { ...inherited, ...imported.attributes };
  return toPlain(presentation.fill, fill?.opacity ?? presentation["fill-opacity"] ?? 1);
}

/** What the children of a group inherit as their fill, besides what the group itself inherits (section 4.6). */
export function inheritFills(sketch: Sketch, group: Shape): Presentation {
  const fills = fillsOf(group);
  const imported = importedOf(group);
  if (isLayered(fills)) {
    sketch.report(group, "a fill on a group that is not one plain colour");
    return {};
  }
  const [fill] = fills;
  if (!fill) return imported.present ? { fill: "#000000" } : {};
  if (imported.style.fill !== undefined) return onlyFill(imported.style);
  if (fill.paint.kind === "unreadable") sketch.report(group, fill.paint.what);
  const color = fill.paint.kind === "color" ? fill.paint.color : (imported.attributes.fill ?? "none");
  return { fill: color, "fill-opacity": fill.opacity };
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

function isLayered(fills: readonly Fill[]): boolean {
  return fills.length > 1 || fills.some(({ paint }) => paint.kind === "gradient" || paint.kind === "image");
}

function toLayer(sketch: Sketch, shape: Shape, { paint, opacity }: Fill): Attributes[] {
  if (opacity <= 0) return [];
  switch (paint.kind) {
    case "color":
      return toPlain(paint.color, opacity);
    case "gradient":
      return toPlain(sketch.define(toGradientElement(sketch.scene, shape, paint.gradient)), opacity);
    case "image":
      sketch.report(shape, "an image fill");
      return [];
    case "unreadable":
      sketch.report(shape, paint.what);
      return [];
    case "none":
      return [];
  }
}

function toPlain(fill: string | number | undefined, opacity: string | number): Attributes[] {
  if (fill === undefined || fill === "none" || Number(opacity) <= 0) return [];
  return [{ fill, "fill-opacity": opacity === 1 ? undefined : opacity }];
}

function onlyFill(style: Presentation): Presentation {
  const { fill, "fill-opacity": opacity } = style;
  return { ...(fill !== undefined && { fill }), ...(opacity !== undefined && { "fill-opacity": opacity }) };
}
