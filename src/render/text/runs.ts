import type { Shape } from "../../design.ts";
import type { FontRef } from "../../media.ts";
import { type Rect, unite } from "../geometry.ts";
import { toNumber, toRecords, toText, type Unknown } from "../values.ts";
import { type Casing, toCase, toLine } from "./characters.ts";
import { contentFonts, runFont } from "./font-refs.ts";

export type Decoration = "underline" | "line-through";

/** How characters look; sizes in pixels. */
export interface TextStyle {
  font: FontRef;
  size: number;
  letterSpacing: number;
  decorations: readonly Decoration[];
  /** As the design has them, the first on top. */
  fills: readonly Unknown[];
}

/** Characters of one style on one line. The box spans the font's ascent and descent; in page coordinates before the shape's transform. */
export interface Run extends TextStyle {
  text: string;
  box: Rect;
  rtl: boolean;
}

/** What Penpot recorded of a text's layout (section 7.2). */
export interface Recorded {
  runs: readonly Run[];
  /** Whether some of it makes no sense. */
  broken: boolean;
}

/** The recorded runs; undefined when Penpot has laid out nothing yet. */
export function recordedRuns(shape: Shape): Recorded | undefined {
  const recorded = shape["positionData"];
  if (recorded === undefined || recorded === null) return undefined;
  const content = contentFonts(shape);
  const sources = toRecords(recorded);
  const runs = sources.flatMap((source) => toRun(source, content) ?? []);
  return { runs, broken: !Array.isArray(recorded) || runs.length < recorded.length };
}

/** The box around all runs (section 7.2); undefined when there are none. */
export function extentOfRuns(runs: readonly Run[]): Rect | undefined {
  return runs.length > 0 ? unite(runs.map(({ box }) => box)) : undefined;
}

/** The style of a run or of a leaf of the content, which name their values alike. */
export function toTextStyle(source: Unknown, font: FontRef): TextStyle | undefined {
  const size = toPixels(source["fontSize"] ?? 14);
  if (size === undefined || size < 0) return undefined;
  const decoration = toText(source["textDecoration"]) ?? "none";
  return {
    font,
    size,
    letterSpacing: toPixels(source["letterSpacing"]) ?? 0,
    decorations: DECORATIONS.filter((name) => decoration.split(/\s+/).includes(name)),
    fills: toRecords(source["fills"]),
  };
}

const DECORATIONS: readonly Decoration[] = ["underline", "line-through"];

/** Characters as they are drawn: cased, on one line. */
export function toCharacters(text: string, casing: unknown): string {
  return toCase(toLine(text), CASINGS.find((known) => known === casing) ?? "none");
}

const CASINGS: readonly Casing[] = ["uppercase", "lowercase", "capitalize"];

const LONGEST_NUMBER = 40;

/** A number, or a text of a number with or without `px`. */
export function toPixels(value: unknown): number | undefined {
  if (typeof value !== "string") return toNumber(value);
  return value.length < LONGEST_NUMBER && /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?\s*(?:px)?\s*$/i.test(value)
    ? toNumber(Number.parseFloat(value))
    : undefined;
}

function toRun(source: Unknown, content: readonly FontRef[]): Run | undefined {
  const [x, bottom, width, height] = ["x", "y", "width", "height"].map((key) => toNumber(source[key]));
  const style = toTextStyle(source, runFont(source, content));
  if (!style || x === undefined || bottom === undefined || width === undefined || height === undefined) return undefined;
  return {
    ...style,
    text: toCharacters(toText(source["text"]) ?? "", source["textTransform"]),
    box: { x, y: bottom - height, width, height },
    rtl: source["direction"] === "rtl",
  };
}
