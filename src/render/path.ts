import { boxOf, type Point, type Rect } from "./geometry.ts";
import { isRecord, toNumber, toRecord, type Unknown } from "./values.ts";

/** One command of a path, absolute. `x1…y2` are the control points of a curve. */
export type Segment =
  | { type: "M" | "L"; x: number; y: number }
  | { type: "C"; x1: number; y1: number; x2: number; y2: number; x: number; y: number }
  | { type: "Z" };

const ARGUMENTS = { M: 2, L: 2, C: 6 } as const;
type Command = keyof typeof ARGUMENTS | "Z";

/** Reads path content in either form, a string of M, L, C, Z or a list of commands; undefined when it cannot be read (section 0.3). */
export function parsePath(content: unknown): Segment[] | undefined {
  const segments = typeof content === "string" ? parseText(content) : Array.isArray(content) ? parseList(content) : undefined;
  const begins = segments?.[0]?.type ?? "M";
  return begins === "M" ? segments : undefined;
}

function parseText(text: string): Segment[] | undefined {
  const segments: Segment[] = [];
  const start = text.search(/[MLCZ]/);
  if (text.slice(0, start < 0 ? undefined : start).trim() !== "") return undefined;
  for (const [, letter, rest = ""] of text.matchAll(/([MLCZ])([^MLCZ]*)/g)) {
    const numbers = parseNumbers(rest);
    if (!numbers || !addSegments(segments, letter as Command, numbers)) return undefined;
  }
  return segments;
}

const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;

function parseNumbers(text: string): number[] | undefined {
  const words = text.trim().split(/[\s,]+/);
  if (words.length === 1 && words[0] === "") return [];
  const numbers = words.map((word) => (NUMBER.test(word) ? Math.fround(Number(word)) : Number.NaN));
  return numbers.every(Number.isFinite) ? numbers : undefined;
}

/** Adds the commands that one letter with its numbers stands for; false when their count is wrong. */
function addSegments(segments: Segment[], command: Command, numbers: readonly number[]): boolean {
  if (command === "Z") {
    segments.push({ type: "Z" });
    return numbers.length === 0;
  }
  const size = ARGUMENTS[command];
  for (let at = 0; at < numbers.length; at += size) {
    segments.push(toSegment(command === "M" && at > 0 ? "L" : command, numbers.slice(at, at + size)));
  }
  return numbers.length > 0 && numbers.length % size === 0;
}

function toSegment(type: "M" | "L" | "C", numbers: readonly number[]): Segment {
  const [first = 0, second = 0, x2 = 0, y2 = 0, x = 0, y = 0] = numbers;
  return type === "C" ? { type, x1: first, y1: second, x2, y2, x, y } : { type, x: first, y: second };
}

const NAMES: Record<string, Command | undefined> = { "move-to": "M", "line-to": "L", "curve-to": "C", "close-path": "Z" };

function parseList(list: readonly unknown[]): Segment[] | undefined {
  const segments: Segment[] = [];
  for (const item of list) {
    const segment = isRecord(item) ? parseCommand(item) : undefined;
    if (!segment) return undefined;
    segments.push(segment);
  }
  return segments;
}

function parseCommand(item: Unknown): Segment | undefined {
  const type = NAMES[String(item["command"])];
  if (!type) return undefined;
  if (type === "Z") return { type };
  const params = toRecord(item["params"]);
  const read = (key: string) => round(toNumber(params[key]));
  const [x, y] = [read("x"), read("y")];
  if (x === undefined || y === undefined) return undefined;
  if (type !== "C") return { type, x, y };
  return { type, x1: read("c1x") ?? x, y1: read("c1y") ?? y, x2: read("c2x") ?? x, y2: read("c2y") ?? y, x, y };
}

/** To the 32-bit float Penpot keeps; undefined when it does not fit. */
function round(value: number | undefined): number | undefined {
  const float = value === undefined ? Number.NaN : Math.fround(value);
  return Number.isFinite(float) ? float : undefined;
}

/** The same path moved, in 32-bit floats as Penpot moves it. */
export function movePath(segments: readonly Segment[], { x: dx, y: dy }: Point): Segment[] {
  return segments.map((segment) => {
    if (segment.type === "Z") return segment;
    const end = { x: Math.fround(segment.x + dx), y: Math.fround(segment.y + dy) };
    if (segment.type !== "C") return { type: segment.type, ...end };
    return {
      type: segment.type,
      x1: Math.fround(segment.x1 + dx),
      y1: Math.fround(segment.y1 + dy),
      x2: Math.fround(segment.x2 + dx),
      y2: Math.fround(segment.y2 + dy),
      ...end,
    };
  });
}

/** The box around what the path touches, curves taken exactly. */
export function extentOf(segments: readonly Segment[]): Rect {
  return boxOf(touched(segments));
}

function* touched(segments: readonly Segment[]): Iterable<Point> {
  let from: Point = { x: 0, y: 0 };
  for (const segment of segments) {
    if (segment.type === "Z") continue;
    if (segment.type === "C") {
      for (const x of turns(from.x, segment.x1, segment.x2, segment.x)) yield { x, y: segment.y };
      for (const y of turns(from.y, segment.y1, segment.y2, segment.y)) yield { x: segment.x, y };
    }
    yield segment;
    from = segment;
  }
}

/** The values at which one coordinate of a cubic curve turns round. */
function turns(from: number, c1: number, c2: number, to: number): number[] {
  const [a, b, c] = [to - from + 3 * (c1 - c2), 2 * (from - 2 * c1 + c2), c1 - from];
  const root = Math.sqrt(b * b - 4 * a * c);
  const times = Math.abs(a) < 1e-9 ? [-c / b] : [(-b + root) / (2 * a), (-b - root) / (2 * a)];
  return times.filter((t) => t > 0 && t < 1).map((t) => cubic(t, from, c1, c2, to));
}

function cubic(t: number, from: number, c1: number, c2: number, to: number): number {
  const u = 1 - t;
  return u * u * u * from + 3 * u * u * t * c1 + 3 * u * t * t * c2 + t * t * t * to;
}
