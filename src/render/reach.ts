import type { Shape } from "../design.ts";
import { boxOf, grow, intersect, isIdentity, unite } from "./geometry.ts";
import { extentOf } from "./path.ts";
import { transformOf } from "./scene.ts";
import type { Reach, Sketch } from "./sketch.ts";
import { alignmentOf, visibleStrokes } from "./stroke.ts";
import { fillsOf, type Stroke } from "./style.ts";
import { largest } from "./values.ts";

const NOTHING: Reach = { box: undefined, blends: false };

/** The reach of what a board or group holds (section 12.2, rule 3). */
export function contentReach(sketch: Sketch, parent: Shape): Reach {
  if (parent.type === "bool") return NOTHING;
  return combine(sketch.scene.children(parent).map((child) => reachOf(sketch, child)));
}

function reachOf(sketch: Sketch, shape: Shape): Reach {
  if (shape.hidden === true) return NOTHING;
  const known = sketch.reaches.get(shape);
  if (known) return known;
  const reach = shape.type === "frame" ? boardReach(sketch, shape) : combine([ownReach(sketch, shape), contentReach(sketch, shape)]);
  const found = { ...reach, blends: reach.blends || blendModeOf(shape) !== undefined };
  sketch.reaches.set(shape, found);
  return found;
}

function boardReach(sketch: Sketch, board: Shape): Reach {
  const content = contentReach(sketch, board);
  const isBare = fillsOf(board).length === 0 && visibleStrokes(board).length === 0 && board["svgAttrs"] === undefined;
  const own = isBare ? NOTHING : ownReach(sketch, board);
  if (board["showContent"] === true || !content.box) return combine([own, content]);
  const seen = intersect(content.box, boxOf(sketch.scene.corners(board)));
  return combine([own, { ...content, box: seen }]);
}

function ownReach(sketch: Sketch, shape: Shape): Reach {
  if (shape.type === "group") return NOTHING;
  const segments = shape.type === "path" || shape.type === "bool" ? sketch.scene.path(shape) : undefined;
  const box = segments && segments.length > 0 ? extentOf(segments) : boxOf(sketch.scene.corners(shape));
  const strokes = largest(visibleStrokes(shape).map((stroke) => strokeReach(sketch, shape, stroke)));
  return { box: grow(box, strokes), blends: false };
}

/** Sharp corners reach four half widths (the miter limit), square ones the root of two, round ones one. */
function strokeReach(sketch: Sketch, shape: Shape, stroke: Stroke): number {
  const { width = 1 } = stroke;
  const alignment = alignmentOf(sketch, shape, stroke);
  if (alignment === "inner") return 0;
  const half = alignment === "outer" ? width : width / 2;
  const upright = isIdentity(transformOf(shape), sketch.scene.box(shape));
  if (!upright || shape.type === "path" || shape.type === "bool") return 4 * half;
  return shape.type === "circle" ? half : half * Math.SQRT2;
}

function combine(reaches: readonly Reach[]): Reach {
  const boxes = reaches.flatMap(({ box }) => box ?? []);
  return { box: boxes.length > 0 ? unite(boxes) : undefined, blends: reaches.some(({ blends }) => blends) };
}

/** The blend mode, unless it is the usual one. */
export function blendModeOf(shape: Shape): string | undefined {
  const mode = shape["blendMode"];
  return typeof mode === "string" && mode !== "normal" && mode !== "" ? mode : undefined;
}
