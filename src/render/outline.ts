import type { Shape } from "../design.ts";
import { type Attributes, type Element, formatNumber } from "./element.ts";
import { around, centreOf, grow, isIdentity, type Matrix, type Rect, translate } from "./geometry.ts";
import type { Segment } from "./path.ts";
import { isPlainlyPainted } from "./plainness.ts";
import { type Scene, transformOf } from "./scene.ts";
import { toNumber } from "./values.ts";

/** A shape's geometry as one SVG element without paint; only text has something in it. */
export interface Outline {
  tag: string;
  attributes: Attributes;
  children?: readonly (Element | string)[];
}

/** Corner radii in Penpot's order: top left, top right, bottom right, bottom left. */
type Radii = readonly [number, number, number, number];

/** The geometry of a rect, frame, circle, image, path or bool; undefined when it has none (sections 2.2–2.5). */
export function outlineOf(scene: Scene, shape: Shape): Outline | undefined {
  if (shape.type === "path" || shape.type === "bool") {
    const segments = scene.path(shape);
    if (!segments || segments.length === 0) return undefined;
    return { tag: "path", attributes: { d: printPath(isPlainlyPainted(scene, shape) ? withoutIdleMoves(segments) : segments) } };
  }
  const { box, transform } = placeOf(scene, shape);
  return shape.type === "circle" ? ellipse(box, transform) : rectangle(box, radiiOf(shape, box), transform);
}

/**
 * The outline whose centred stroke of the same width is the picture of an inner (negative `by`) or outer stroke;
 * undefined where no such simple outline exists (section 5.3).
 */
export function offsetOutline(scene: Scene, shape: Shape, by: number): Outline | undefined {
  if (shape.type === "path" || shape.type === "bool") return undefined;
  const { box, transform } = placeOf(scene, shape);
  if (by < 0 && Math.min(box.width, box.height) <= -2 * by) return undefined;
  const moved = grow(box, by);
  if (shape.type === "circle") return Math.abs(box.width - box.height) < 0.0005 ? ellipse(moved, transform) : undefined;
  const radii = radiiOf(shape, box);
  const [radius] = radii;
  if (!areEqual(radii) || (radius > 0 && radius + by < 0)) return undefined;
  const offset = radius > 0 ? radius + by : 0;
  return rectangle(moved, [offset, offset, offset, offset], transform);
}

interface Place {
  box: Rect;
  transform: string | undefined;
}

/** A rectangle's or ellipse's box with its transform, which is in the box where that looks the same: after quarter turns and flips. */
function placeOf(scene: Scene, shape: Shape): Place {
  const box = scene.box(shape);
  const transform = printTransform(shape, box);
  if (transform === undefined || !isPlainlyPainted(scene, shape)) return { box, transform };
  const matrix = transformOf(shape);
  const [a, b, c, d] = [matrix.a, matrix.b, matrix.c, matrix.d].map(Math.abs) as [number, number, number, number];
  const isRigid = [matrix.a * matrix.c + matrix.b * matrix.d, a * a + b * b - 1, c * c + d * d - 1, matrix.e, matrix.f].every(isNothing);
  if (!isRigid) return { box, transform };
  if (!(isNothing(a) || isNothing(b)) || !areEqual(radiiOf(shape, box))) return { box, transform };
  const { x, y } = centreOf(box);
  const [width, height] = isNothing(a) ? [box.height, box.width] : [box.width, box.height];
  return { box: { x: x - width / 2, y: y - height / 2, width, height }, transform: undefined };
}

function isNothing(value: number): boolean {
  return Math.abs(value) < 1e-6;
}

/** A move that another follows, or nothing, draws nothing. */
function withoutIdleMoves(segments: readonly Segment[]): readonly Segment[] {
  return segments.filter(({ type }, at) => type !== "M" || (segments[at + 1]?.type ?? "M") !== "M");
}

/** The largest corner radius of a rectangle or board. */
export function roundnessOf(scene: Scene, shape: Shape): number {
  return Math.max(...radiiOf(shape, scene.box(shape)));
}

/** The matrix a shape's own geometry is drawn under (section 3). */
export function matrixOf(shape: Shape, box: Rect): Matrix {
  const matrix = transformOf(shape);
  return isIdentity(matrix, box) ? translate({ x: 0, y: 0 }) : around(centreOf(box), matrix);
}

/** Path data: absolute commands, three decimals, H and V where a line is straight. */
export function printPath(segments: readonly Segment[]): string {
  let lastX = "";
  let lastY = "";
  let data = "";
  for (const segment of segments) {
    if (segment.type === "Z") {
      // After closing, the pen stands where the subpath began; the next line is written out.
      lastX = "";
      lastY = "";
      data += "Z";
      continue;
    }
    const x = formatNumber(segment.x);
    const y = formatNumber(segment.y);
    if (segment.type === "C") data += `C${controlsOf(segment)} ${x} ${y}`;
    else if (segment.type === "L" && y === lastY) data += `H${x}`;
    else if (segment.type === "L" && x === lastX) data += `V${y}`;
    else data += `${segment.type}${x} ${y}`;
    lastX = x;
    lastY = y;
  }
  return data;
}

function controlsOf({ x1, y1, x2, y2 }: Extract<Segment, { type: "C" }>): string {
  return `${formatNumber(x1)} ${formatNumber(y1)} ${formatNumber(x2)} ${formatNumber(y2)}`;
}

function ellipse(box: Rect, transform: string | undefined): Outline {
  const { x: cx, y: cy } = centreOf(box);
  const [rx, ry] = [box.width / 2, box.height / 2];
  if (formatNumber(rx) === formatNumber(ry)) return { tag: "circle", attributes: { cx, cy, r: rx, transform } };
  return { tag: "ellipse", attributes: { cx, cy, rx, ry, transform } };
}

function rectangle(box: Rect, radii: Radii, transform: string | undefined): Outline {
  if (!areEqual(radii)) return { tag: "path", attributes: { d: printRoundedRectangle(box, radii), transform } };
  const [x, y] = [box.x, box.y].map((value) => (formatNumber(value) === "0" ? undefined : value));
  return { tag: "rect", attributes: { ...box, x, y, rx: radii[0] || undefined, transform } };
}

/** Radii reduced so that neighbours fit on their side (section 2.2). */
function radiiOf(shape: Shape, { width, height }: Rect): Radii {
  if (CORNERS.every((key) => !shape[key])) return SHARP;
  const [a, b, c, d] = CORNERS.map((key) => Math.max(0, toNumber(shape[key]) ?? 0)) as [number, number, number, number];
  const share = (side: number, sum: number) => (Math.abs(sum) < 1e-4 ? Number.POSITIVE_INFINITY : side / sum);
  const factor = Math.min(1, share(width, a + b), share(height, b + c), share(width, c + d), share(height, d + a));
  const reduce = (radius: number) => (radius < 1e-4 ? 0 : radius * factor);
  return [reduce(a), reduce(b), reduce(c), reduce(d)];
}

const CORNERS = ["r1", "r2", "r3", "r4"] as const;

const SHARP: Radii = [0, 0, 0, 0];

function areEqual([a, b, c, d]: Radii): boolean {
  return a === b && b === c && c === d;
}

function printRoundedRectangle({ x, y, width, height }: Rect, [r1, r2, r3, r4]: Radii): string {
  const [right, bottom] = [x + width, y + height];
  const line = (command: string, ...values: number[]) => command + values.map((value) => formatNumber(value)).join(" ");
  const corner = (radius: number, toX: number, toY: number) => (radius > 0 ? line("A", radius, radius, 0, 0, 1, toX, toY) : "");
  return [
    line("M", x + r1, y),
    line("H", right - r2),
    corner(r2, right, y + r2),
    line("V", bottom - r3),
    corner(r3, right - r3, bottom),
    line("H", x + r4),
    corner(r4, x, bottom - r4),
    line("V", y + r1),
    corner(r1, x + r1, y),
    "Z",
  ].join("");
}

/** The shape's matrix as the value of a `transform`, as short as can be; undefined where it moves nothing. */
export function printTransform(shape: Shape, box: Rect): string | undefined {
  const matrix = transformOf(shape);
  if (isIdentity(matrix, box)) return undefined;
  const centre = centreOf(box);
  const angle = (Math.atan2(matrix.b, matrix.a) * 180) / Math.PI;
  if (isRotation(matrix)) return `rotate(${[angle, centre.x, centre.y].map((value) => formatNumber(value)).join(" ")})`;
  return printMatrix(around(centre, matrix));
}

function isRotation({ a, b, c, d, e, f }: Matrix): boolean {
  const differences = [a - d, b + c, a * a + b * b - 1, e, f];
  return differences.every((difference) => Math.abs(difference) < 1e-6);
}

/** Six decimals for the linear part: on a wide board three would be visible. */
function printMatrix({ a, b, c, d, e, f }: Matrix): string {
  return `matrix(${[a, b, c, d].map((value) => formatNumber(value, 6)).join(" ")} ${formatNumber(e)} ${formatNumber(f)})`;
}
