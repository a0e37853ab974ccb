import svgpath from "svgpath";
import type { Matrix } from "../../../render/geometry.ts";
import type { Segment } from "../../../render/path.ts";
import type { IconElement } from "../element.ts";

const NUMBER = /[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/g;

/** Numbers in a text, whatever stands between them. */
export function toNumbers(text: string | undefined): number[] {
  return (text?.match(NUMBER) ?? []).map(Number);
}

/** A length in user units; undefined for percentages and other units, 0 when there is none. */
export function toLength(text: string | undefined): number | undefined {
  if (text === undefined) return 0;
  const match = /^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?:px)?\s*$/.exec(text);
  return match ? Number(match[1]) : undefined;
}

/** The outline of a basic shape as path data in its own space; undefined for other elements and for lengths that are no numbers. */
export function toPathData({ tag, attributes }: IconElement): string | undefined {
  const read = (...names: string[]) => names.map((name) => toLength(attributes[name]));
  switch (tag) {
    case "path":
      return attributes["d"] ?? "";
    case "rect":
      return toRectangle(read("x", "y", "width", "height"), attributes["rx"], attributes["ry"]);
    case "circle": {
      const [cx, cy, r] = read("cx", "cy", "r");
      return toEllipse(cx, cy, r, r);
    }
    case "ellipse":
      return toEllipse(...(read("cx", "cy", "rx", "ry") as [number?, number?, number?, number?]));
    case "line": {
      const ends = read("x1", "y1", "x2", "y2");
      return ends.includes(undefined) ? undefined : `M${ends[0]} ${ends[1]}L${ends[2]} ${ends[3]}`;
    }
    case "polyline":
    case "polygon":
      return toPolygon(toNumbers(attributes["points"]), tag === "polygon");
    default:
      return undefined;
  }
}

function toRectangle(box: readonly (number | undefined)[], roundX: string | undefined, roundY: string | undefined): string | undefined {
  const [x, y, width, height] = box;
  const [rx, ry] = [toLength(roundX ?? roundY), toLength(roundY ?? roundX)];
  if (x === undefined || y === undefined || width === undefined || height === undefined || rx === undefined || ry === undefined)
    return undefined;
  if (width <= 0 || height <= 0) return "";
  const [a, b] = [Math.min(rx, width / 2), Math.min(ry, height / 2)];
  if (a <= 0 || b <= 0) return `M${x} ${y}H${x + width}V${y + height}H${x}Z`;
  const arc = (endX: number, endY: number) => `A${a} ${b} 0 0 1 ${endX} ${endY}`;
  const top = `M${x + a} ${y}H${x + width - a}${arc(x + width, y + b)}V${y + height - b}${arc(x + width - a, y + height)}`;
  return `${top}H${x + a}${arc(x, y + height - b)}V${y + b}${arc(x + a, y)}Z`;
}

function toEllipse(cx?: number, cy?: number, rx?: number, ry?: number): string | undefined {
  if (cx === undefined || cy === undefined || rx === undefined || ry === undefined) return undefined;
  if (rx <= 0 || ry <= 0) return "";
  return `M${cx - rx} ${cy}A${rx} ${ry} 0 1 1 ${cx + rx} ${cy}A${rx} ${ry} 0 1 1 ${cx - rx} ${cy}Z`;
}

function toPolygon(numbers: readonly number[], closed: boolean): string {
  const points = numbers.slice(0, numbers.length - (numbers.length % 2));
  if (points.length < 4) return "";
  return `M${points.join(" ")}${closed ? "Z" : ""}`;
}

/** Path data moved by a matrix, absolute, with at most `decimals` decimals. */
export function transformPath(data: string, { a, b, c, d, e, f }: Matrix, decimals = 3): string {
  return svgpath(data).abs().matrix([a, b, c, d, e, f]).round(decimals).toString();
}

/** Any path data as absolute lines and cubic curves, as far as it can be read. */
export function toSegments(data: string): Segment[] {
  const segments: Segment[] = [];
  svgpath(data)
    .abs()
    .unarc()
    .unshort()
    .iterate((segment, _, x, y) => {
      const [type, ...numbers] = segment as [string, ...number[]];
      segments.push(toSegment(type, numbers, x, y));
    });
  return segments;
}

function toSegment(type: string, numbers: readonly number[], fromX: number, fromY: number): Segment {
  const [first = 0, second = 0, third = 0, fourth = 0, x = 0, y = 0] = numbers;
  if (type === "Z" || type === "z") return { type: "Z" };
  if (type === "M") return { type, x: first, y: second };
  if (type === "H") return { type: "L", x: first, y: fromY };
  if (type === "V") return { type: "L", x: fromX, y: first };
  if (type === "C") return { type, x1: first, y1: second, x2: third, y2: fourth, x, y };
  if (type !== "Q") return { type: "L", x: first, y: second };
  const [x1, y1] = [fromX + (2 / 3) * (first - fromX), fromY + (2 / 3) * (second - fromY)];
  return { type: "C", x1, y1, x2: third + (2 / 3) * (first - third), y2: fourth + (2 / 3) * (second - fourth), x: third, y: fourth };
}
