import type { Shape } from "../design.ts";
import type { Point } from "./geometry.ts";
import { isRecord, toNumber, toRecord, toRecords, toText, type Unknown } from "./values.ts";

export interface Stop {
  color: string;
  opacity: number;
  offset: number;
}

/** Places are fractions of the shape's untransformed rectangle; `width` is a radial gradient's size across its vector (section 4.4). */
export interface Gradient {
  type: "linear" | "radial";
  start: Point;
  end: Point;
  width: number;
  stops: readonly Stop[];
}

/** What a fill or stroke is painted with. `unreadable` says why in words. */
export type Paint =
  | { kind: "color"; color: string }
  | { kind: "gradient"; gradient: Gradient }
  | { kind: "image" }
  | { kind: "none" }
  | { kind: "unreadable"; what: string };

export interface Fill {
  paint: Paint;
  opacity: number;
}

/** Missing fields stay missing: their defaults differ by place (section 5.1). */
export interface Stroke {
  paint: Paint;
  opacity: number;
  width: number | undefined;
  style: string | undefined;
  alignment: string;
  capStart: string | undefined;
  capEnd: string | undefined;
  dash: number | undefined;
  gap: number | undefined;
  hidden: boolean;
  /** Whether the sides have widths of their own, which only the canvas shows. */
  perSide: boolean;
}

export interface Shadow {
  style: string | undefined;
  hidden: boolean;
  offsetX: number;
  offsetY: number;
  blur: number;
  spread: number;
}

/** Fills, the first on top. */
export function fillsOf(shape: Shape): Fill[] {
  return toRecords(shape["fills"]).map((fill) => ({ paint: toPaint(fill, "fill"), opacity: toNumber(fill["fillOpacity"]) ?? 1 }));
}

/** Strokes, the first on top, hidden ones included. */
export function strokesOf(shape: Shape): Stroke[] {
  return toRecords(shape["strokes"]).map((stroke) => ({
    paint: toPaint(stroke, "stroke"),
    opacity: toNumber(stroke["strokeOpacity"]) ?? 1,
    width: toNumber(stroke["strokeWidth"]),
    style: toText(stroke["strokeStyle"]),
    alignment: toText(stroke["strokeAlignment"]) ?? "center",
    capStart: toText(stroke["strokeCapStart"]),
    capEnd: toText(stroke["strokeCapEnd"]),
    dash: toNumber(stroke["strokeDash"]),
    gap: toNumber(stroke["strokeGap"]),
    hidden: stroke["hidden"] === true,
    perSide: stroke["strokePerSide"] === true && SIDES.some((side) => (stroke[side] ?? stroke["strokeWidth"]) !== stroke["strokeWidth"]),
  }));
}

const SIDES = ["strokeWidthTop", "strokeWidthRight", "strokeWidthBottom", "strokeWidthLeft"];

/** Shadows, the first on top, hidden ones included. */
export function shadowsOf(shape: Shape): Shadow[] {
  return toRecords(shape["shadow"]).map((shadow) => {
    const read = (key: string) => toNumber(shadow[key]) ?? 0;
    return {
      style: toText(shadow["style"]),
      hidden: shadow["hidden"] === true,
      offsetX: read("offsetX"),
      offsetY: read("offsetY"),
      blur: read("blur"),
      spread: read("spread"),
    };
  });
}

/** The layer blur's value, hidden or not. */
export function blurOf(shape: Shape): number {
  return toNumber(toRecord(shape["blur"])["value"]) ?? 0;
}

/** Whether an effect of this key is switched on. */
export function hasVisibleBlur(shape: Shape, key: "blur" | "backgroundBlur"): boolean {
  const blur = toRecord(shape[key]);
  return blur["hidden"] !== true && (toNumber(blur["value"]) ?? 0) > 0;
}

function toPaint(source: Unknown, prefix: "fill" | "stroke"): Paint {
  if (`${prefix}Image` in source) return { kind: "image" };
  const gradient = source[`${prefix}ColorGradient`];
  if (isRecord(gradient)) return toGradient(gradient);
  const color = source[`${prefix}Color`];
  if (color === undefined || color === null) return { kind: "none" };
  const parsed = toColor(color);
  return parsed ? { kind: "color", color: parsed } : { kind: "unreadable", what: `a ${prefix} colour that cannot be read` };
}

const HEX = /^#(?:[0-9a-f]{3}|[0-9a-f]{4}|[0-9a-f]{6}|[0-9a-f]{8})$/i;

/** A hex colour in lower case, or nothing. */
export function toColor(value: unknown): string | undefined {
  return typeof value === "string" && HEX.test(value) ? value.toLowerCase() : undefined;
}

function toGradient(source: Unknown): Paint {
  const type = source["type"];
  const [startX, startY, endX, endY] = ["startX", "startY", "endX", "endY"].map((key) => toNumber(source[key]));
  const stops = toRecords(source["stops"]).map(toStop);
  const known = stops.filter((stop): stop is Stop => stop !== undefined);
  const placed = startX !== undefined && startY !== undefined && endX !== undefined && endY !== undefined;
  if ((type !== "linear" && type !== "radial") || !placed || known.length < stops.length) {
    return { kind: "unreadable", what: "a gradient that cannot be read" };
  }
  // Penpot sorts the stops of linear gradients only.
  if (type === "linear") known.sort((a, b) => a.offset - b.offset);
  const width = toNumber(source["width"]) ?? 1;
  return { kind: "gradient", gradient: { type, start: { x: startX, y: startY }, end: { x: endX, y: endY }, width, stops: known } };
}

function toStop(source: Unknown): Stop | undefined {
  const color = toColor(source["color"]);
  return color === undefined ? undefined : { color, opacity: toNumber(source["opacity"]) ?? 1, offset: toNumber(source["offset"]) ?? 0 };
}
