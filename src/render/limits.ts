import type { Shape } from "../design.ts";
import { blendModeOf, isBlendMode, opacityOf } from "./appearance.ts";
import { isUndisplayed } from "./imported.ts";
import { hasGeometry, type Scene } from "./scene.ts";
import { hasVisibleBlur } from "./style.ts";
import { unreadableOf } from "./unreadable.ts";
import { quote, toRecord } from "./values.ts";

// Imported nodes that only hold what others refer to; references are reported where they are made.
const UNPAINTED = new Set(["defs", "title", "desc", "metadata"]);

/** Whether a layer paints nothing by its nature, and neither does what is inside it. */
export function isUnpainted(scene: Scene, shape: Shape): boolean {
  if (shape.hidden === true || opacityOf(shape) <= 0) return true;
  if (shape.type !== "frame" && isUndisplayed(scene.imported(shape))) return true;
  if (shape.type === "text") return Array.isArray(shape["positionData"]) && shape["positionData"].length === 0;
  return shape.type === "svg-raw" && UNPAINTED.has(String(toRecord(shape["content"])["tag"]));
}

/** What of a shape itself cannot be drawn rightly yet; fills and strokes report their own. Each completes "the layer has …". */
export function limitsOf(scene: Scene, shape: Shape): string[] {
  const mode = blendModeOf(shape);
  return [
    ...limitsOfType(scene, shape),
    ...unreadableOf(shape),
    ...(hasVisibleBlur(shape, "backgroundBlur") ? ["a background blur"] : []),
    ...(mode !== undefined && !isBlendMode(mode) ? ["a blend mode that is unknown"] : []),
    ...(isDrawn(shape) ? scene.imported(shape).unknown : []),
  ];
}

function isDrawn({ type }: Shape): boolean {
  return ["frame", "group", "rect", "circle", "image", "path", "bool", "svg-raw"].includes(type);
}

function limitsOfType(scene: Scene, shape: Shape): string[] {
  switch (shape.type) {
    case "frame":
    case "rect":
    case "circle":
    case "image":
      return hasGeometry(shape) ? [] : ["a place or size that cannot be read"];
    case "path":
    case "bool":
      return scene.path(shape) ? [] : ["path data that are missing or cannot be read"];
    case "group":
    case "text":
    case "svg-raw":
      return [];
    default:
      return [`the unknown type ${quote(String(shape.type))}`];
  }
}
