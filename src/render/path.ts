import { apply, type Matrix, type Point, type Rect, toRect } from "./geometry.ts";
import { parsePathText, type Segment } from "./path-text.ts";
import { isRecord, toNumber, toRecord, type Unknown } from "./values.ts";

export type { Segment };

/**
 * Reads path content in either form, a string of M, L, C, Z or a list of commands; undefined when it cannot be read (section 0.3).
 * It is moved in 32-bit floats, as Penpot moves it.
 */
export function parsePath(content: unknown, move: Point = { x: 0, y: 0 }): Segment[] | undefined {
  const segments =
    typeof content === "string" ? parsePathText(content, move) : Array.isArray(content) ? parseList(content, move) : undefined;
  const begins = segments?.[0]?.type ?? "M";
  return begins === "M" ? segments : undefined;
}

const NAMES: Record<string, Segment["type"] | undefined> = { "move-to": "M", "line-to": "L", "curve-to": "C", "close-path": "Z" };

function parseList(list: readonly unknown[], move: Point): Segment[] | undefined {
  const segments: Segment[] = [];
  for (const item of list) {
    const segment = isRecord(item) ? parseCommand(item, move) : undefined;
    if (!segment) return undefined;
    segments.push(segment);
  }
  return segments;
}

function parseCommand(item: Unknown, move: Point): Segment | undefined {
  const type = NAMES[String(item["command"])];
  if (!type) return undefined;
  if (type === "Z") return { type };
  const params = toRecord(item["params"]);
  const across = (key: string) => place(toNumber(params[key]), move.x);
  const down = (key: string) => place(toNumber(params[key]), move.y);
  const [x, y] = [across("x"), down("y")];
  if (x === undefined || y === undefined) return undefined;
  if (type !== "C") return { type, x, y };
  return { type, x1: across("c1x") ?? x, y1: down("c1y") ?? y, x2: across("c2x") ?? x, y2: down("c2y") ?? y, x, y };
}

/** The 32-bit float Penpot keeps, moved; undefined when it does not fit. */
function place(value: number | undefined, by: number): number | undefined {
  const float = value === undefined ? Number.NaN : Math.fround(value);
  return Number.isFinite(float) ? Math.fround(float + by) : undefined;
}

/** The box around what the path touches, curves taken exactly. */
export function extentOf(segments: readonly Segment[]): Rect {
  const { left, top, right, bottom } = edgesOf(segments);
  return toRect(left, top, right - left, bottom - top);
}

/** The same box without Penpot's smallest sides; undefined where it has no area, as of a straight upright line. */
export function boundingBoxOf(segments: readonly Segment[]): Rect | undefined {
  const { left, top, right, bottom } = edgesOf(segments);
  return right > left && bottom > top ? { x: left, y: top, width: right - left, height: bottom - top } : undefined;
}

/** Whether all of a path lies on one straight line, so that it holds no area. */
export function isStraight(segments: readonly Segment[]): boolean {
  const points = segments.flatMap((segment): Point[] => {
    if (segment.type === "Z") return [];
    return segment.type === "C" ? [{ x: segment.x1, y: segment.y1 }, { x: segment.x2, y: segment.y2 }, segment] : [segment];
  });
  const [from] = points;
  const to = from && points.find(({ x, y }) => x !== from.x || y !== from.y);
  if (!from || !to) return points.length > 0;
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  return points.every(({ x, y }) => dx * (y - from.y) === dy * (x - from.x));
}

/** The same path under a map. */
export function mapPath(segments: readonly Segment[], matrix: Matrix): Segment[] {
  return segments.map((segment) => {
    if (segment.type === "Z") return segment;
    const end = apply(matrix, segment);
    if (segment.type !== "C") return { type: segment.type, ...end };
    const { x: x1, y: y1 } = apply(matrix, { x: segment.x1, y: segment.y1 });
    const { x: x2, y: y2 } = apply(matrix, { x: segment.x2, y: segment.y2 });
    return { type: segment.type, x1, y1, x2, y2, ...end };
  });
}

interface Edges {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

function edgesOf(segments: readonly Segment[]): Edges {
  const edges = {
    left: Number.POSITIVE_INFINITY,
    top: Number.POSITIVE_INFINITY,
    right: Number.NEGATIVE_INFINITY,
    bottom: Number.NEGATIVE_INFINITY,
  };
  let from: Point = { x: 0, y: 0 };
  for (const segment of segments) {
    if (segment.type === "Z") continue;
    reach(edges, segment.x, segment.y);
    // A curve stays among its ends and control points.
    const strays = segment.type === "C" && !(isWithin(edges, segment.x1, segment.y1) && isWithin(edges, segment.x2, segment.y2));
    if (strays) for (const { x, y } of extremesOf(from, segment)) reach(edges, x, y);
    from = segment;
  }
  return edges;
}

function reach(edges: Edges, x: number, y: number): void {
  if (x < edges.left) edges.left = x;
  if (x > edges.right) edges.right = x;
  if (y < edges.top) edges.top = y;
  if (y > edges.bottom) edges.bottom = y;
}

function isWithin({ left, top, right, bottom }: Edges, x: number, y: number): boolean {
  return x >= left && x <= right && y >= top && y <= bottom;
}

/** Where a curve goes farthest left, right, up and down between its ends. */
export function* extremesOf(from: Point, { x1, y1, x2, y2, x, y }: Extract<Segment, { type: "C" }>): Iterable<Point> {
  for (const t of turns(from.x, x1, x2, x)) yield { x: cubic(t, from.x, x1, x2, x), y: cubic(t, from.y, y1, y2, y) };
  for (const t of turns(from.y, y1, y2, y)) yield { x: cubic(t, from.x, x1, x2, x), y: cubic(t, from.y, y1, y2, y) };
}

/** The times at which one coordinate of a cubic curve turns round. */
function turns(from: number, c1: number, c2: number, to: number): number[] {
  const [a, b, c] = [to - from + 3 * (c1 - c2), 2 * (from - 2 * c1 + c2), c1 - from];
  const root = Math.sqrt(b * b - 4 * a * c);
  const times = Math.abs(a) < 1e-9 ? [-c / b] : [(-b + root) / (2 * a), (-b - root) / (2 * a)];
  return times.filter((t) => t > 0 && t < 1);
}

function cubic(t: number, from: number, c1: number, c2: number, to: number): number {
  const u = 1 - t;
  return u * u * u * from + 3 * u * u * t * c1 + 3 * u * t * t * c2 + t * t * t * to;
}
