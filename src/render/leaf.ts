import type { Shape } from "../design.ts";
import { dressOf } from "./dress.ts";
import { hasEffects } from "./effects.ts";
import type { Attributes } from "./element.ts";
import { isUndisplayed, type Presentation } from "./imported.ts";
import { importedOutline } from "./imported-outline.ts";
import { importedLine } from "./imported-paint.ts";
import { isPlain, type Layer } from "./layer.ts";
import type { Outline } from "./outline.ts";
import { fillRuleOf, paintFills } from "./paint.ts";
import type { Sketch } from "./sketch.ts";
import { paintStrokes } from "./stroke.ts";
import { type Surface, surfaceOf } from "./surface.ts";

export { type Layer, toElements } from "./layer.ts";

/** All coats of a shape's own geometry: fills, then strokes, the last of each first. */
export function paintOutline(sketch: Sketch, shape: Shape, outline: Outline, inherited: Presentation): Layer[] {
  const imported = sketch.scene.imported(shape);
  const surface = surfaceOf(sketch.scene, shape, outline, fillRuleOf(shape, imported, inherited));
  const { visibility = inherited.visibility } = imported.all;
  if (visibility === "hidden" || visibility === "collapse" || isUndisplayed(imported)) return [];
  const fills = paintFills(sketch, shape, surface, inherited);
  const strokes = paintStrokes(sketch, shape, surface, inherited);
  const line = importedLine(sketch, shape, inherited);
  // Under filters and other effects fills and strokes are drawn apart.
  const apart = hasEffects(sketch, shape) || dressOf(sketch, shape, inherited) !== undefined;
  const covered = !apart && strokes.some((stroke) => covers(stroke, line, outline));
  const filled = covered ? fills : outlineFills(fills, surface, line);
  const told = importedOutline(imported, outline);
  const placed = told === outline ? filled : filled.map((layer) => (layer.outline === outline ? { ...layer, outline: told } : layer));
  return [...placed, ...strokes];
}

/** Whether nothing of an imported stroke is seen beside Penpot's own above it, as when an icon's group kept its stroke. */
function covers({ outline: above, attributes, around }: Layer, line: Attributes, outline: Outline): boolean {
  if (above !== outline || around !== undefined || !isPlain({ kind: "stroke", outline, attributes })) return false;
  const marked = line["marker-start"] !== undefined || line["marker-mid"] !== undefined || line["marker-end"] !== undefined;
  const opaque = attributes["stroke-opacity"] === undefined && /^#[0-9a-f]{3}(?:[0-9a-f]{3})?$/.test(String(attributes.stroke));
  const capped = outline.tag === "path" && (line["stroke-linecap"] ?? "butt") !== (attributes["stroke-linecap"] ?? "butt");
  // Of two edges in one place the smoothed pixels of both are seen.
  const wide = Number(attributes["stroke-width"] ?? 1) >= Number(line["stroke-width"] ?? 1) + 0.5;
  return opaque && wide && !marked && !capped && attributes["stroke-dasharray"] === undefined;
}

/** An imported stroke and its markers are on the element of the fill, over all fills. */
function outlineFills(fills: readonly Layer[], { outline }: Surface, line: Attributes): readonly Layer[] {
  const seen = Object.values(line).some((value) => value !== undefined);
  if (!seen) return fills;
  const [only, ...others] = fills;
  const plain = only && others.length === 0 && only.outline === outline && isPlain(only);
  if (plain) return [{ ...only, attributes: { ...only.attributes, ...line } }];
  return [...fills, { kind: "fill", outline, attributes: line }];
}
