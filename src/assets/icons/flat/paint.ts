import { clampRgb, formatHex, parse } from "culori";
import { apply, chain, type Matrix, type Point, type Rect, scale, translate } from "../../../render/geometry.ts";
import type { IconElement } from "../element.ts";
import { parseStyle } from "../element.ts";
import { parseTransform, uniformScale } from "./transform.ts";

/** A colour as `#rrggbb` with its opacity from 0 to 1. */
export interface Solid {
  kind: "color";
  color: string;
  alpha: number;
}

interface Stop {
  offset: number;
  color: string;
  alpha: number;
}

/** Places are in the picture's own space. */
export interface FlatGradient {
  kind: "gradient";
  shape: { type: "linear"; start: Point; end: Point } | { type: "radial"; centre: Point; radius: number };
  spread: "pad" | "reflect" | "repeat";
  stops: readonly Stop[];
}

export type FlatPaint = Solid | FlatGradient;

/** A paint that cannot be had; `what` completes "has …". */
export interface Impossible {
  kind: "impossible";
  what: string;
}

/** A colour of SVG; `current` is what `currentColor` means here. */
export function toSolid(text: string, alpha: number, current: string): Solid | Impossible {
  const value = text.trim();
  if (/^currentcolor$/i.test(value)) return toSolid(/^currentcolor$/i.test(current) ? "#000000" : current, alpha, "#000000");
  const variable = /^var\(\s*--[\w-]+\s*(?:,\s*(.+))?\)$/.exec(value);
  if (variable)
    return variable[1] ? toSolid(variable[1], alpha, current) : { kind: "impossible", what: "a colour that only a style sheet knows" };
  const color = parse(value);
  const hex = color && formatHex(clampRgb(color));
  if (!color || !hex) return { kind: "impossible", what: `the colour ${JSON.stringify(value)}, which cannot be read` };
  return { kind: "color", color: hex, alpha: alpha * (color.alpha ?? 1) };
}

/** What a gradient is resolved with: `matrix` from the shape's space to the picture's, `box` around the shape in its own space. */
export interface GradientScene {
  definitions: ReadonlyMap<string, IconElement>;
  matrix: Matrix;
  box: Rect;
  alpha: number;
  current: string;
}

/** A gradient by its element. */
export function toGradient(element: IconElement, scene: GradientScene): FlatPaint | Impossible {
  const { attributes, stops: children } = inherit(element, scene.definitions);
  const stops = toStops(children, scene);
  if (stops === undefined) return { kind: "impossible", what: "a gradient with a colour that cannot be read" };
  const [only] = stops;
  if (!only) return { kind: "color", color: "#000000", alpha: 0 };
  if (stops.length === 1) return { kind: "color", color: only.color, alpha: only.alpha };
  const { box } = scene;
  const isOwn = attributes["gradientUnits"] !== "userSpaceOnUse";
  const units = isOwn ? [translate(box), scale(box.width, box.height)] : [];
  const matrix = chain(scene.matrix, ...units, parseTransform(attributes["gradientTransform"]));
  const spread = attributes["spreadMethod"] === "reflect" || attributes["spreadMethod"] === "repeat" ? attributes["spreadMethod"] : "pad";
  const read = (name: string, fallback: number) => toCoordinate(attributes[name], fallback, isOwn);
  if (element.tag === "linearGradient") {
    const [x1, y1, x2, y2] = [read("x1", 0), read("y1", 0), read("x2", isOwn ? 1 : Number.NaN), read("y2", 0)];
    if (![x1, y1, x2, y2].every(Number.isFinite)) return { kind: "impossible", what: "a gradient with places in percent" };
    return { kind: "gradient", shape: toLine({ x: x1, y: y1 }, { x: x2, y: y2 }, matrix), spread, stops };
  }
  const [cx, cy, r] = [read("cx", isOwn ? 0.5 : Number.NaN), read("cy", isOwn ? 0.5 : Number.NaN), read("r", isOwn ? 0.5 : Number.NaN)];
  const factor = uniformScale(matrix);
  const isPlain = Math.hypot(read("fx", cx) - cx, read("fy", cy) - cy) < 1e-6;
  if (factor === undefined || !isPlain || !Number.isFinite(cx + cy + r))
    return { kind: "impossible", what: "a radial gradient that is not round" };
  return { kind: "gradient", shape: { type: "radial", centre: apply(matrix, { x: cx, y: cy }), radius: r * factor }, spread, stops };
}

// Where the map slants, the lines of one colour are no longer at right angles to the vector: it is turned so that they are.
function toLine(from: Point, to: Point, matrix: Matrix): { type: "linear"; start: Point; end: Point } {
  const [start, end] = [apply(matrix, from), apply(matrix, to)];
  const across = apply(matrix, { x: from.x - (to.y - from.y), y: from.y + (to.x - from.x) });
  const [ux, uy] = [across.x - start.x, across.y - start.y];
  const [vx, vy] = [end.x - start.x, end.y - start.y];
  const length = ux * ux + uy * uy;
  const along = length > 1e-12 ? (vx * ux + vy * uy) / length : 0;
  return { type: "linear", start, end: { x: end.x - along * ux, y: end.y - along * uy } };
}

// A percentage is one of the shape's box, or of a view port that is not known here.
function toCoordinate(text: string | undefined, fallback: number, isOwn: boolean): number {
  if (text === undefined) return fallback;
  const match = /^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(%|px)?\s*$/.exec(text);
  if (!match) return Number.NaN;
  if (match[2] !== "%") return Number(match[1]);
  return isOwn ? Number(match[1]) / 100 : Number.NaN;
}

function inherit(
  element: IconElement,
  definitions: ReadonlyMap<string, IconElement>,
): { attributes: Readonly<Record<string, string>>; stops: readonly IconElement[] } {
  let attributes: Record<string, string> = {};
  let stops: readonly IconElement[] = [];
  const seen = new Set<IconElement>();
  for (let at: IconElement | undefined = element; at && !seen.has(at); at = definitions.get(at.attributes["href"]?.slice(1) ?? "")) {
    seen.add(at);
    attributes = { ...at.attributes, ...attributes };
    if (stops.length === 0) stops = at.children.filter((child): child is IconElement => typeof child !== "string" && child.tag === "stop");
  }
  return { attributes, stops };
}

function toStops(elements: readonly IconElement[], { alpha, current }: GradientScene): Stop[] | undefined {
  const stops: Stop[] = [];
  let last = 0;
  for (const { attributes } of elements) {
    const all = { ...attributes, ...Object.fromEntries(parseStyle(attributes["style"] ?? "")) };
    const solid = toSolid(all["stop-color"] ?? "#000000", alpha * toAmount(all["stop-opacity"]), all["color"] ?? current);
    if (solid.kind === "impossible") return undefined;
    last = Math.max(last, Math.min(1, toAmount(all["offset"], 0)));
    stops.push({ offset: last, color: solid.color, alpha: solid.alpha });
  }
  return stops;
}

/** A number or percentage from 0 to 1. */
export function toAmount(text: string | undefined, fallback = 1): number {
  const match = /^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(%?)\s*$/.exec(text ?? "");
  if (!match) return fallback;
  return Math.min(1, Math.max(0, Number(match[1]) / (match[2] === "%" ? 100 : 1)));
}
