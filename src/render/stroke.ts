import type { Shape } from "../design.ts";
import { type Alignment, alignStroke, movedOutline } from "./align-stroke.ts";
import type { Attributes } from "./element.ts";
import type { Presentation } from "./imported.ts";
import { lineFor } from "./imported-paint.ts";
import type { Layer } from "./layer.ts";
import { defineMarkers, sharedCap } from "./marker.ts";
import { isStraight } from "./path.ts";
import type { Sketch } from "./sketch.ts";
import { paintLine, paintMarker, type StrokePaint, toStrokePaint } from "./stroke-paint.ts";
import { type Stroke, strokesOf } from "./style.ts";
import type { Surface } from "./surface.ts";

/** The coats of the strokes that are painted, the last stroke first. */
export function paintStrokes(sketch: Sketch, shape: Shape, surface: Surface, inherited: Presentation): Layer[] {
  return visibleStrokes(shape)
    .toReversed()
    .flatMap((stroke) => paintStroke({ sketch, shape, surface, stroke, inherited }));
}

/** The strokes that would be seen, the first on top. */
export function visibleStrokes(shape: Shape): Stroke[] {
  return strokesOf(shape).filter(({ hidden, style, width = 1, opacity }) => !hidden && style !== "none" && width > 0 && opacity > 0);
}

/** Inner and outer strokes exist only on closed shapes and only with a style; all others are centred (section 5.3). */
export function alignmentOf(sketch: Sketch, shape: Shape, { alignment, style, width = 0 }: Stroke): Alignment {
  if (alignment !== "inner" && alignment !== "outer") return "center";
  if (width <= 0 || style === undefined) return "center";
  return isOpen(sketch, shape) ? "center" : alignment;
}

function isOpen(sketch: Sketch, shape: Shape): boolean {
  const openness = sketch.scene.openness(shape);
  if (openness === "unknown") sketch.report(shape, "an inner or outer stroke on too many loose lines");
  return openness !== "closed";
}

interface Job {
  sketch: Sketch;
  shape: Shape;
  surface: Surface;
  stroke: Stroke;
  inherited: Presentation;
}

function paintStroke(job: Job): Layer[] {
  const { sketch, shape, surface, stroke } = job;
  if (stroke.perSide) sketch.report(shape, "a stroke with different widths on its sides");
  const paint = toStrokePaint(sketch, shape, stroke, surface);
  if (!paint) return [];
  const place = { line: toLine(job), width: stroke.width ?? 0, alignment: alignmentOf(sketch, shape, stroke) };
  // Inside a straight line there is nothing.
  if (place.alignment === "inner" && isStraight(sketch.scene.path(shape) ?? [])) return [];
  const moved = movedOutline(surface, place);
  const painted = paintLine(paint, moved ? surface.tile : surface.extent());
  const markers = markersOf(job, paint);
  // Where a paint has no area to lie on, the markers are still painted.
  if (!painted && Object.keys(markers).length === 0) return [];
  const line = { ...painted, ...place.line, ...markers };
  const rule = clipRuleOf(job);
  return [alignStroke(sketch, shape, surface, { ...place, line, rule, moved })];
}

/** Caps and markers belong to plain strokes, and to all on open paths (section 5.5). */
function isUncapped({ sketch, shape, stroke: { alignment } }: Job): boolean {
  return (alignment === "inner" || alignment === "outer") && !isOpen(sketch, shape);
}

/** Of markers on rectangles and ellipses viewers think differently, as they do of Penpot's own. */
function markersOf(job: Job, paint: StrokePaint): Attributes {
  if (isUncapped(job)) return {};
  return defineMarkers(job.sketch, job.stroke, () => paintMarker(paint));
}

function toLine(job: Job): Attributes {
  const { sketch, shape, stroke, inherited } = job;
  const around = lineFor(sketch, shape, inherited);
  const dashes = toDashes(sketch, shape, stroke) ?? around["stroke-dasharray"];
  const closedOutline = shape.type !== "path" && shape.type !== "bool";
  const own = stroke.style === "dotted" ? "round" : isUncapped(job) ? undefined : sharedCap(stroke);
  return {
    "stroke-width": stroke.width ?? 1,
    "stroke-dasharray": dashes,
    "stroke-dashoffset": dashes === undefined ? undefined : around["stroke-dashoffset"],
    // An undashed outline without ends shows no caps.
    "stroke-linecap": closedOutline && dashes === undefined ? undefined : (own ?? around["stroke-linecap"]),
    "stroke-linejoin": around["stroke-linejoin"],
    "stroke-miterlimit": around["stroke-miterlimit"],
    "marker-start": around["marker-start"],
    "marker-mid": around["marker-mid"],
    "marker-end": around["marker-end"],
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

function clipRuleOf({ sketch, shape, inherited }: Job): "evenodd" | undefined {
  if (shape["boolType"] === "exclude") return "evenodd";
  const rule = sketch.scene.imported(shape).all["clip-rule"] ?? inherited["clip-rule"];
  return rule === "evenodd" ? rule : undefined;
}
