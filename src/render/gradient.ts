import type { Shape } from "../design.ts";
import { type Attributes, createElement, type Element, formatNumber } from "./element.ts";
import { apply, boxOf, chain, type Matrix, type Point, rotate, scale, translate } from "./geometry.ts";
import { toInk } from "./ink.ts";
import { type Scene, transformOf } from "./scene.ts";
import type { Sketch } from "./sketch.ts";
import type { Gradient, Stop } from "./style.ts";

/** What a gradient is for. `place` maps the fractions in which it is given to the user space of what it paints. */
export interface GradientUse {
  shape: Shape;
  part: "fill" | "stroke";
  place: Matrix;
}

/** A gradient in the units of the element that it paints (sections 4.4, 5.4). */
export function toGradientElement(sketch: Sketch, gradient: Gradient, { shape, part, place }: GradientUse): Element {
  const stops = gradient.stops.map((stop) => toStopElement(sketch, shape, part, stop));
  if (gradient.type === "linear") return createElement("linearGradient", linear(gradient, place), stops);
  return createElement("radialGradient", radial(chain(place, radialMatrix(sketch.scene, shape, gradient))), stops);
}

/**
 * The vector of an equal linear gradient in user space: under an affine map the lines of one colour stay parallel,
 * so the vector is the part of the mapped one that stands upright on them.
 */
export function linear({ start, end }: Pick<Gradient, "start" | "end">, place: Matrix): Attributes {
  const [from, to] = [apply(place, start), apply(place, end)];
  const [vx, vy] = [end.x - start.x, end.y - start.y];
  const along = { x: place.c * vx - place.a * vy, y: place.d * vx - place.b * vy };
  const [wx, wy] = [to.x - from.x, to.y - from.y];
  const length = along.x * along.x + along.y * along.y;
  const share = length > 0 ? (wx * along.x + wy * along.y) / length : 0;
  return {
    gradientUnits: "userSpaceOnUse",
    x1: from.x,
    y1: from.y,
    x2: from.x + wx - share * along.x,
    y2: from.y + wy - share * along.y,
  };
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
export function radial(place: Matrix): Attributes {
  const { a, b, c, d, e, f } = place;
  const [across, along] = [Math.hypot(a, b), Math.hypot(c, d)];
  const round = Math.abs(across - along) < 0.0005 && Math.abs(a * c + b * d) <= 0.0005 * across;
  if (round) return { gradientUnits: "userSpaceOnUse", cx: e, cy: f, r: across };
  const gradientTransform = `matrix(${[a, b, c, d, e, f].map((value) => formatNumber(value)).join(" ")})`;
  return { gradientUnits: "userSpaceOnUse", cx: 0, cy: 0, r: 1, gradientTransform };
}

function toStopElement(sketch: Sketch, shape: Shape, part: "fill" | "stroke", stop: Stop): Element {
  const { color, opacity } = toInk(sketch, shape, part, stop);
  return createElement("stop", { offset: stop.offset, "stop-color": color, "stop-opacity": opacity === 1 ? undefined : opacity });
}
