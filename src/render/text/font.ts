import { createRequire } from "node:module";
import type { Glyph as FileGlyph, Font as FontFile } from "fontkit";
import { isJoiner, isSilent } from "./characters.ts";

/** One command of a glyph's outline in font units, y upwards; arguments are pairs of coordinates. */
export interface GlyphCommand {
  command: "moveTo" | "lineTo" | "quadraticCurveTo" | "bezierCurveTo" | "closePath";
  args: readonly number[];
}

/** A placed glyph; offsets and advance in em. */
export interface Glyph {
  commands: readonly GlyphCommand[];
  /** Em in a font unit. */
  unit: number;
  advance: number;
  dx: number;
  dy: number;
}

/** A line across the text: its upper edge above the baseline and its thickness, in em. */
export interface Bar {
  top: number;
  thickness: number;
}

/** A font that can be drawn with; lengths in em. */
export interface Font {
  /** Where the top of a run's box lies above its baseline. */
  ascent: number;
  /** Where the bottom of a run's box lies under its baseline. */
  descent: number;
  underline: Bar;
  strikethrough: Bar;
  /** The glyphs of characters that run in one direction, from left to right; undefined when the font lacks one of them. */
  shape(text: string, how: { rtl: boolean; ligatures: boolean }): Glyph[] | undefined;
}

interface Part {
  file: FontFile;
  metrics: Omit<Font, "shape">;
}

/** Reads the files of one face, which may hold a part of its characters each; undefined when none can be read. */
export function createFont(files: readonly Uint8Array[], weight: number): Font | undefined {
  const parts = files.flatMap((bytes) => openPart(bytes, weight) ?? []);
  const fonts = parts.map(({ file }) => file);
  const [first] = parts;
  return first && { ...first.metrics, shape: (text, how) => shape(fonts, text, how) };
}

function openPart(bytes: Uint8Array, weight: number): Part | undefined {
  const { create } = loadFontkit();
  try {
    const opened = create(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    const [file] = "fonts" in opened ? opened.fonts : [opened];
    if (!file || !(file.unitsPerEm > 0) || !(file.numGlyphs > 0)) return undefined;
    return { file: toWeight(file, weight), metrics: metricsOf(file) };
  } catch {
    // Tables are read when they are used: whatever is wrong in one of them, the font is just not there.
    return undefined;
  }
}

/** One font file can hold all weights from one to another. */
function toWeight(file: FontFile, weight: number): FontFile {
  const axis = file.variationAxes["wght"];
  return axis && weight >= axis.min && weight <= axis.max ? file.getVariation({ wght: weight }) : file;
}

/** Loaded when the first font is opened: it takes longer than all else in this room, and most designs need it not. */
function loadFontkit(): typeof import("fontkit") {
  return createRequire(import.meta.url)("fontkit");
}

/** The box that browsers give a line: OS/2's typographic lines if the font says so, else those of hhea, else what is there. */
function metricsOf(font: FontFile): Omit<Font, "shape"> {
  const unit = 1 / font.unitsPerEm;
  const os2 = font["OS/2"];
  const typographic = [os2?.typoAscender ?? 0, os2?.typoDescender ?? 0] as const;
  const candidates = [
    ...(os2?.fsSelection.useTypoMetrics ? [typographic] : []),
    [font.ascent, font.descent] as const,
    typographic,
    [os2?.winAscent ?? 0, -(os2?.winDescent ?? 0)] as const,
  ];
  const [ascent, descent] = candidates.find(([above, below]) => above !== 0 || below !== 0) ?? [0.8 / unit, -0.2 / unit];
  const thickness = (font.underlineThickness || 0.05 / unit) * unit;
  const strikeTop = os2?.yStrikeoutPosition || (font.xHeight || 0.5 / unit) / 2 + thickness / unit / 2;
  return {
    ascent: ascent * unit,
    descent: -descent * unit,
    underline: { top: (font.underlinePosition || -0.1 / unit) * unit, thickness },
    strikethrough: { top: strikeTop * unit, thickness: os2?.yStrikeoutSize ? os2.yStrikeoutSize * unit : thickness },
  };
}

interface Piece {
  font: FontFile;
  text: string;
}

function shape(parts: readonly FontFile[], text: string, { rtl, ligatures }: { rtl: boolean; ligatures: boolean }): Glyph[] | undefined {
  const pieces = divide(parts, text);
  if (!pieces) return undefined;
  const glyphs: Glyph[] = [];
  for (const piece of rtl ? pieces.toReversed() : pieces) {
    const placed = shapePiece(piece, rtl, ligatures);
    if (!placed) return undefined;
    for (const glyph of placed) glyphs.push(glyph);
  }
  return glyphs;
}

/** Cuts the text where another file has the characters; undefined when none has one. */
function divide(parts: readonly FontFile[], text: string): Piece[] | undefined {
  const pieces: Piece[] = [];
  for (const character of text) {
    if (isSilent(character)) continue;
    const last = pieces.at(-1);
    const found = find(last ? [last.font, ...parts] : parts, character);
    if (!found && isJoiner(character)) continue;
    if (!found) return undefined;
    if (last?.font === found.font) last.text += found.text;
    else pieces.push(found);
  }
  return pieces;
}

function find(parts: readonly FontFile[], character: string): Piece | undefined {
  for (const text of character === "\u00a0" ? [character, " "] : [character]) {
    const font = parts.find((part) => part.hasGlyphForCodePoint(text.codePointAt(0) ?? 0));
    if (font) return { font, text };
  }
  return undefined;
}

function shapePiece({ font, text }: Piece, rtl: boolean, ligatures: boolean): Glyph[] | undefined {
  // Spaced letters stand alone, as in CSS.
  const features = ligatures ? {} : { liga: false, clig: false };
  try {
    const { glyphs, positions } = font.layout(text, features, undefined, undefined, rtl ? "rtl" : "ltr");
    const unit = 1 / font.unitsPerEm;
    const placed = glyphs.map((glyph, index): Glyph => {
      const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[index] ?? {};
      return { commands: commandsOf(glyph), unit, advance: xAdvance * unit, dx: xOffset * unit, dy: yOffset * unit };
    });
    return placed.every(({ advance, dx, dy }) => [advance, dx, dy].every(Number.isFinite)) ? placed : undefined;
  } catch {
    return undefined;
  }
}

/** The outline of a glyph of one colour; others throw, since the picture would not be theirs. */
function commandsOf(glyph: FileGlyph): readonly GlyphCommand[] {
  const layers = "layers" in glyph && Array.isArray(glyph.layers) ? glyph.layers.length : 1;
  if (layers > 1 || ("type" in glyph && glyph.type === "SBIX")) throw new Error("a glyph of several colours");
  return glyph.path.commands as readonly GlyphCommand[];
}
