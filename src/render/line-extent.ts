import { boxOf, type Point, type Rect } from "./geometry.ts";
import { extremesOf, type Segment } from "./path.ts";

/** How a path is stroked. `unknown` stands for any join or cap, when an import may have set another. */
export interface Line {
  half: number;
  miterLimit: number;
  join: "miter" | "unknown";
  cap: "butt" | "round" | "square" | "unknown";
}

interface Piece {
  from: Point;
  to: Point;
  /** Directions of length 1 in which it sets out and arrives. */
  out: Point;
  in: Point;
  /** Where a curve turns round, one coordinate exact. */
  turns: readonly Point[];
}

/** The box around a stroked path: sides, corners and ends taken exactly. */
export function lineExtentOf(segments: readonly Segment[], line: Line): Rect {
  return boxOf(painted(segments, line));
}

/** The two ends of a path: where it starts and stops, and the directions that point out of it there. */
export function endsOf(segments: readonly Segment[]): { point: Point; way: Point }[] {
  const pieces = subpaths(segments).flatMap((subpath) => subpath.pieces);
  const [first, last] = [pieces[0], pieces.at(-1)];
  return first && last
    ? [
        { point: first.from, way: { x: -first.out.x, y: -first.out.y } },
        { point: last.to, way: last.in },
      ]
    : [];
}

function* painted(segments: readonly Segment[], line: Line): Iterable<Point> {
  for (const { start, pieces, closed } of subpaths(segments)) {
    const [first, last] = [pieces[0], pieces.at(-1)];
    if (!first || !last) {
      yield* disc(start, line.cap === "butt" ? 0 : line.half);
      continue;
    }
    yield* sides(pieces, line.half);
    for (const [at, piece] of pieces.entries()) {
      const next = pieces[at + 1];
      if (next) yield* corner(piece, next, line);
    }
    if (closed) yield* corner(last, first, line);
    else yield* ends(first, last, line);
  }
}

function* sides(pieces: readonly Piece[], half: number): Iterable<Point> {
  for (const piece of pieces) {
    for (const [point, way] of [
      [piece.from, piece.out],
      [piece.to, piece.in],
    ] as const) {
      yield { x: point.x - way.y * half, y: point.y + way.x * half };
      yield { x: point.x + way.y * half, y: point.y - way.x * half };
    }
    for (const turn of piece.turns) yield* disc(turn, half);
  }
}

/** The tip of a mitered join, unless it is cut for being too long. */
function* corner({ in: a, to }: Piece, { out: b }: Piece, { half, miterLimit, join }: Line): Iterable<Point> {
  if (join === "unknown") yield* disc(to, half);
  const bend = Math.hypot(a.x - b.x, a.y - b.y);
  const cosine = Math.sqrt(Math.max(0, (1 + a.x * b.x + a.y * b.y) / 2));
  if (bend < 1e-6 || cosine * miterLimit < 1) return;
  const length = half / cosine / bend;
  yield { x: to.x + (a.x - b.x) * length, y: to.y + (a.y - b.y) * length };
}

function* ends(first: Piece, last: Piece, { half, cap }: Line): Iterable<Point> {
  if (cap === "butt") return;
  for (const [point, way] of [
    [first.from, { x: -first.out.x, y: -first.out.y }],
    [last.to, last.in],
  ] as const) {
    if (cap === "round") yield* disc(point, half);
    if (cap === "round") continue;
    yield { x: point.x + (way.x - way.y) * half, y: point.y + (way.y + way.x) * half };
    yield { x: point.x + (way.x + way.y) * half, y: point.y + (way.y - way.x) * half };
  }
}

function* disc({ x, y }: Point, radius: number): Iterable<Point> {
  yield { x: x - radius, y: y - radius };
  yield { x: x + radius, y: y + radius };
}

interface Subpath {
  start: Point;
  pieces: Piece[];
  closed: boolean;
}

function subpaths(segments: readonly Segment[]): Subpath[] {
  const list: Subpath[] = [];
  let current: Subpath | undefined;
  let at: Point = { x: 0, y: 0 };
  for (const segment of segments) {
    if (segment.type === "M" || !current || current.closed) {
      current = { start: segment.type === "M" ? segment : at, pieces: [], closed: false };
      list.push(current);
    }
    if (segment.type === "M") at = segment;
    if (segment.type === "M") continue;
    const piece = toPiece(at, segment, current.start);
    if (piece) current.pieces.push(piece);
    current.closed = segment.type === "Z";
    at = segment.type === "Z" ? current.start : segment;
  }
  return list;
}

function toPiece(from: Point, segment: Segment, start: Point): Piece | undefined {
  const to = segment.type === "Z" ? start : segment;
  const stations = segment.type === "C" ? [from, { x: segment.x1, y: segment.y1 }, { x: segment.x2, y: segment.y2 }, to] : [from, to];
  const out = direction(stations, from);
  const back = direction(stations.toReversed(), to);
  if (!out || !back) return undefined;
  return { from, to, out, in: { x: -back.x, y: -back.y }, turns: segment.type === "C" ? [...extremesOf(from, segment)] : [] };
}

/** From a point towards the first station that is not the same. */
function direction(stations: readonly Point[], { x, y }: Point): Point | undefined {
  for (const station of stations) {
    const length = Math.hypot(station.x - x, station.y - y);
    if (length > 1e-6) return { x: (station.x - x) / length, y: (station.y - y) / length };
  }
  return undefined;
}
