import type { Shape } from "../design.ts";
import { resolveReferences } from "./definitions.ts";
import { dressElements, dressOf } from "./dress.ts";
import { type Attributes, createElement, type Element } from "./element.ts";
import { filterElements, filterOf } from "./filter.ts";
import { chain } from "./geometry.ts";
import type { Presentation } from "./imported.ts";
import { inheritFrom, visiblePaint } from "./imported-paint.ts";
import { drawImportedText } from "./imported-text.ts";
import { printTransform } from "./outline.ts";
import type { Sketch } from "./sketch.ts";
import type { SvgAttributes } from "./svg-attributes.ts";
import { GRAPHICS } from "./svg-node.ts";
import { importMatrix, parseTransform, printMatrix } from "./svg-transform.ts";
import { isRecord, toRecord } from "./values.ts";

/** Draws a layer inside with what it inherits. */
export type DrawChild = (child: Shape, inherited: Presentation) => Element[];

// What cannot be drawn as Penpot's exporter would, and would be seen.
const REPORTED: ReadonlyMap<string, string> = new Map([
  ["switch", "an imported choice between elements"],
  ["foreignObject", "imported HTML"],
  ["textPath", "imported text on a path"],
]);

/** The attributes that say what an element is like, beside its paint. */
const GEOMETRY: Record<string, readonly (keyof SvgAttributes)[]> = {
  circle: ["cx", "cy", "r"],
  ellipse: ["cx", "cy", "rx", "ry"],
  image: ["x", "y", "width", "height", "href", "preserveAspectRatio"],
  line: ["x1", "y1", "x2", "y2"],
  path: ["d"],
  polygon: ["points"],
  polyline: ["points"],
  rect: ["x", "y", "width", "height", "rx", "ry"],
  use: ["x", "y", "width", "height", "href"],
};

/** A node of an imported SVG that Penpot could not model (section 2.9). What only holds definitions, and what SVG does not know, paints nothing. */
export function drawRaw(sketch: Sketch, shape: Shape, inherited: Presentation, draw: DrawChild): Element[] {
  const tag = tagOfRaw(shape);
  const children = sketch.scene.children(shape);
  if (children.some((child) => /^(?:animate|set$)/.test(tagOfRaw(child)))) sketch.report(shape, "an imported animation");
  if (tag === "style" && hasText(shape, children)) sketch.report(shape, "an imported style sheet");
  const reason = REPORTED.get(tag);
  if (reason !== undefined) sketch.report(shape, reason);
  // Penpot puts the filter on the element and on the group around it; once is meant (section 13, row 18).
  return filterElements(drawElement(sketch, shape, inherited, draw), filterOf(sketch, shape, "all"));
}

function drawElement(sketch: Sketch, shape: Shape, inherited: Presentation, draw: DrawChild): Element[] {
  const tag = tagOfRaw(shape);
  if (tag === "svg") return drawRoot(sketch, shape, inherited, draw);
  if (tag === "text") return drawImportedText(sketch, shape, inherited, transformOfRaw(sketch, shape));
  if (GRAPHICS.has(tag)) return drawGraphic(sketch, shape, tag, inherited);
  return tag === "g" || tag === "a" ? dress(sketch, shape, inherited, drawChildren(sketch, shape, inherited, draw)) : [];
}

/** A whole imported SVG, stretched to the shape's rectangle and cut off at its edges. */
function drawRoot(sketch: Sketch, shape: Shape, inherited: Presentation, draw: DrawChild): Element[] {
  const children = drawChildren(sketch, shape, inherited, draw);
  if (children.length === 0) return [];
  const box = sketch.scene.box(shape);
  const { x, y, width, height } = box;
  const { viewBox } = sketch.scene.imported(shape).attributes;
  const place = { x: x === 0 ? undefined : x, y: y === 0 ? undefined : y, width, height, viewBox, preserveAspectRatio: "none" };
  const root = dress(sketch, shape, inherited, [createElement("svg", place, children)]);
  return dressElements(root, { transform: printTransform(shape, box) });
}

function drawChildren(sketch: Sketch, shape: Shape, inherited: Presentation, draw: DrawChild): Element[] {
  const look = inheritFrom(sketch, shape, inherited);
  return sketch.scene.children(shape).flatMap((child) => draw(child, look));
}

function drawGraphic(sketch: Sketch, shape: Shape, tag: string, inherited: Presentation): Element[] {
  const { all } = sketch.scene.imported(shape);
  const own = Object.fromEntries((GEOMETRY[tag] ?? []).map((name) => [name, all[name]]).filter(([, value]) => value !== undefined));
  const geometry: SvgAttributes = resolveReferences(sketch, shape, own, inherited);
  const paint = tag === "image" ? {} : visiblePaint(inheritFrom(sketch, shape, inherited), tag);
  const painted = tag === "image" || tag === "use" ? geometry.href !== undefined : Object.keys(paint).length > 0;
  if (!painted || (all.visibility ?? inherited.visibility ?? "visible") !== "visible") return [];
  const transform = transformOfRaw(sketch, shape);
  return dress(sketch, shape, inherited, [createElement(tag, { ...geometry, transform, ...paint })]);
}

/** Clip, mask, opacity and filter of the element itself, in the coordinates of its own transform. */
function dress(sketch: Sketch, shape: Shape, inherited: Presentation, elements: readonly Element[]): Element[] {
  const worn = dressOf(sketch, shape, inherited);
  if (!worn) return [...elements];
  const { transform: _transform, ...effects } = worn.effects;
  const all: Attributes = { ...effects, filter: worn.filter.over ?? worn.filter.under };
  const [only, ...others] = elements;
  const bare = only && others.length === 0 && GRAPHICS.has(only.tag) && tagOfRaw(shape) === only.tag;
  return bare ? [createElement(only.tag, { ...only.attributes, ...all }, only.children)] : dressElements(elements, all);
}

/** The element's own transform after the one from the import's place to the present one. */
function transformOfRaw(sketch: Sketch, shape: Shape): string | undefined {
  const own = parseTransform(sketch.scene.imported(shape).attributes.transform);
  return printMatrix(chain(importMatrix(sketch.scene, shape, "element"), own));
}

function tagOfRaw(shape: Shape): string {
  const tag = isRecord(shape["content"]) ? toRecord(shape["content"])["tag"] : undefined;
  return shape.type === "svg-raw" && typeof tag === "string" ? tag : "";
}

function hasText(shape: Shape, children: readonly Shape[]): boolean {
  const { content } = toRecord(shape["content"]);
  const texts = [...(Array.isArray(content) ? content : []), ...children.map((child) => child["content"])];
  return texts.some((text) => typeof text === "string" && text.trim() !== "");
}
