import type { Shape } from "../design.ts";
import { type Attributes, createElement, type Element } from "./element.ts";
import { apply, boxOf, chain, cornersOf, type Matrix, type Rect, toRect } from "./geometry.ts";
import type { Presentation } from "./imported.ts";
import { toImportedGradient } from "./imported-gradient.ts";
import { faultOf } from "./imported-limits.ts";
import type { Sketch } from "./sketch.ts";
import type { SvgAttributes } from "./svg-attributes.ts";
import {
  attributesOf,
  childrenOf,
  DEFINITIONS,
  FILTER_STEPS,
  GRADIENTS,
  GRAPHICS,
  indexDefinitions,
  rawAttribute,
  SILENT_TAGS,
  type SvgNode,
  tagOf,
  unreadOf,
} from "./svg-node.ts";
import { importMatrix, parseTransform, printMatrix } from "./svg-transform.ts";
import { toReference } from "./svg-values.ts";
import { quote } from "./values.ts";

/** The definitions that came with a shape, on their way into the picture. */
interface Import {
  readonly sketch: Sketch;
  readonly shape: Shape;
  /** What the definitions inherit where Penpot puts them: from the groups around the shape. */
  readonly inherited: Presentation;
  readonly index: ReadonlyMap<string, SvgNode>;
  readonly matrix: Matrix;
}

/**
 * The values of a shape's imported attributes with references to definitions of the picture, each drawn in when it is asked for
 * (section 2.8). A paint whose definition is missing is its fallback or none; any other such reference is left out.
 */
export function resolveReferences(sketch: Sketch, shape: Shape, attributes: SvgAttributes, inherited: Presentation): SvgAttributes {
  if (!Object.values(attributes).some(isReference)) return attributes;
  const index = indexDefinitions(shape["svgDefs"]);
  const matrix = importMatrix(sketch.scene, shape, "definitions");
  return resolveAll({ sketch, shape, inherited, index, matrix }, attributes);
}

/** One paint of a shape as `resolveReferences` gives it. */
export function resolvePaint(sketch: Sketch, shape: Shape, fill: string | number, inherited: Presentation): string | number {
  return resolveReferences(sketch, shape, { fill }, inherited).fill ?? "none";
}

function isReference(value: unknown): boolean {
  return typeof value === "string" && (value.startsWith("#") || toReference(value) !== undefined);
}

function resolveAll(source: Import, attributes: SvgAttributes): SvgAttributes {
  const entries = Object.entries(attributes).map(([name, value]) => [name, resolve(source, name, value)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function resolve(source: Import, name: string, value: string | number): string | number | undefined {
  const reference = toReference(value);
  if (reference) return define(source, reference.id) ?? (name === "fill" || name === "stroke" ? (reference.fallback ?? "none") : undefined);
  if (name !== "href" || typeof value !== "string" || !value.startsWith("#")) return value;
  return define(source, value.slice(1))?.slice("url(".length, -1);
}

/** The reference `url(#id)` to a definition in the picture; undefined when there is no such definition or it paints nothing. */
function define(source: Import, id: string): string | undefined {
  const { sketch, shape, index, matrix } = source;
  const node = index.get(id);
  if (node === undefined) return undefined;
  const fault = faultOf(sketch, index, node);
  if (fault !== undefined) {
    sketch.report(shape, `an imported definition ${fault}`);
    return undefined;
  }
  const element = GRADIENTS.has(tagOf(node)) ? toImportedGradient(index, node, matrix) : toDefinition(source, node);
  return element && sketch.define(element);
}

/** A definition that is referred to, mapped to where the shape is now. */
function toDefinition(source: Import, node: SvgNode): Element | undefined {
  const tag = tagOf(node);
  if (tag === "pattern") return toPattern(source, node);
  const own = readOwn(source, node);
  const children = toChildren(source, node);
  switch (tag) {
    case "clipPath":
      return createElement(tag, isUserSpace(node, "clipPathUnits", true) ? before(source.matrix, own, "transform") : own, children);
    case "mask":
      return createElement(tag, { ...own, ...regionOf(source, node, "maskUnits") }, place(source.matrix, hand(source, children)));
    case "filter":
      return createElement(tag, { ...own, ...regionOf(source, node, "filterUnits") }, children);
    case "marker":
      return createElement(tag, own, hand(source, children));
    case "symbol":
      return createElement(tag, own, children);
    default:
      return toGraphic(source, node);
  }
}

/** A pattern with what it takes from those it goes on from. */
function toPattern(source: Import, node: SvgNode): Element {
  const { href: _href, ...own } = readOwn(source, node);
  const inUserSpace = isUserSpace(node, "patternUnits", true) && isUserSpace(node, "patternContentUnits", true);
  const placed = inUserSpace ? before(source.matrix, own, "patternTransform") : own;
  const base = baseOf(source, node);
  const below = base === undefined ? undefined : toPattern(source, base);
  const children = hand(source, toChildren(source, node));
  return createElement("pattern", { ...below?.attributes, ...placed }, children.length > 0 ? children : below?.children);
}

function baseOf({ index }: Import, node: SvgNode): SvgNode | undefined {
  const { href } = attributesOf(node);
  const base = typeof href === "string" ? index.get(href.slice(1)) : undefined;
  return base !== undefined && tagOf(base) === "pattern" ? base : undefined;
}

function toChildren(source: Import, node: SvgNode): Element[] {
  return childrenOf(node).flatMap((child) => toGraphic(source, child) ?? []);
}

/** An element inside a definition. What is in it is drawn as it was written, without any mapping. */
function toGraphic(source: Import, node: SvgNode): Element | undefined {
  const tag = tagOf(node);
  if (typeof node === "string" || DEFINITIONS.has(tag) || SILENT_TAGS.has(tag)) return undefined;
  const known = tag === "g" || tag === "a" || tag === "svg" || GRAPHICS.has(tag) || FILTER_STEPS.has(tag);
  if (!known) {
    source.sketch.report(source.shape, `an imported element ${quote(`<${tag}>`)} in a definition`);
    return undefined;
  }
  const { href, ...attributes } = readOwn(source, node);
  if (tag === "use" || tag === "image") return href === undefined ? undefined : createElement(tag, { ...attributes, href });
  return createElement(tag === "a" ? "g" : tag, attributes, toChildren(source, node));
}

function readOwn(source: Import, node: SvgNode): Attributes {
  for (const key of unreadOf(node)) source.sketch.report(source.shape, `the imported SVG attribute ${quote(key)} in a definition`);
  return resolveAll(source, attributesOf(node));
}

/** Children with what they inherit written on them, as nothing stands around them in the picture. */
function hand({ inherited }: Import, children: readonly Element[]): Element[] {
  const handed = Object.fromEntries(
    Object.entries(inherited).filter(([name, value]) => /^(?:fill|stroke|color)/.test(name) && !(name === "fill-opacity" && value === 1)),
  );
  return children.map((child) => createElement(child.tag, { ...handed, ...child.attributes }, child.children));
}

function isUserSpace(node: SvgNode, units: string, unlessTold: boolean): boolean {
  const told = rawAttribute(node, units);
  return told === undefined || told === null ? unlessTold : told === "userSpaceOnUse";
}

function before(matrix: Matrix, attributes: Attributes, name: "transform" | "patternTransform"): Attributes {
  return { ...attributes, [name]: printMatrix(chain(matrix, parseTransform(attributes[name]))) };
}

/** Masks and filters in user space get the upright box around where theirs has gone to. */
function regionOf({ matrix }: Import, node: SvgNode, units: "maskUnits" | "filterUnits"): Partial<Rect> {
  if (!isUserSpace(node, units, false)) return {};
  const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number.parseFloat(String(rawAttribute(node, name))));
  const box = toRect(x ?? Number.NaN, y ?? Number.NaN, width ?? Number.NaN, height ?? Number.NaN);
  return boxOf(cornersOf(box).map((corner) => apply(matrix, corner)));
}

/** The content of every mask is mapped, whatever its units. */
function place(matrix: Matrix, children: readonly Element[]): readonly Element[] {
  const transform = printMatrix(matrix);
  if (transform === undefined || children.length === 0) return children;
  const [only, ...others] = children;
  if (only && others.length === 0) return [createElement(only.tag, before(matrix, only.attributes, "transform"), only.children)];
  return [createElement("g", { transform }, children)];
}
