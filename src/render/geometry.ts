export interface Point {
  x: number;
  y: number;
}

export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The affine map (x, y) → (a·x + c·y + e, b·x + d·y + f). */
export interface Matrix {
  a: number;
  b: number;
  c: number;
  d: number;
  e: number;
  f: number;
}

const SMALLEST = 0.01;

/** Penpot's rectangle constructor: sides are at least 0.01, and one bad number makes it the smallest at the origin (section 0.4). */
export function toRect(x: number, y: number, width: number, height: number): Rect {
  const known = Number.isFinite(x) && Number.isFinite(y) && Number.isFinite(width) && Number.isFinite(height);
  if (!known) return { x: 0, y: 0, width: SMALLEST, height: SMALLEST };
  return { x, y, width: Math.max(width, SMALLEST), height: Math.max(height, SMALLEST) };
}

/** The smallest upright rectangle around the points. */
export function boxOf(points: Iterable<Point>): Rect {
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return toRect(left, top, right - left, bottom - top);
}

export function unite(rects: Iterable<Rect>): Rect {
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { x, y, width, height } of rects) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return toRect(left, top, right - left, bottom - top);
}

/** What both share; undefined when they do not touch. */
export function intersect(a: Rect, b: Rect): Rect | undefined {
  const [left, top] = [Math.max(a.x, b.x), Math.max(a.y, b.y)];
  const [right, bottom] = [Math.min(a.x + a.width, b.x + b.width), Math.min(a.y + a.height, b.y + b.height)];
  return right < left || bottom < top ? undefined : toRect(left, top, right - left, bottom - top);
}

export function grow(rect: Rect, horizontal: number, vertical = horizontal): Rect {
  const [left, top] = [rect.x - horizontal, rect.y - vertical];
  // From edge to edge, as Penpot does it: the same floating-point error gives the same bounds.
  return toRect(left, top, rect.x + rect.width + horizontal - left, rect.y + rect.height + vertical - top);
}

export function contains(outer: Rect, inner: Rect, slack = 0.001): boolean {
  return (
    inner.x >= outer.x - slack &&
    inner.y >= outer.y - slack &&
    inner.x + inner.width <= outer.x + outer.width + slack &&
    inner.y + inner.height <= outer.y + outer.height + slack
  );
}

export function centreOf({ x, y, width, height }: Rect): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

/** The corners in Penpot's order: top left, top right, bottom right, bottom left. */
export function cornersOf({ x, y, width, height }: Rect): Point[] {
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
}

/** The product that applies `n` first. */
export function multiply(m: Matrix, n: Matrix): Matrix {
  return {
    a: m.a * n.a + m.c * n.b,
    b: m.b * n.a + m.d * n.b,
    c: m.a * n.c + m.c * n.d,
    d: m.b * n.c + m.d * n.d,
    e: m.a * n.e + m.c * n.f + m.e,
    f: m.b * n.e + m.d * n.f + m.f,
  };
}

/** The product of all, the last one applied first. */
export function chain(...matrices: readonly Matrix[]): Matrix {
  return matrices.reduce(multiply, translate({ x: 0, y: 0 }));
}

export function translate({ x, y }: Point): Matrix {
  return { a: 1, b: 0, c: 0, d: 1, e: x, f: y };
}

export function scale(x: number, y: number): Matrix {
  return { a: x, b: 0, c: 0, d: y, e: 0, f: 0 };
}

/** A rotation about the origin, in radians. */
export function rotate(angle: number): Matrix {
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  return { a: cos, b: sin, c: -sin, d: cos, e: 0, f: 0 };
}

/** The map done about a centre instead of the origin (section 3). */
export function around(centre: Point, matrix: Matrix): Matrix {
  return chain(translate(centre), matrix, translate({ x: -centre.x, y: -centre.y }));
}

/** The map that undoes this one; undefined when it flattens the plane. */
export function invert({ a, b, c, d, e, f }: Matrix): Matrix | undefined {
  const determinant = a * d - b * c;
  if (Math.abs(determinant) < 1e-12) return undefined;
  const [ia, ib, ic, id] = [d / determinant, -b / determinant, -c / determinant, a / determinant];
  return { a: ia, b: ib, c: ic, d: id, e: -(ia * e + ic * f), f: -(ib * e + id * f) };
}

export function apply(m: Matrix, { x, y }: Point): Point {
  return { x: m.a * x + m.c * y + m.e, y: m.b * x + m.d * y + m.f };
}

/** Whether the map, done about the rectangle's centre, moves no point of it visibly. */
export function isIdentity(m: Matrix, { width, height }: Rect): boolean {
  const reach = Math.abs(m.a - 1) * width + Math.abs(m.c) * height + Math.abs(m.b) * width + Math.abs(m.d - 1) * height;
  return reach / 2 + Math.abs(m.e) + Math.abs(m.f) < 0.0005;
}
