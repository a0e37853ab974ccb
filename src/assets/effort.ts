import type { PixelJob } from "./pixels.ts";

/** Longer markup may hold paths that cross themselves millions of times. */
const LONG = 64 * 1024;
/** Milliseconds of librsvg for each megapixel of the whole picture, however small the layer (measured; load and machine halve or double them). */
const PER_MEGAPIXEL = { layer: 3, filter: 75, spread: 5000 };
const LONGEST_MS = 800;

/**
 * Whether librsvg could take long: it makes every layer as large as the picture, and sorts all points where a path crosses itself.
 * A board of 1440 × 1024 at scale 2 with a hundred shadows takes 40 seconds.
 */
export function isHeavy({ svg, width, height }: PixelJob): boolean {
  if (svg.length > LONG && svg.replace(/data:[^"'<>]*/g, "").length > LONG) return true;
  const [layers, filters, spreads] = [/\s(?:opacity|mask|style)=/g, /\sfilter=/g, /<feMorphology/g].map((what) => count(svg, what));
  const perMegapixel = PER_MEGAPIXEL.layer * (layers ?? 0) + PER_MEGAPIXEL.filter * (filters ?? 0) + PER_MEGAPIXEL.spread * (spreads ?? 0);
  return (perMegapixel * width * height) / 1e6 > LONGEST_MS;
}

function count(svg: string, what: RegExp): number {
  return svg.match(what)?.length ?? 0;
}
