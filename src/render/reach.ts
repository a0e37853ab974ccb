import type { Shape } from "../design.ts";
import { blendModeOf, isBlendMode, opacityOf } from "./appearance.ts";
import { filterRegion } from "./bounds.ts";
import { hasEffects } from "./effects.ts";
import { apply, boxOf, cornersOf, grow, intersect, type Matrix, type Rect, translate, unite } from "./geometry.ts";
import type { Imported } from "./imported.ts";
import { isUnpainted } from "./limits.ts";
import { matrixOf } from "./outline.ts";
import { visibleFills } from "./paint.ts";
import { extentOf } from "./path.ts";
import type { Reach, Sketch } from "./sketch.ts";
import { strokeExtentOf } from "./stroke-extent.ts";
import { blurOf, hasVisibleBlur, type Shadow, shadowsOf } from "./style.ts";
import { extentOfRuns, recordedRuns } from "./text/runs.ts";

const NOTHING: Reach = { box: undefined, extent: undefined, blends: false };

/** How far the picture of a shape and of all in it reaches, with strokes, shadows and blurs, less what clips and masks cut. */
export function reachOf(sketch: Sketch, shape: Shape): Reach {
  if (shape.hidden === true) return NOTHING;
  const known = sketch.reaches.get(shape);
  if (known) return known;
  const reach = findReach(sketch, shape);
  const mode = blendModeOf(shape);
  // What is drawn apart from what lies below blends with nothing there.
  const apart = opacityOf(shape) < 1 || sketch.scene.mask(shape) !== undefined || hasEffects(sketch, shape);
  const blends = (mode !== undefined && isBlendMode(mode)) || (reach.blends && !apart);
  const box = isUnpainted(sketch.scene, shape) ? undefined : reach.box;
  const found = {
    ...reach,
    box: box && isMovedByImport(sketch.scene.imported(shape)) ? grow(box, Math.max(box.width, box.height)) : box,
    blends,
  };
  sketch.reaches.set(shape, found);
  return found;
}

/** The reach of what a board or group holds (section 12.2, rule 3). */
export function contentReach(sketch: Sketch, parent: Shape): Reach {
  if (parent.type === "bool") return NOTHING;
  const mask = sketch.scene.mask(parent);
  const children = sketch.scene.children(parent).filter((child) => child !== mask);
  const content = combine(children.map((child) => reachOf(sketch, child)));
  if (!mask) return content;
  const seen = reachOf(sketch, mask).box;
  const inside = seen && intersect(seen, boxOf(sketch.scene.corners(mask)));
  return { ...content, box: content.box && inside && intersect(content.box, inside) };
}

/** Whether an import left a filter or transform on the shape, which may carry its picture anywhere near. */
function isMovedByImport({ all }: Imported): boolean {
  return all.filter !== undefined || all.transform !== undefined;
}

function findReach(sketch: Sketch, shape: Shape): Reach {
  if (shape.type === "frame") return boardReach(sketch, shape);
  const content = contentReach(sketch, shape);
  if (shape.type === "group") return { ...content, box: withEffects(sketch, shape, content.box, "all", content.extent) };
  return combine([leafReach(sketch, shape), content]);
}

/** Shadows are cast by background and clipped content, blur is over all (section 2.11). */
function boardReach(sketch: Sketch, board: Shape): Reach {
  const content = contentReach(sketch, board);
  const corners = boxOf(sketch.scene.corners(board));
  const open = board["showContent"] === true;
  const background = paintsFill(sketch, board) ? corners : undefined;
  const seen = open ? content.box : content.box && intersect(content.box, corners);
  const extent = uniteAll([corners, content.extent]);
  const inner = withEffects(sketch, board, uniteAll([background, seen]), "shadows", extent);
  const box = withEffects(sketch, board, uniteAll([inner, strokeExtentOf(sketch, board)]), "blur", extent);
  return { box, extent, blends: content.blends && open };
}

function leafReach(sketch: Sketch, shape: Shape): Reach {
  const { box, place } = geometryOf(sketch, shape);
  const toPage = (rect: Rect | undefined) => rect && boxOf(cornersOf(rect).map((corner) => apply(place, corner)));
  const strokes = strokeExtentOf(sketch, shape);
  // One filter covers all of a text, and what an import holds is under its own.
  if (shape.type === "text") {
    const all = uniteAll([box, strokes && grow(box, Math.max(strokes.width - box.width, strokes.height - box.height, 0) / 2)]);
    return { box: toPage(withEffects(sketch, shape, all, "all", box)), extent: toPage(box), blends: false };
  }
  const extent = toPage(box);
  const fill = paintsFill(sketch, shape) ? toPage(withEffects(sketch, shape, box, "all", box)) : undefined;
  const cast = (visibleFills(sketch, shape).length === 0 || shape.type === "image") && shadowsOf(shape).some(({ hidden }) => !hidden);
  const line = withEffects(sketch, shape, strokes, cast ? "all" : "blur", boxOf(sketch.scene.corners(shape)));
  return { box: uniteAll([fill, line]), extent, blends: false };
}

/** The box of a shape's own geometry and the map from its coordinates to the picture's. */
function geometryOf(sketch: Sketch, shape: Shape): { box: Rect; place: Matrix } {
  const { scene } = sketch;
  const still = translate({ x: 0, y: 0 });
  const segments = shape.type === "path" || shape.type === "bool" ? scene.path(shape) : undefined;
  if (segments && segments.length > 0) return { box: extentOf(segments), place: still };
  if (shape.type === "svg-raw") return { box: boxOf(scene.corners(shape)), place: still };
  const box = scene.box(shape);
  const runs = shape.type === "text" ? extentOfRuns(recordedRuns(shape)?.runs ?? []) : undefined;
  const moved = runs && { ...runs, x: runs.x + scene.move.x, y: runs.y + scene.move.y };
  return { box: uniteAll([box, moved]) ?? box, place: matrixOf(shape, box) };
}

/** Whether a fill is seen; a shape without any may inherit one from an import. */
function paintsFill(sketch: Sketch, shape: Shape): boolean {
  if (shape["svgAttrs"] !== undefined || !["rect", "circle", "path", "bool", "frame"].includes(shape.type)) return true;
  const fills = visibleFills(sketch, shape);
  if (fills.length === 0) return shape.type !== "frame" && sketch.scene.inheritsPaint;
  return fills.some(({ paint, opacity }) => paint.kind !== "none" && opacity > 0);
}

/** What a filter makes of a box, in the coordinates it works in. */
function withEffects(
  sketch: Sketch,
  shape: Shape,
  box: Rect | undefined,
  effects: "all" | "shadows" | "blur",
  extent?: Rect,
): Rect | undefined {
  if (!box || !hasEffects(sketch, shape)) return box;
  const drops = effects === "blur" ? [] : shadowsOf(shape).filter(({ hidden, style }) => !hidden && style === "drop-shadow");
  const blur = effects !== "shadows" && hasVisibleBlur(shape, "blur") ? blurOf(shape) : 0;
  if (drops.length === 0 && blur === 0) return box;
  const all = uniteAll([box, ...drops.map((shadow) => shadowOf(box, shadow))]) ?? box;
  const region = filterRegion(sketch.scene, shape, drops, blurOf(shape), extent ?? box);
  return intersect(grow(all, DEVIATIONS * blur), region);
}

// Farther away a blur leaves less than a thousandth.
const DEVIATIONS = 3;

function shadowOf(box: Rect, { offsetX, offsetY, blur, spread, opacity }: Shadow): Rect | undefined {
  const reach = (DEVIATIONS * Math.max(0, blur)) / 2 + Math.ceil(spread);
  if (opacity <= 0 || Math.min(box.width, box.height) + 2 * reach <= 0) return undefined;
  return grow({ ...box, x: box.x + offsetX, y: box.y + offsetY }, reach);
}

function combine(reaches: readonly Reach[]): Reach {
  return {
    box: uniteAll(reaches.map(({ box }) => box)),
    extent: uniteAll(reaches.map(({ extent }) => extent)),
    blends: reaches.some(({ blends }) => blends),
  };
}

function uniteAll(rects: readonly (Rect | undefined)[]): Rect | undefined {
  const known = rects.flatMap((rect) => rect ?? []);
  return known.length > 0 ? unite(known) : undefined;
}
