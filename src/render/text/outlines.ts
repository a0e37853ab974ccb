import { formatNumber } from "../element.ts";
import type { Point } from "../geometry.ts";
import { toVisualOrder } from "./bidi.ts";
import type { Bar, Font, Glyph } from "./font.ts";
import type { Run, TextStyle } from "./runs.ts";

/** Glyphs and how long they are together, in pixels. */
export interface Line {
  glyphs: readonly Glyph[];
  length: number;
}

/** Sets characters in a row; undefined when the font lacks one of them. */
export function setLine(font: Font, text: string, rtl: boolean, { size, letterSpacing }: TextStyle): Line | undefined {
  const glyphs: Glyph[] = [];
  for (const stretch of toVisualOrder(text, rtl)) {
    const how = { rtl: stretch.rtl, ligatures: letterSpacing === 0 };
    // Few fonts have both: a letter with its accent, and the accent alone.
    const shaped = font.shape(stretch.text.normalize("NFC"), how) ?? font.shape(stretch.text, how);
    if (!shaped) return undefined;
    for (const glyph of shaped) glyphs.push(glyph);
  }
  return { glyphs, length: glyphs.reduce((length, glyph) => length + stride(glyph, size, letterSpacing), 0) };
}

/** Marks lie on the letter before them and are not spaced. */
function stride({ advance }: Glyph, size: number, letterSpacing: number): number {
  return advance * size + (advance === 0 ? 0 : letterSpacing);
}

/**
 * The path data of a run: its baseline lies a descent above the bottom of its box, and it is stretched to the
 * recorded width, glyphs and gaps alike (section 7.7). `move` goes from page coordinates to those of the picture.
 */
export function toPathData(run: Run, font: Font, line: Line, move: Point): string {
  const left = run.box.x + move.x;
  const baseline = run.box.y + run.box.height - font.descent * run.size + move.y;
  const stretch = line.length > 0 && run.box.width > 0 ? run.box.width / line.length : 1;
  let data = "";
  let at = 0;
  for (const glyph of line.glyphs) {
    const origin = { x: left + stretch * (at + glyph.dx * run.size), y: baseline - glyph.dy * run.size };
    data += printGlyph(glyph, origin, { across: glyph.unit * stretch * run.size, up: glyph.unit * run.size });
    at += stride(glyph, run.size, run.letterSpacing);
  }
  if (run.decorations.length === 0) return data;
  const turn = line.glyphs.reduce((sum, glyph) => sum + turnOf(glyph), 0);
  const bars = run.decorations.map((name) => (name === "underline" ? font.underline : font.strikethrough));
  const start = { x: left, y: baseline };
  return data + bars.map((bar) => printBar(bar, start, { length: stretch * line.length, size: run.size, turn })).join("");
}

/** A line across; it turns as the letters do, since otherwise it would cut holes where it crosses them. */
function printBar(
  { top, thickness }: Bar,
  { x, y }: Point,
  { length, size, turn }: { length: number; size: number; turn: number },
): string {
  const [left, right] = [formatNumber(x), formatNumber(x + length)];
  const [upper, lower] = [formatNumber(y - top * size), formatNumber(y - (top - thickness) * size)];
  return turn < 0 ? `M${left} ${upper}V${lower}H${right}V${upper}Z` : `M${left} ${upper}H${right}V${lower}H${left}Z`;
}

const LETTERS = { moveTo: "M", lineTo: "L", quadraticCurveTo: "Q", bezierCurveTo: "C", closePath: "Z" } as const;

/** One string and no lists: long texts have millions of points. */
function printGlyph({ commands }: Glyph, { x: left, y: baseline }: Point, { across, up }: { across: number; up: number }): string {
  let data = "";
  let [lastX, lastY] = ["", ""];
  for (const { command, args } of commands) {
    if (command === "closePath") {
      data += "Z";
      continue;
    }
    const letter = LETTERS[command];
    const end = args.length - 2;
    const x = formatNumber(left + (args[end] ?? 0) * across);
    const y = formatNumber(baseline - (args[end + 1] ?? 0) * up);
    if (letter === "L" && y === lastY) data += `H${x}`;
    else if (letter === "L" && x === lastX) data += `V${y}`;
    else {
      data += letter;
      for (let at = 0; at < end; at += 2) {
        data += `${formatNumber(left + (args[at] ?? 0) * across)} ${formatNumber(baseline - (args[at + 1] ?? 0) * up)} `;
      }
      data += `${x} ${y}`;
    }
    [lastX, lastY] = [x, y];
  }
  return data;
}

/** Twice the area that a glyph's corners turn clockwise around as it is drawn, in square units of the font. */
function turnOf({ commands }: Glyph): number {
  let turn = 0;
  let [fromX, fromY, startX, startY] = [0, 0, 0, 0];
  for (const { command, args } of commands) {
    const end = args.length - 2;
    const [x, y] = command === "closePath" ? [startX, startY] : [args[end] ?? 0, args[end + 1] ?? 0];
    // Glyphs are given with y upwards.
    if (command === "moveTo") [startX, startY] = [x, y];
    else turn -= fromX * y - fromY * x;
    [fromX, fromY] = [x, y];
  }
  return turn;
}
