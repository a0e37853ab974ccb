import { createElement, type Element, printElement } from "../render/element.ts";

/** A picture with its name, to be shown among others. Sizes are in px. */
export interface SheetEntry {
  name: string;
  svg: string;
  width: number;
  height: number;
}

/** A line of text as path data whose baseline starts at 0,0. */
export type ToLabel = (text: string, size: number) => { d: string; width: number };

const CELL = { width: 144, picture: 96, height: 144, gap: 8, text: 11 };
const INK = "#333";

/**
 * All pictures with their names on one sheet, as SVG: in rows, each scaled down to its cell (small ones at their own size, at most fourfold).
 * The pictures are embedded whole, so that ids in one cannot meet those of another.
 */
export function toContactSheet(entries: readonly SheetEntry[], toLabel: ToLabel): string {
  const columns = Math.max(1, Math.min(10, Math.ceil(Math.sqrt(entries.length * 1.4))));
  const rows = Math.max(1, Math.ceil(entries.length / columns));
  const [width, height] = [columns * (CELL.width + CELL.gap) + CELL.gap, rows * (CELL.height + CELL.gap) + CELL.gap];
  const cells = entries.flatMap((entry, index) => {
    const x = CELL.gap + (index % columns) * (CELL.width + CELL.gap);
    const y = CELL.gap + Math.floor(index / columns) * (CELL.height + CELL.gap);
    return drawCell(entry, x, y, toLabel);
  });
  const root = { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}` };
  return printElement(createElement("svg", root, [createElement("rect", { width, height, fill: "#e8e8e8" }), ...cells]));
}

function drawCell({ name, svg, width, height }: SheetEntry, x: number, y: number, toLabel: ToLabel): Element[] {
  const scale = Math.min(4, CELL.picture / Math.max(width, 0.01), CELL.picture / Math.max(height, 0.01));
  const [w, h] = [width * scale, height * scale];
  const place = { x: x + (CELL.width - w) / 2, y: y + 12 + (CELL.picture - h) / 2, width: w, height: h };
  const href = `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
  return [
    createElement("rect", { x, y, width: CELL.width, height: CELL.height, rx: 6, fill: "#fff" }),
    createElement("image", { ...place, href }),
    ...drawLabel(name, x, y + CELL.height - 18, toLabel),
  ];
}

/** The name, and a variant's values below it. */
function drawLabel(name: string, x: number, baseline: number, toLabel: ToLabel): Element[] {
  const [, head = name, values] = /^(.*?) \((.*)\)$/s.exec(name) ?? [];
  const lines = values === undefined ? [head] : [head, values];
  return lines.flatMap((line, index) => drawLine(line, x, baseline + (index - (lines.length - 1) / 2) * 13, toLabel));
}

/** One line, its start cut where it is too long: the end tells icons apart. */
function drawLine(line: string, x: number, baseline: number, toLabel: ToLabel): Element[] {
  const room = CELL.width - 8;
  const letters = [...line];
  let label = toLabel(line, CELL.text);
  while (label.width > room && letters.length > 1) {
    letters.splice(0, Math.max(1, Math.floor(letters.length * (1 - room / label.width))));
    label = toLabel(`…${letters.join("")}`, CELL.text);
  }
  if (label.d === "") return [];
  const left = Math.round((x + (CELL.width - label.width) / 2) * 100) / 100;
  return [createElement("path", { d: label.d, transform: `translate(${left} ${baseline})`, fill: INK })];
}

/** Draws labels with a font file. Letters that it lacks become its own sign for that. */
export async function createLabels(font: Uint8Array): Promise<ToLabel> {
  const { create } = await import("fontkit");
  const face = create(Buffer.from(font));
  if (!("layout" in face)) throw new TypeError("a font collection holds no single face");
  return (text, size) => {
    const scale = size / face.unitsPerEm;
    const { glyphs, positions } = face.layout(text);
    let pen = 0;
    const parts = glyphs.map((glyph, index) => {
      const d = glyph.path
        .scale(scale, -scale)
        .translate(pen * scale, 0)
        .toSVG();
      pen += positions[index]?.xAdvance ?? 0;
      return d;
    });
    return { d: parts.join(""), width: pen * scale };
  };
}
