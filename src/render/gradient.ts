import type { Shape } from "../design.ts";
import { type Attributes, createElement, type Element, formatNumber } from "./element.ts";
import { apply, boxOf, chain, type Matrix, type Point, rotate, scale, translate } from "./geometry.ts";
import { toInk } from "./ink.ts";
import { type Scene, transformOf } from "./scene.ts";
import type { Sketch } from "./sketch.ts";
import type { Gradient, Stop } from "./style.ts";

/** In which coordinates a gradient is: those of what it paints, or fractions of the box around what it paints. */
export type GradientUnits = "userSpaceOnUse" | "objectBoundingBox";

/** What a gradient is for. `place` maps the fractions in which it is given to its units. */
export interface GradientUse {
  shape: Shape;
  part: "fill" | "stroke";
  place: Matrix;
  units: GradientUnits;
}

/** A gradient on an element (sections 4.4, 5.4). */
export function toGradientElement(sketch: Sketch, gradient: Gradient, { shape, part, place, units }: GradientUse): Element {
  const stops = gradient.stops.map((stop) => toStopElement(sketch, shape, part, stop));
  if (gradient.type === "linear") return createElement("linearGradient", linear(gradient, place, units), stops);
  return createElement("radialGradient", radial(chain(place, radialMatrix(sketch.scene, shape, gradient)), units), stops);
}

/**
 * The vector of an equal linear gradient under the map: under an affine map the lines of one colour stay parallel,
 * so the vector is the part of the mapped one that stands upright on them.
 */
export function linear(
  { start, end }: Pick<Gradient, "start" | "end">,
  place: Matrix,
  units: GradientUnits = "userSpaceOnUse",
): Attributes {
  const [from, to] = [apply(place, start), apply(place, end)];
  const [vx, vy] = [end.x - start.x, end.y - start.y];
  const along = { x: place.c * vx - place.a * vy, y: place.d * vx - place.b * vy };
  const [wx, wy] = [to.x - from.x, to.y - from.y];
  const length = along.x * along.x + along.y * along.y;
  const share = length > 0 ? (wx * along.x + wy * along.y) / length : 0;
  const vector = { x1: from.x, y1: from.y, x2: from.x + wx - share * along.x, y2: from.y + wy - share * along.y };
  return inUnits(units, vector);
}

/** Of a wide box, thousandths could be seen. */
function inUnits(units: GradientUnits, numbers: Record<string, number>): Attributes {
  if (units === "userSpaceOnUse") return { gradientUnits: units, ...numbers };
  return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, formatNumber(value, 6)]));
}

/** From the unit circle to the gradient's ellipse in fractions of the rectangle, with Penpot's compensation for paths. */
function radialMatrix(scene: Scene, shape: Shape, { start, end, width }: Gradient): Matrix {
  const v: Point = { x: end.x - start.x, y: end.y - start.y };
  const radius = Math.hypot(v.x, v.y);
  const turn = rotate(Math.atan2(v.y, v.x) + Math.PI / 2);
  const centre = [translate(start)];
  if (shape.type !== "path") return chain(...centre, turn, scale(width * radius, radius));
  const stretch = scene.box(shape).height / boxOf(scene.corners(shape)).height;
  const [there, back] = [transformOf(shape), transformOf(shape, "transformInverse")];
  return chain(...centre, there, turn, scale(width, stretch), back, scale(radius, radius));
}

/** A radial gradient whose unit circle lies where the matrix puts it. */
export function radial(place: Matrix, units: GradientUnits = "userSpaceOnUse"): Attributes {
  const { a, b, c, d, e, f } = place;
  const decimals = units === "userSpaceOnUse" ? 3 : 6;
  const least = 10 ** -decimals / 2;
  const [across, along] = [Math.hypot(a, b), Math.hypot(c, d)];
  const round = Math.abs(across - along) < least && Math.abs(a * c + b * d) <= least * across;
  if (round) return inUnits(units, { cx: e, cy: f, r: across });
  const gradientTransform = `matrix(${[a, b, c, d, e, f].map((value) => formatNumber(value, decimals)).join(" ")})`;
  return { ...inUnits(units, { cx: 0, cy: 0, r: 1 }), gradientTransform };
}

function toStopElement(sketch: Sketch, shape: Shape, part: "fill" | "stroke", stop: Stop): Element {
  const { color, opacity } = toInk(sketch, shape, part, stop);
  return createElement("stop", { offset: stop.offset, "stop-color": color, "stop-opacity": opacity === 1 ? undefined : opacity });
}
