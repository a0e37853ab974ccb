import { chain, type Matrix, translate } from "../../../render/geometry.ts";
import { extentOf } from "../../../render/path.ts";
import { type Drawing, elementsOf, type IconElement, type IconNode, presentationOf } from "../element.ts";
import { type FlatPaint, toAmount, toGradient, toSolid } from "./paint.ts";
import { toLength, toPathData, toSegments, transformPath } from "./shape-path.ts";
import { findImpossible, INITIAL, inheritStyle, type Style } from "./style.ts";
import { parseTransform, uniformScale } from "./transform.ts";

export interface FlatStroke {
  paint: FlatPaint;
  width: number;
  cap: string;
  join: string;
  miterLimit: number;
}

/** A shape in the picture's own space, whose origin is the view box's corner. `clips` are outlines that all cut it. */
export interface FlatShape {
  data: string;
  evenOdd: boolean;
  fill?: FlatPaint;
  stroke?: FlatStroke;
  clips: readonly string[];
}

/** A picture as a list of shapes, lowest first; `impossible` is what it has besides and completes "has …". */
export interface Flat {
  shapes: readonly FlatShape[];
  impossible: readonly string[];
}

/** Takes a drawing apart into shapes without groups, transforms, references and inheritance. */
export function flatten({ viewBox: [x, y], attributes, children }: Drawing): Flat {
  const definitions = new Map(
    [...elementsOf(children)].flatMap((element) => (element.attributes["id"] ? [[element.attributes["id"], element]] : [])),
  );
  const impossible = new Set<string>();
  const state: State = { matrix: translate({ x: -x, y: -y }), style: INITIAL, clips: [], depth: 0 };
  const shapes = flattenElement({ tag: "g", attributes, children }, state, { definitions, impossible });
  return { shapes, impossible: [...impossible] };
}

interface State {
  matrix: Matrix;
  style: Style;
  clips: readonly string[];
  depth: number;
}

interface Scene {
  definitions: ReadonlyMap<string, IconElement>;
  impossible: Set<string>;
}

const DEEPEST = 250;
const SHAPES = new Set(["path", "rect", "circle", "ellipse", "line", "polyline", "polygon"]);
const DEFINITIONS = new Set(["defs", "symbol", "clipPath", "mask", "pattern", "marker", "linearGradient", "radialGradient", "filter"]);
const NOT_FLAT: Record<string, string> = { text: "text", image: "an image", svg: "an SVG inside the SVG" };

function flattenElement(element: IconElement, parent: State, scene: Scene): FlatShape[] {
  const own = presentationOf(element);
  if (DEFINITIONS.has(element.tag) || own["display"] === "none" || parent.depth > DEEPEST) return [];
  const matrix = chain(parent.matrix, parseTransform(own["transform"]));
  const clip = own["clip-path"];
  const clips = clip === undefined || clip === "none" ? parent.clips : [...parent.clips, ...toClip(clip, matrix, scene)];
  const state = { matrix, style: inheritStyle(parent.style, own), clips, depth: parent.depth + 1 };
  for (const what of findImpossible(own)) scene.impossible.add(what);
  return fade(paint(element, state, scene), toAmount(own["opacity"]), scene);
}

function paint(element: IconElement, state: State, scene: Scene): FlatShape[] {
  if (SHAPES.has(element.tag)) return toShape(element, state, scene);
  if (element.tag === "g") return flattenAll(element.children, state, scene);
  if (element.tag === "use") return expandUse(element, state, scene);
  scene.impossible.add(NOT_FLAT[element.tag] ?? `the element <${element.tag}>`);
  return [];
}

function flattenAll(nodes: readonly IconNode[], state: State, scene: Scene): FlatShape[] {
  return nodes.flatMap((node) => (typeof node === "string" ? [] : flattenElement(node, state, scene)));
}

function expandUse({ attributes }: IconElement, state: State, scene: Scene): FlatShape[] {
  const target = scene.definitions.get(attributes["href"]?.slice(1) ?? "");
  const [x, y] = [toLength(attributes["x"]), toLength(attributes["y"])];
  if (!target || state.depth > DEEPEST) return [];
  if (target.tag === "symbol" || x === undefined || y === undefined) {
    scene.impossible.add("a symbol inside it");
    return [];
  }
  return flattenElement(target, { ...state, matrix: chain(state.matrix, translate({ x, y })) }, scene);
}

function toShape(element: IconElement, { matrix, style, clips }: State, scene: Scene): FlatShape[] {
  const own = toPathData(element);
  if (own === undefined) scene.impossible.add("a length that is no number");
  if (!own || style.hidden) return [];
  const fill = toPaint(style.fill, style.fillOpacity, own, matrix, style, scene);
  const stroke = toStroke(own, matrix, style, scene);
  if (!fill && !stroke) return [];
  return [{ data: transformPath(own, matrix), evenOdd: style.evenOdd, ...(fill && { fill }), ...(stroke && { stroke }), clips }];
}

function toStroke(own: string, matrix: Matrix, style: Style, scene: Scene): FlatStroke | undefined {
  const width = toLength(style.strokeWidth);
  if (style.stroke === "none" || width === 0) return undefined;
  const paint = toPaint(style.stroke, style.strokeOpacity, own, matrix, style, scene);
  const factor = uniformScale(matrix);
  if (style.dashes !== "none") scene.impossible.add("a dashed or dotted stroke");
  if (factor === undefined) scene.impossible.add("a stroke that is stretched");
  if (width === undefined) scene.impossible.add("a length that is no number");
  if (!paint || factor === undefined || width === undefined) return undefined;
  return { paint, width: width * factor, cap: style.cap, join: style.join, miterLimit: Number(style.miterLimit) || 4 };
}

const REFERENCE = /^\s*url\(\s*["']?#([^"')]*)["']?\s*\)\s*(.*)$/;

function toPaint(text: string, alpha: number, data: string, matrix: Matrix, style: Style, scene: Scene): FlatPaint | undefined {
  const [, id = "", fallback = ""] = REFERENCE.exec(text) ?? [];
  const element = scene.definitions.get(id);
  if (text === "none" || (id !== "" && !element && (fallback === "" || fallback === "none"))) return undefined;
  if (element && !element.tag.endsWith("Gradient")) {
    scene.impossible.add("a pattern or image as a fill");
    return undefined;
  }
  const box = element ? extentOf(toSegments(data)) : undefined;
  const paint =
    element && box
      ? toGradient(element, { definitions: scene.definitions, matrix, box, alpha, current: style.color })
      : toSolid(id === "" ? text : fallback, alpha, style.color);
  if (paint.kind !== "impossible") return paint;
  scene.impossible.add(paint.what);
  return undefined;
}

function toClip(reference: string, matrix: Matrix, scene: Scene): string[] {
  const clip = scene.definitions.get(REFERENCE.exec(reference)?.[1] ?? "");
  if (clip?.tag !== "clipPath") return [];
  const own = presentationOf(clip);
  const inner = chain(matrix, parseTransform(own["transform"]));
  const style = inheritStyle(INITIAL, own);
  const shapes = clip.children.filter((child): child is IconElement => typeof child !== "string");
  const [only] = shapes;
  const data = only && SHAPES.has(only.tag) ? toPathData(only) : undefined;
  const shape = only && presentationOf(only);
  const isPlain = own["clipPathUnits"] !== "objectBoundingBox" && own["clip-path"] === undefined && shape?.["clip-path"] === undefined;
  const isEvenOdd = shape !== undefined && inheritStyle(style, shape).clipEvenOdd && (data?.match(/m/gi)?.length ?? 0) > 1;
  if (shapes.length !== 1 || data === undefined || !isPlain || isEvenOdd) {
    scene.impossible.add("a clip of more than one plain shape");
    return [];
  }
  return [transformPath(data, chain(inner, parseTransform(shape?.["transform"])))];
}

/** An element's opacity on its shapes; over several paints it is that of their sum, which single shapes cannot have. */
function fade(shapes: FlatShape[], opacity: number, scene: Scene): FlatShape[] {
  if (opacity === 1) return shapes;
  if (shapes.flatMap(({ fill, stroke }) => [fill, stroke].filter((paint) => paint !== undefined)).length > 1) {
    scene.impossible.add("an opacity over several shapes or over fill and stroke");
  }
  return shapes.map(({ fill, stroke, ...shape }) => ({
    ...shape,
    ...(fill && { fill: fadePaint(fill, opacity) }),
    ...(stroke && { stroke: { ...stroke, paint: fadePaint(stroke.paint, opacity) } }),
  }));
}

function fadePaint(paint: FlatPaint, opacity: number): FlatPaint {
  if (paint.kind === "color") return { ...paint, alpha: paint.alpha * opacity };
  return { ...paint, stops: paint.stops.map((stop) => ({ ...stop, alpha: stop.alpha * opacity })) };
}
