import type { Shape } from "../design.ts";
import type { FontRef } from "../media.ts";
import { contentFonts, leavesOf, paragraphsOf, runFont } from "./text/font-refs.ts";
import { toRecord, toRecords, toText, type Unknown } from "./values.ts";

/** What a picture needs from outside the shapes: ids of images and faces of fonts, sorted, each once. */
export interface Resources {
  images: string[];
  fonts: FontRef[];
}

/** Everything that drawing these shapes and all below them would need; hidden shapes need nothing. Any tree will do, one with circles too. */
export function findResources(objects: Record<string, Shape>, rootIds: Iterable<string>): Resources {
  const images = new Set<string>();
  const fonts = new Map<string, FontRef>();
  for (const shape of visibleShapes(objects, rootIds)) {
    for (const id of imagesOf(shape)) images.add(id);
    for (const font of shape.type === "text" ? fontsOf(shape) : []) fonts.set(keyOf(font), font);
  }
  return {
    images: [...images].sort(),
    fonts: [...fonts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, font]) => font),
  };
}

function* visibleShapes(objects: Record<string, Shape>, rootIds: Iterable<string>): Iterable<Shape> {
  const seen = new Set<string>();
  const waiting = [...rootIds];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const shape = seen.has(id) || !Object.hasOwn(objects, id) ? undefined : objects[id];
    seen.add(id);
    if (!shape || shape.hidden === true) continue;
    yield shape;
    // What a bool is made of is not drawn.
    if (shape.type === "bool" || !Array.isArray(shape.shapes)) continue;
    for (const child of shape.shapes) waiting.push(child);
  }
}

function imagesOf(shape: Shape): string[] {
  const fills = [...toRecords(shape["fills"]), ...(shape.type === "text" ? textFills(shape) : [])].map((fill) => fill["fillImage"]);
  const strokes = toRecords(shape["strokes"]).map((stroke) => stroke["strokeImage"]);
  return [...fills, ...strokes, shape.type === "image" ? shape["metadata"] : undefined].flatMap(
    (image) => toText(toRecord(image)["id"]) ?? [],
  );
}

/** The fills that would be painted: those of the recorded layout, if there is one. */
function textFills(shape: Shape): Unknown[] {
  const recorded = shape["positionData"];
  const sources = Array.isArray(recorded) ? toRecords(recorded) : paragraphsOf(shape).flatMap(leavesOf);
  return sources.flatMap((source) => toRecords(source["fills"]));
}

function fontsOf(shape: Shape): FontRef[] {
  const recorded = shape["positionData"];
  const content = contentFonts(shape);
  if (!Array.isArray(recorded)) return content;
  return toRecords(recorded).map((run) => runFont(run, content));
}

function keyOf({ fontId, variantId, family, weight, style }: FontRef): string {
  return JSON.stringify([fontId, variantId, family, weight, style]);
}
