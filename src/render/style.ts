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

/** A picture by its media id; it is cut to its box where it keeps its aspect ratio, and stretched where not (section 4.5). */
export interface ImageRef {
  id: string;
  keepsAspect: boolean;
}

/** What a fill or stroke is painted with. `unreadable` says why in words. */
export type Paint =
  | { kind: "color"; color: string }
  | { kind: "gradient"; gradient: Gradient }
  | { kind: "image"; image: ImageRef }
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
  /** Undefined when it cannot be read. */
  color: string | undefined;
  opacity: number;
}

/** Fills, the first on top. */
export function fillsOf(shape: Shape): Fill[] {
  return toFills(shape["fills"]);
}

/** The fills in a list that a shape or a run of text carries, the first on top. */
export function toFills(list: unknown): Fill[] {
  return toRecords(list).map((fill) => ({ paint: toPaint(fill, "fill"), opacity: toNumber(fill["fillOpacity"]) ?? 1 }));
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
    const color = toRecord(shadow["color"]);
    return {
      style: toText(shadow["style"]),
      hidden: shadow["hidden"] === true,
      offsetX: read("offsetX"),
      offsetY: read("offsetY"),
      blur: read("blur"),
      spread: read("spread"),
      color: toColor(color["color"]),
      opacity: toNumber(color["opacity"]) ?? 1,
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
  // In a fill the mere presence of the key counts (section 0.2).
  if (prefix === "fill" ? "fillImage" in source : isRecord(source["strokeImage"])) {
    return { kind: "image", image: toImageRef(toRecord(source[`${prefix}Image`])) };
  }
  const gradient = source[`${prefix}ColorGradient`];
  if (isRecord(gradient)) return toGradient(gradient);
  const color = source[`${prefix}Color`];
  if (color === undefined || color === null) return { kind: "none" };
  const parsed = toColor(color);
  return parsed ? { kind: "color", color: parsed } : { kind: "unreadable", what: `a ${prefix} colour that cannot be read` };
}

/** The picture that a fill, a stroke or a legacy image shape names; without a readable id it is one that nobody has. */
export function toImageRef(source: Unknown): ImageRef {
  return { id: toText(source["id"]) ?? "", keepsAspect: source["keepAspectRatio"] === true };
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
