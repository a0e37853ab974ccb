import type { Shape } from "../design.ts";
import { strokeMargin } from "./bounds.ts";
import { apply, boxOf, centreOf, cornersOf, grow, intersect, type Rect, unite } from "./geometry.ts";
import { endsOf, lineExtentOf } from "./line-extent.ts";
import { matrixOf } from "./outline.ts";
import { extentOf, type Segment } from "./path.ts";
import type { Sketch } from "./sketch.ts";
import { alignmentOf, visibleStrokes } from "./stroke.ts";
import type { Stroke } from "./style.ts";
import { toNumber, toRecord } from "./values.ts";

/** The box of a shape's own visible strokes on the page; undefined without any. */
export function strokeExtentOf(sketch: Sketch, shape: Shape): Rect | undefined {
  const boxes = visibleStrokes(shape).map((stroke) => extentOfStroke(sketch, shape, stroke));
  const imported = importedStroke(sketch, shape);
  if (imported > 0) boxes.push(grow(boxOf(sketch.scene.corners(shape)), imported));
  return boxes.length > 0 ? unite(boxes) : undefined;
}

function extentOfStroke(sketch: Sketch, shape: Shape, stroke: Stroke): Rect {
  const { width = 1 } = stroke;
  const alignment = alignmentOf(sketch, shape, stroke);
  const half = alignment === "center" ? width / 2 : alignment === "outer" ? width : 0;
  const corners = boxOf(sketch.scene.corners(shape));
  const segments = shape.type === "path" || shape.type === "bool" ? sketch.scene.path(shape) : undefined;
  if (!segments) return boxExtent(sketch, shape, half);
  if (alignment === "inner") return segments.length > 0 ? extentOf(segments) : corners;
  const line = unite([pathExtent(sketch, shape, segments, stroke, half), ...markerBoxes(segments, stroke)]);
  if (alignment === "center") return line;
  return intersect(line, grow(corners, strokeMargin(shape.type, width))) ?? corners;
}

/** A stroked rectangle is a larger rectangle, a stroked ellipse nearly a larger ellipse. */
function boxExtent(sketch: Sketch, shape: Shape, half: number): Rect {
  const box = sketch.scene.box(shape);
  const place = matrixOf(shape, box);
  if (shape.type !== "circle") return boxOf(cornersOf(grow(box, half)).map((corner) => apply(place, corner)));
  const centre = apply(place, centreOf(box));
  const [rx, ry] = [box.width / 2 + half, box.height / 2 + half];
  return grow({ ...centre, width: 0, height: 0 }, Math.hypot(place.a * rx, place.c * ry), Math.hypot(place.b * rx, place.d * ry));
}

function pathExtent(sketch: Sketch, shape: Shape, segments: readonly Segment[], stroke: Stroke, half: number): Rect {
  const imported = shape["svgAttrs"] !== undefined || sketch.scene.inheritsPaint;
  const attributes = toRecord(shape["svgAttrs"]);
  const limit = toNumber(Number(attributes["strokeMiterlimit"] ?? toRecord(attributes["style"])["strokeMiterlimit"])) ?? 4;
  const { capStart, capEnd, style } = stroke;
  const own = style === "dotted" || capStart === "round" || capEnd === "round" ? "round" : "butt";
  const cap = capStart === "square" || capEnd === "square" || imported ? "unknown" : own;
  const line = lineExtentOf(segments, { half, miterLimit: Math.max(4, limit), join: imported ? "unknown" : "miter", cap });
  // Dashes may end anywhere.
  const dashed = style !== undefined && style !== "solid" && style !== "svg";
  return dashed && cap !== "butt" ? unite([line, grow(extentOf(segments), cap === "round" ? half : half * Math.SQRT2)]) : line;
}

/** How far markers go out of the end they stand on, into the line and to its sides, in widths of the stroke (section 5.5). */
const MARKER_REACH: Readonly<Record<string, readonly [ahead: number, behind: number, aside: number]>> = {
  // Browsers draw arrows 1.417 ahead; resvg centres the view box first, which moves them by 2.125.
  "line-arrow": [3.542, 2.834, 3.542],
  "triangle-arrow": [3.542, 2.834, 4.25],
  "square-marker": [2.122, 2.122, 2.122],
  "circle-marker": [2, 2, 2],
  "diamond-marker": [3, 3, 3],
};

function markerBoxes(segments: readonly Segment[], { width = 1, capStart, capEnd }: Stroke): Rect[] {
  return endsOf(segments).flatMap(({ point, way }, at) => {
    const reach = MARKER_REACH[(at === 0 ? capStart : capEnd) ?? ""];
    if (!reach) return [];
    const [ahead, behind, aside] = reach.map((length) => length * width) as [number, number, number];
    const frame = { a: way.x, b: way.y, c: -way.y, d: way.x, e: point.x, f: point.y };
    const corners = cornersOf({ x: -behind, y: -aside, width: behind + ahead, height: 2 * aside });
    return [boxOf(corners.map((corner) => apply(frame, corner)))];
  });
}

/** How far a stroke that an import left on the shape may reach. */
function importedStroke(sketch: Sketch, shape: Shape): number {
  const source = toRecord(shape["svgAttrs"]);
  const style = toRecord(source["style"]);
  if (shape["svgAttrs"] === undefined && !sketch.scene.inheritsPaint) return 0;
  const paint = style["stroke"] ?? source["stroke"];
  if (paint === undefined || paint === "none") return 0;
  return 2 * (toNumber(Number.parseFloat(String(style["strokeWidth"] ?? source["strokeWidth"] ?? 1))) ?? 1);
}
