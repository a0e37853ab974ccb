import type { Shape } from "../../design.ts";
import type { FontRef } from "../../media.ts";
import type { Rect } from "../geometry.ts";
import { toRecord, toText, type Unknown } from "../values.ts";
import { isBlank } from "./characters.ts";
import type { Font } from "./font.ts";
import { leavesOf, paragraphsOf, toFontRef } from "./font-refs.ts";
import { type Line, setLine } from "./outlines.ts";
import { type Run, type TextStyle, toCharacters, toPixels, toTextStyle } from "./runs.ts";

/** Why a text could not be set: its font is not there, or it needs more than this. */
export type Unset = { unset: "font" | "characters"; font: FontRef } | { unset: "layout" };

/** A paragraph of one style; its line breaks are where the designer set them. */
interface Paragraph {
  style: TextStyle;
  lines: readonly string[];
  align: string;
  rtl: boolean;
  /** In pixels. */
  lineHeight: number;
}

interface SetLine {
  paragraph: Paragraph;
  font: Font;
  text: string;
  line: Line;
}

const MOST_LINES = 10_000;

/**
 * Lays out a text that Penpot has not laid out yet, where that is easy: paragraphs of one style each that need no wrapping (section 7.7).
 * `box` is the text's rectangle in page coordinates.
 */
export function layOut(shape: Shape, box: Rect, find: (font: FontRef) => Font | undefined): Run[] | Unset {
  const paragraphs = paragraphsOf(shape).map(toParagraph);
  const known = paragraphs.filter((paragraph): paragraph is Paragraph => paragraph !== undefined);
  const count = known.reduce((sum, paragraph) => sum + paragraph.lines.length, 0);
  if (count === 0 || known.length < paragraphs.length || count > MOST_LINES) return { unset: "layout" };
  if (known.every((paragraph) => paragraph.lines.every(isBlank))) return [];
  const lines: SetLine[] = [];
  for (const paragraph of known) {
    const found = setParagraph(paragraph, find);
    if ("unset" in found) return found;
    lines.push(...found);
  }
  const wraps = shape["growType"] !== "auto-width" && lines.some(({ line }) => line.length > box.width + TOLERANCE);
  return wraps ? { unset: "layout" } : place(lines, box, toText(toRecord(shape["content"])["verticalAlign"]));
}

// Penpot keeps sizes in 32-bit floats.
const TOLERANCE = 0.01;

function toParagraph(paragraph: Unknown): Paragraph | undefined {
  const leaves = leavesOf(paragraph);
  const [first] = leaves;
  const style = first && toTextStyle(withFills(first), toFontRef(first));
  if (!style || leaves.some((leaf) => lookOf(leaf) !== lookOf(first))) return undefined;
  const text = leaves.map((leaf) => toText(leaf["text"]) ?? "").join("");
  const lineHeight = toPixels(paragraph["lineHeight"]) ?? 1.2;
  return {
    style,
    lines: text.split(/\r\n|[\r\n\u2028\u2029]/).map((line) => toCharacters(line, first["textTransform"])),
    align: toText(paragraph["textAlign"]) ?? "left",
    rtl: paragraph["textDirection"] === "rtl",
    lineHeight: lineHeight * style.size,
  };
}

/** Leaves from before there were lists of fills carry one colour; without any the text is black (section 7.7). */
function withFills(leaf: Unknown): Unknown {
  if (leaf["fills"] !== undefined) return leaf;
  const { fillColor = "#000000", fillOpacity = 1, fillColorGradient } = leaf;
  return { ...leaf, fills: [fillColorGradient ? { fillColorGradient, fillOpacity } : { fillColor, fillOpacity }] };
}

function lookOf(leaf: Unknown): string {
  return JSON.stringify([toTextStyle(withFills(leaf), toFontRef(leaf)), leaf["textTransform"] ?? "none"]);
}

function setParagraph(paragraph: Paragraph, find: (font: FontRef) => Font | undefined): SetLine[] | Unset {
  const { style, rtl } = paragraph;
  const font = find(style.font);
  if (!font) return { unset: "font", font: style.font };
  const lines = paragraph.lines.flatMap((text) => {
    const line = setLine(font, text, rtl, style);
    return line ? [{ paragraph, font, text, line }] : [];
  });
  return lines.length < paragraph.lines.length ? { unset: "characters", font: style.font } : lines;
}

function place(lines: readonly SetLine[], box: Rect, verticalAlign: string | undefined): Run[] {
  const height = lines.reduce((sum, { paragraph }) => sum + paragraph.lineHeight, 0);
  const share = { center: 0.5, bottom: 1 }[verticalAlign ?? ""] ?? 0;
  let top = box.y + share * (box.height - height);
  return lines.map(({ paragraph, font, text, line }) => {
    const { style, rtl, align, lineHeight } = paragraph;
    const content = (font.ascent + font.descent) * style.size;
    const left = box.x + ({ center: 0.5, right: 1 }[align] ?? (align === "justify" && rtl ? 1 : 0)) * (box.width - line.length);
    // The line's height is shared out above and below the letters' own.
    const run = { ...style, text, rtl, box: { x: left, y: top + (lineHeight - content) / 2, width: line.length, height: content } };
    top += lineHeight;
    return run;
  });
}
