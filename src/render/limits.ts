import type { Shape } from "../design.ts";
import { importedOf } from "./imported.ts";
import { blendModeOf } from "./reach.ts";
import { hasGeometry, type Scene } from "./scene.ts";
import { hasVisibleBlur, shadowsOf } from "./style.ts";
import { quote, toRecord } from "./values.ts";

const BLEND_MODES = new Set([
  "darken",
  "multiply",
  "color-burn",
  "lighten",
  "screen",
  "color-dodge",
  "overlay",
  "soft-light",
  "hard-light",
  "difference",
  "exclusion",
  "hue",
  "saturation",
  "color",
  "luminosity",
]);

// Imported nodes that only hold what others refer to; references are reported where they are made.
const UNPAINTED = new Set(["defs", "title", "desc", "metadata"]);

/** Whether CSS knows the blend mode. */
export function isBlendMode(mode: string): boolean {
  return BLEND_MODES.has(mode);
}

/** Whether a layer paints nothing by its nature, and neither does what is inside it. */
export function isUnpainted(shape: Shape): boolean {
  if (shape.hidden === true || Number(shape["opacity"] ?? 1) <= 0) return true;
  if (shape.type === "text") return Array.isArray(shape["positionData"]) && shape["positionData"].length === 0;
  return shape.type === "svg-raw" && UNPAINTED.has(String(toRecord(shape["content"])["tag"]));
}

/** What of a shape itself cannot be drawn rightly yet; fills and strokes report their own. Each completes "the layer has …". */
export function limitsOf(scene: Scene, shape: Shape): string[] {
  const mode = blendModeOf(shape);
  return [
    ...limitsOfType(scene, shape),
    ...shadowsOf(shape)
      .filter(({ hidden }) => !hidden)
      .map(({ style }) => (style === "inner-shadow" ? "an inner shadow" : "a drop shadow")),
    ...(hasVisibleBlur(shape, "blur") ? ["a layer blur"] : []),
    ...(hasVisibleBlur(shape, "backgroundBlur") ? ["a background blur"] : []),
    ...(mode !== undefined && !isBlendMode(mode) ? ["a blend mode that is unknown"] : []),
    ...(isDrawn(shape) ? importedOf(shape).unknown : []),
  ];
}

function isDrawn({ type }: Shape): boolean {
  return ["frame", "group", "rect", "circle", "path", "bool"].includes(type);
}

function limitsOfType(scene: Scene, shape: Shape): string[] {
  switch (shape.type) {
    case "frame":
    case "rect":
    case "circle":
      return hasGeometry(shape) ? [] : ["a place or size that cannot be read"];
    case "path":
    case "bool":
      return scene.path(shape) ? [] : ["path data that are missing or cannot be read"];
    case "group":
      return shape["maskedGroup"] === true ? ["a mask"] : [];
    case "text":
      return ["text"];
    case "image":
      return ["an image"];
    case "svg-raw":
      return ["an imported SVG element that Penpot could not model"];
    default:
      return [`the unknown type ${quote(String(shape.type))}`];
  }
}
