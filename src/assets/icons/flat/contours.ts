import { formatNumber } from "../../../render/element.ts";
import type { Point } from "../../../render/geometry.ts";
import type { Segment } from "../../../render/path.ts";

/** A closed line; `from` is where it starts. */
interface Contour {
  from: Point;
  segments: readonly Exclude<Segment, { type: "M" | "Z" }>[];
  points: readonly Point[];
}

/**
 * The same area as outlines of a font, which fills by direction only: those that open an area turn one way, those that close one the other,
 * and those that do neither go. Right where outlines of one shape do not cross each other.
 */
export function toFontOutlines(segments: readonly Segment[], evenOdd: boolean): string {
  const contours = split(segments);
  return contours
    .flatMap((contour) => {
      const outer = contours.filter((other) => other !== contour && isInside(contour, other));
      const around = outer.reduce((sum, other) => sum + turnOf(other), 0);
      const isFilled = (count: number, winding: number) => (evenOdd ? count % 2 !== 0 : winding !== 0);
      const [outside, inside] = [isFilled(outer.length, around), isFilled(outer.length + 1, around + turnOf(contour))];
      if (outside === inside) return [];
      return [print(turnOf(contour) > 0 === inside ? contour : reverse(contour))];
    })
    .join("");
}

function split(segments: readonly Segment[]): Contour[] {
  const contours: Contour[] = [];
  let from: Point = { x: 0, y: 0 };
  let open: Contour["segments"][number][] = [];
  const close = () => {
    if (open.length > 0) contours.push({ from, segments: open, points: toPoints(from, open) });
    open = [];
  };
  for (const segment of segments) {
    if (segment.type === "M") {
      close();
      from = { x: segment.x, y: segment.y };
    } else if (segment.type === "Z") close();
    else open.push(segment);
  }
  close();
  return contours;
}

const STEPS = 12;

function toPoints(from: Point, segments: Contour["segments"]): Point[] {
  let at = from;
  const points = [from];
  for (const segment of segments) {
    if (segment.type === "C") for (let step = 1; step < STEPS; step++) points.push(pointOn(at, segment, step / STEPS));
    points.push({ x: segment.x, y: segment.y });
    at = segment;
  }
  return points;
}

function pointOn(from: Point, { x1, y1, x2, y2, x, y }: Segment & { type: "C" }, t: number): Point {
  const u = 1 - t;
  const [a, b, c, d] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
  return { x: a * from.x + b * x1 + c * x2 + d * x, y: a * from.y + b * y1 + c * y2 + d * y };
}

/** 1 or -1 by the side on which the contour keeps its inside. */
function turnOf({ points }: Contour): number {
  let area = 0;
  for (const [index, point] of points.entries()) {
    const next = points[(index + 1) % points.length] ?? point;
    area += point.x * next.y - next.x * point.y;
  }
  return area >= 0 ? 1 : -1;
}

/** Whether most of a contour's points lie inside another, so that a common edge decides nothing. */
function isInside(inner: Contour, outer: Contour): boolean {
  const inside = inner.points.filter((point) => contains(outer.points, point)).length;
  return inside * 2 > inner.points.length;
}

function contains(polygon: readonly Point[], { x, y }: Point): boolean {
  let isOdd = false;
  for (const [index, a] of polygon.entries()) {
    const b = polygon[(index + 1) % polygon.length] ?? a;
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) isOdd = !isOdd;
  }
  return isOdd;
}

function reverse({ from, segments, points }: Contour): Contour {
  const ends = [from, ...segments];
  const reversed = segments.map((segment, index) => {
    const { x, y } = ends[index] ?? from;
    return segment.type === "C"
      ? { type: "C" as const, x1: segment.x2, y1: segment.y2, x2: segment.x1, y2: segment.y1, x, y }
      : { type: "L" as const, x, y };
  });
  const last = ends.at(-1) ?? from;
  return { from: { x: last.x, y: last.y }, segments: reversed.reverse(), points: points.toReversed() };
}

function print({ from, segments }: Contour): string {
  const numbers = (...values: number[]) => values.map((value) => formatNumber(value)).join(" ");
  const lines = segments.map((segment) =>
    segment.type === "C"
      ? `C${numbers(segment.x1, segment.y1, segment.x2, segment.y2, segment.x, segment.y)}`
      : `L${numbers(segment.x, segment.y)}`,
  );
  return `M${numbers(from.x, from.y)}${lines.join("")}Z`;
}
