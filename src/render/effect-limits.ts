import type { Shape } from "../design.ts";
import { boxOf, grow, type Rect, unite } from "./geometry.ts";
import { contentReach } from "./reach.ts";
import type { Sketch } from "./sketch.ts";
import { strokeExtentOf } from "./stroke-extent.ts";
import type { Shadow } from "./style.ts";

/** Shadows and the deviation of a blur. */
export interface Cast {
  shadows: readonly Shadow[];
  blur: number;
}

// Spread this many times farther than itself, even what is opaque is fainter than any pixel can show.
const FAINT = 10;

// A blur this many times as wide as all there is differs by less than a two-hundredth from end to end.
const FLAT = 100;

/**
 * Effects that look the same where they can be seen, without the sizes that only cost time: a spread that everything is long covered by,
 * and a blur that has long left nothing. `seen` is where pixels of the shape may be seen, `extent` the box of what is filtered.
 */
export function limitEffects(sketch: Sketch, shape: Shape, { shadows, blur }: Cast, seen: Rect, extent: Rect): Cast {
  const least = sideOf(seen);
  const isUsual = ({ blur: size, spread }: Shadow) => size <= FAINT * least && Math.abs(spread) <= least;
  if (blur <= FAINT * least && shadows.every(isUsual)) return { shadows, blur };
  const source = sourceOf(sketch, shape, extent);
  const limited = shadows.map((shadow) => limitShadow(shadow, source, seen));
  const cast = limited.map(({ offsetX, offsetY, blur: size, spread }) =>
    grow({ ...source, x: source.x + offsetX, y: source.y + offsetY }, Math.max(0, spread) + 1.5 * size),
  );
  return { shadows: limited, blur: Math.min(blur, FAINT * Math.max(least, sideOf(unite([source, ...cast])))) };
}

function limitShadow(original: Shadow, source: Rect, seen: Rect): Shadow {
  const shadow = nearer(original, Math.max(sideOf(seen), sideOf(source)));
  const { offsetX, offsetY, spread } = shadow;
  const grows = shadow.style === "drop-shadow" && spread > 0;
  const whole = sideOf(source) + (grows ? 2 * spread : 0);
  // A shadow's deviation is half of its blur.
  const blur = Math.min(shadow.blur, 2 * FAINT * Math.max(sideOf(seen), whole));
  const wanted = grow({ ...seen, x: seen.x - offsetX, y: seen.y - offsetY }, 1.5 * Math.max(0, blur));
  // From any point of the shape this reaches all that is wanted; and of the shape itself it leaves nothing.
  const most = Math.ceil(sideOf(grows ? unite([source, wanted]) : source)) + 1;
  return { ...shadow, blur, spread: Math.max(-most, Math.min(spread, most)) };
}

/** Of a shadow so large that shape and picture are but a point in it, one that is smaller in all its sizes shows the same. */
function nearer(shadow: Shadow, side: number): Shadow {
  const share = (2 * FLAT * side) / shadow.blur;
  if (share >= 1 || shadow.blur <= 0 || shadow.spread <= 0) return shadow;
  const { offsetX, offsetY, blur, spread } = shadow;
  return { ...shadow, offsetX: offsetX * share, offsetY: offsetY * share, blur: blur * share, spread: spread * share };
}

/** More than what is filtered: an import may carry that a little, and turned shapes are filtered upright. */
function sourceOf(sketch: Sketch, shape: Shape, extent: Rect): Rect {
  const boxes = [extent, boxOf(sketch.scene.corners(shape)), strokeExtentOf(sketch, shape), contentReach(sketch, shape).box];
  const box = unite(boxes.flatMap((known) => known ?? []));
  return grow(box, sideOf(box) / 2);
}

function sideOf({ width, height }: Rect): number {
  return Math.max(width, height);
}
