import type { Shape } from "../../design.ts";
import { MARKERS } from "../bounds.ts";
import type { Point, Rect } from "../geometry.ts";
import type { Presentation } from "../imported.ts";
import type { Layer } from "../layer.ts";
import type { Outline } from "../outline.ts";
import { paintFill } from "../paint.ts";
import type { Sketch } from "../sketch.ts";
import { paintStrokes, visibleStrokes } from "../stroke.ts";
import { type Fill, type Gradient, toFills } from "../style.ts";
import type { Surface } from "../surface.ts";
import { toRecords } from "../values.ts";
import { isBlank } from "./characters.ts";
import type { Run } from "./runs.ts";

interface Canvas {
  sketch: Sketch;
  shape: Shape;
  inherited: Presentation;
}

/** Where a run's paint goes; in the picture's coordinates before the shape's transform. */
export interface RunSurface {
  outline: Outline;
  box: Rect;
  /** The box around all runs of the text. */
  whole: Rect;
}

/** Whether anything of a run could be seen: its fills, or the strokes of its shape. */
export function canBeSeen(shape: Shape, { text, size, decorations, fills }: Run): boolean {
  if (size === 0 || text === "" || (isBlank(text) && decorations.length === 0)) return false;
  return toFills(fills).some(({ paint, opacity }) => paint.kind !== "none" && opacity > 0) || visibleStrokes(shape).length > 0;
}

/** The coats of one run: its own fills, then the strokes of its shape, the last of each first (sections 7.3, 7.4). */
export function paintRun({ sketch, shape, inherited }: Canvas, { fills }: Run, { outline, box, whole }: RunSurface): Layer[] {
  const selrect = sketch.scene.box(shape);
  const surface: Surface = {
    outline,
    tile: { ...whole, x: box.x, y: box.y },
    extent: () => box,
    span: () => whole,
    offset: () => undefined,
  };
  const picture = { ...surface, tile: { ...selrect, x: box.x, y: box.y } };
  const fillLayers = toFills(fills)
    .toReversed()
    .flatMap((fill) => paintFill(sketch, shape, refer(fill, selrect, whole), fill.paint.kind === "image" ? picture : surface));
  return [...fillLayers, ...paintStrokes(sketch, withoutMarkers(shape), surface, inherited)];
}

/** Gradients are given in fractions of the shape's rectangle, and shown in fractions of the runs' box, from each run's own corner. */
function refer({ paint, opacity }: Fill, selrect: Rect, whole: Rect): Fill {
  if (paint.kind !== "gradient") return { paint, opacity };
  const place = ({ x, y }: Point): Point => ({
    x: (selrect.x + selrect.width * x - whole.x) / whole.width,
    y: (selrect.y + selrect.height * y - whole.y) / whole.height,
  });
  const gradient: Gradient = { ...paint.gradient, start: place(paint.gradient.start), end: place(paint.gradient.end) };
  return { paint: { kind: "gradient", gradient }, opacity };
}

/** Browsers put no markers on letters. */
function withoutMarkers(shape: Shape): Shape {
  const strokes = toRecords(shape["strokes"]);
  const [start, end] = ["strokeCapStart", "strokeCapEnd"] as const;
  const isMarked = (stroke: (typeof strokes)[number]) =>
    stroke[start] !== stroke[end] || [stroke[start], stroke[end]].some((cap) => MARKERS.has(String(cap)));
  if (!strokes.some(isMarked)) return shape;
  return { ...shape, strokes: strokes.map((stroke) => (isMarked(stroke) ? { ...stroke, [start]: undefined, [end]: undefined } : stroke)) };
}
