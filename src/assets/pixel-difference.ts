import { setImmediate } from "node:timers/promises";

/** Pixels, four bytes each, colours multiplied with their opacity. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8Array;
}

/** What counts as seen: a difference over `flat` (of 255), and over `edge` of the contrast at that place, as a moved edge changes much at little distance. */
export interface Sharpness {
  flat: number;
  edge: number;
}

/** Differences are counted in blocks of this side; windows are two blocks wide and high. */
const BLOCK = 48;
/** Pixels looked at before others get their turn. */
const BAND = 1_000_000;

/**
 * The share of pixels that differ to the eye in the 96 pixels square window where most do, so that a small change counts as much
 * in a large picture as in a small one. Both have the same size.
 */
export async function differenceOf(before: Pixels, after: Pixels, sharpness: Sharpness): Promise<number> {
  const { width, height } = before;
  if (Buffer.compare(before.data, after.data) === 0) return 0;
  const columns = Math.ceil(width / BLOCK);
  const rows = Math.ceil(height / BLOCK);
  const counts = new Uint32Array(columns * rows);
  const rowsAtOnce = Math.max(1, Math.floor(BAND / width));
  for (let y = 0; y < height; y += 1) {
    if (y > 0 && y % rowsAtOnce === 0) await setImmediate();
    const blockRow = Math.floor(y / BLOCK) * columns;
    for (let x = 0; x < width; x += 1) {
      if (!isSeen(before, after, x, y, sharpness)) continue;
      const block = blockRow + Math.floor(x / BLOCK);
      counts[block] = (counts[block] ?? 0) + 1;
    }
  }
  return largestWindow(counts, columns, rows) / (Math.min(2 * BLOCK, width) * Math.min(2 * BLOCK, height));
}

function largestWindow(counts: Uint32Array, columns: number, rows: number): number {
  const at = (column: number, row: number) => (column < columns && row < rows ? (counts[row * columns + column] ?? 0) : 0);
  let largest = 0;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const sum = at(column, row) + at(column + 1, row) + at(column, row + 1) + at(column + 1, row + 1);
      largest = Math.max(largest, sum);
    }
  }
  return largest;
}

function isSeen(before: Pixels, after: Pixels, x: number, y: number, { flat, edge }: Sharpness): boolean {
  const at = (y * before.width + x) * 4;
  const difference = distance(before.data, at, after.data, at);
  if (difference <= flat) return false;
  return difference > edge * Math.max(contrastAt(before, x, y), contrastAt(after, x, y));
}

function contrastAt({ data, width, height }: Pixels, x: number, y: number): number {
  const at = (y * width + x) * 4;
  let contrast = 0;
  if (x > 0) contrast = distance(data, at, data, at - 4);
  if (x < width - 1) contrast = Math.max(contrast, distance(data, at, data, at + 4));
  if (y > 0) contrast = Math.max(contrast, distance(data, at, data, at - 4 * width));
  if (y < height - 1) contrast = Math.max(contrast, distance(data, at, data, at + 4 * width));
  return contrast;
}

/** The largest difference of a channel. */
function distance(a: Uint8Array, atA: number, b: Uint8Array, atB: number): number {
  let largest = 0;
  for (let channel = 0; channel < 4; channel += 1) {
    const difference = Math.abs((a[atA + channel] ?? 0) - (b[atB + channel] ?? 0));
    if (difference > largest) largest = difference;
  }
  return largest;
}
