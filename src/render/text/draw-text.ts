import type { Shape } from "../../design.ts";
import { createElement, type Element } from "../element.ts";
import { filterOf } from "../filter.ts";
import type { Rect } from "../geometry.ts";
import type { Presentation } from "../imported.ts";
import { type Layer, toElements } from "../layer.ts";
import { type Outline, printTransform } from "../outline.ts";
import type { Sketch } from "../sketch.ts";
import { explainLack, findFont } from "./explain.ts";
import { layOut } from "./layout.ts";
import { setLine, toPathData } from "./outlines.ts";
import { canBeSeen, paintRun } from "./paint-run.ts";
import { toPlainText } from "./plain-text.ts";
import { extentOfRuns, type Run, recordedRuns } from "./runs.ts";

/** A text's runs of one style on one line, as outlines of their letters or as characters (section 7). */
export function drawText(picture: Sketch, shape: Shape, inherited: Presentation): Element[] {
  const sketch = picture.scene.isMask(shape) ? inOwnColors(picture) : picture;
  const runs = runsOf(sketch, shape);
  const extent = extentOfRuns(runs);
  if (!extent) return [];
  const whole = moveRect(sketch, extent);
  const coats = runs
    .filter((run) => canBeSeen(shape, run))
    .flatMap((run) => {
      const outline = outlineOfRun(sketch, shape, run);
      if (outline.attributes.d === "") return [];
      return [paintRun({ sketch, shape, inherited }, run, { outline, box: moveRect(sketch, run.box), whole })];
    });
  const elements = toElements(joinRuns(coats).flat());
  return place(elements, printTransform(shape, sketch.scene.box(shape)), filterOf(sketch, shape, "all", whole));
}

/** In a mask brightness decides, so its colours are not for the options to change. */
function inOwnColors(sketch: Sketch): Sketch {
  const { toColor: _toColor, ...options } = sketch.options;
  return { ...sketch, options };
}

function runsOf(sketch: Sketch, shape: Shape): readonly Run[] {
  const recorded = recordedRuns(shape);
  if (recorded?.broken) sketch.report(shape, "text with a place or size that cannot be read");
  // A text that masks is wholly opaque, however transparent its fills are (section 2.7).
  if (recorded) return sketch.scene.isMask(shape) ? recorded.runs.map((run) => ({ ...run, fills: WHITE })) : recorded.runs;
  const laid = layOut(shape, moveBack(sketch, sketch.scene.box(shape)), (font) => findFont(sketch, font));
  if (Array.isArray(laid)) return laid;
  sketch.report(shape, laid.unset === "layout" ? "text that Penpot has not laid out yet" : explainLack(sketch, laid.font, laid.unset));
  return [];
}

const WHITE = [{ fillColor: "#ffffff", fillOpacity: 1 }];

/** The letters' outlines; where they cannot be had, and where text is wanted, the characters. */
function outlineOfRun(sketch: Sketch, shape: Shape, run: Run): Outline {
  const plain = toPlainText(run, sketch.scene.move);
  if (sketch.options.text === "text") return plain;
  const font = findFont(sketch, run.font);
  const line = font && setLine(font, run.text, run.rtl, run);
  if (font && line) return { tag: "path", attributes: { d: toPathData(run, font, line, sketch.scene.move) } };
  sketch.report(shape, explainLack(sketch, run.font, font ? "characters" : "font"));
  return plain;
}

/** Neighbours that are filled alike become one path; strokes of one may lie under the fill of the next. */
function joinRuns(coats: readonly Layer[][]): Layer[][] {
  const joined: { key: string | undefined; paths: string[]; layers: Layer[] }[] = [];
  for (const layers of coats) {
    const key = keyOf(layers);
    const data = String(layers[0]?.outline.attributes.d ?? "");
    const last = joined.at(-1);
    if (last && key !== undefined && key === last.key) last.paths.push(data);
    else joined.push({ key, paths: [data], layers });
  }
  return joined.map(({ paths, layers }) => {
    if (paths.length === 1) return layers;
    const outline = { tag: "path", attributes: { d: paths.join("") } };
    return layers.map((layer) => ({ ...layer, outline }));
  });
}

function keyOf(layers: readonly Layer[]): string | undefined {
  const plain = layers.every(({ kind, outline, around, attributes }) => {
    return kind === "fill" && outline.tag === "path" && around === undefined && attributes["clip-path"] === undefined;
  });
  return plain ? JSON.stringify(layers.map(({ attributes }) => attributes)) : undefined;
}

/** The shape's transform and effects, on the element itself where it is the only one and free. */
function place(elements: readonly Element[], transform: string | undefined, filter: string | undefined): Element[] {
  const [only, ...others] = elements;
  if (!only || (transform === undefined && filter === undefined)) return [...elements];
  const { attributes } = only;
  // A filter on the element itself would come before its clip, mask and opacity.
  const own = filter === undefined ? OWN.slice(0, 1) : OWN;
  const free = others.length === 0 && own.every((name) => attributes[name] === undefined);
  if (free) return [createElement(only.tag, { ...attributes, transform, filter }, only.children)];
  return [createElement("g", { transform, filter }, elements)];
}

const OWN = ["transform", "filter", "clip-path", "mask", "opacity", "style"] as const;

function moveRect({ scene: { move } }: Sketch, rect: Rect): Rect {
  return { ...rect, x: rect.x + move.x, y: rect.y + move.y };
}

function moveBack({ scene: { move } }: Sketch, rect: Rect): Rect {
  return { ...rect, x: rect.x - move.x, y: rect.y - move.y };
}
