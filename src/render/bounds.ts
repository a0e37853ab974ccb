import type { Shape } from "../design.ts";
import { boxOf, grow, type Rect, toRect, unite } from "./geometry.ts";
import type { Scene } from "./scene.ts";
import { blurOf, type Shadow, shadowsOf, strokesOf } from "./style.ts";
import { largest, toRecord } from "./values.ts";

/** Caps that are drawn as markers and not as ends of the line (section 5.5). */
export const MARKERS: ReadonlySet<string | undefined> = new Set([
  "line-arrow",
  "triangle-arrow",
  "square-marker",
  "circle-marker",
  "diamond-marker",
]);

/** The exported picture's box, exactly as Penpot's exporter computes it (section 1.2). */
export function boundsOf(scene: Scene): Rect {
  const { root } = scene;
  const rects = [baseOf(scene, root, true)];
  if (!hidesContent(root) && root.type !== "bool") collect(scene, root, rects);
  return withEffects(unite(rects), visibleDrops(root), blurOf(root));
}

/** How far strokes of this width and alignment reach in Penpot's reckoning; for paths miters count twice. */
export function strokeMargin(type: string, width: number): number {
  return type === "path" ? width + width * Math.SQRT2 : width * Math.SQRT2;
}

function collect(scene: Scene, parent: Shape, rects: Rect[]): void {
  for (const child of scene.children(parent)) {
    if (child.hidden === true) continue;
    rects.push(baseOf(scene, child, false));
    if (!hidesContent(child)) collect(scene, child, rects);
  }
}

function hidesContent(shape: Shape): boolean {
  return (shape.type === "frame" && shape["showContent"] !== true) || (shape.type === "group" && shape["maskedGroup"] === true);
}

/**
 * The region of a filter that holds these drop shadows and this blur, in the coordinates of what is filtered (section 6.4).
 * `extent` is the box around what is filtered, without strokes: Penpot's margins are fractions of it.
 */
export function filterRegion(scene: Scene, shape: Shape, drops: readonly Shadow[], blur: number, extent: Rect): Rect {
  const own = scene.box(shape);
  if (isDegenerate(own)) return pad(withEffects(extent, drops, blur), strokeReach(scene, shape), drops);
  const region = pad(withEffects(own, drops, blur), strokeReach(scene, shape), drops);
  const [horizontal, vertical] = [extent.width / own.width, extent.height / own.height];
  return toRect(
    extent.x + (region.x - own.x) * horizontal,
    extent.y + (region.y - own.y) * vertical,
    region.width * horizontal,
    region.height * vertical,
  );
}

function isDegenerate({ width, height }: Rect): boolean {
  return Math.min(width, height) <= 0.011;
}

function baseOf(scene: Scene, shape: Shape, margins: boolean): Rect {
  return pad(ownBox(scene, shape), margins ? strokeReach(scene, shape) : 0, visibleDrops(shape));
}

function pad(rect: Rect, margin: number, drops: readonly Shadow[]): Rect {
  if (margin === 0 && drops.length === 0) return rect;
  const reach = (offset: (shadow: Shadow) => number) =>
    largest(drops.map((shadow) => Math.abs(offset(shadow)) + 2 * shadow.spread + 2 * shadow.blur + 10));
  const horizontal = Math.ceil(margin + reach((shadow) => shadow.offsetX));
  const vertical = Math.ceil(margin + reach((shadow) => shadow.offsetY));
  return grow(rect, horizontal, vertical);
}

function ownBox(scene: Scene, shape: Shape): Rect {
  if (shape.type === "svg-raw" && toRecord(shape["content"])["tag"] !== "svg") return scene.box(shape);
  return withEffects(boxOf(scene.corners(shape)), visibleDrops(shape), blurOf(shape));
}

function strokeReach(scene: Scene, shape: Shape): number {
  const strokes = strokesOf(shape);
  if (strokes.length === 0) return 0;
  const open = scene.openness(shape) !== "closed";
  const widths = strokes.map(({ alignment, width = 0 }) => {
    if (alignment === "outer") return width;
    if (alignment === "inner") return open ? width : 0;
    return width / 2;
  });
  const marked = strokes.filter(({ capStart, capEnd }) => MARKERS.has(capStart) || MARKERS.has(capEnd));
  const caps = open ? largest(marked.map(({ width = 0 }) => 4.25 * width)) : 0;
  return strokeMargin(shape.type, largest(widths)) + caps;
}

function visibleDrops(shape: Shape): Shadow[] {
  return shadowsOf(shape).filter((shadow) => !shadow.hidden && shadow.style === "drop-shadow");
}

/** A rectangle and what drop shadows and a blur add to it; a hidden blur counts too. */
function withEffects(rect: Rect, drops: readonly Shadow[], blur: number): Rect {
  if (drops.length === 0 && blur === 0) return rect;
  return grow(unite([rect, ...drops.map((shadow) => shadowReach(rect, shadow))]), 2 * blur);
}

function shadowReach(rect: Rect, { offsetX, offsetY, blur, spread }: Shadow): Rect {
  return toRect(
    Math.min(rect.x, rect.x + offsetX - spread - blur - 5),
    Math.min(rect.y, rect.y + offsetY - spread - blur - 5),
    rect.width + Math.abs(offsetX) + 2 * spread + 2 * blur + 10,
    rect.height + Math.abs(offsetY) + 2 * spread + 2 * blur + 10,
  );
}
