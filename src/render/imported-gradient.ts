import { type Attributes, createElement, type Element } from "./element.ts";
import { chain, type Matrix, scale, translate } from "./geometry.ts";
import { linear, radial } from "./gradient.ts";
import type { SvgAttributes } from "./svg-attributes.ts";
import { attributesOf, childrenOf, GRADIENTS, rawAttribute, type SvgNode, tagOf } from "./svg-node.ts";
import { parseTransform, printMatrix } from "./svg-transform.ts";
import { readLength } from "./svg-values.ts";

const LONGEST_CHAIN = 20;
const COMMON = new Set(["gradientUnits", "gradientTransform", "spreadMethod"]);

/**
 * An imported gradient without references to others: what it takes from them is its own (section 12.2, rule 6).
 * `matrix` maps the import's user space to the present one. Undefined when it has no stops, for then it paints nothing.
 */
export function toImportedGradient(index: ReadonlyMap<string, SvgNode>, node: SvgNode, matrix: Matrix): Element | undefined {
  const links = linksOf(index, node);
  const stops = links.map(stopsOf).find((list) => list.length > 0);
  if (!stops) return undefined;
  const attributes: SvgAttributes = Object.assign(
    {},
    ...links.toReversed().map((link) => {
      const own = placeGradient(attributesOf(link), rawAttribute(link, "gradientUnits"), matrix);
      return tagOf(link) === tagOf(node) ? own : pick(own, COMMON);
    }),
  );
  return createElement(tagOf(node), fold(tagOf(node), pick(attributes, GEOMETRY[tagOf(node)] ?? COMMON)), stops);
}

const GEOMETRY: Record<string, ReadonlySet<string>> = {
  linearGradient: new Set([...COMMON, "x1", "y1", "x2", "y2"]),
  radialGradient: new Set([...COMMON, "cx", "cy", "r", "fx", "fy"]),
};

/** The gradient and those it goes on from, as far as they are there. */
function linksOf(index: ReadonlyMap<string, SvgNode>, node: SvgNode): SvgNode[] {
  const links = [node];
  for (let link: SvgNode | undefined = node; link !== undefined && links.length < LONGEST_CHAIN; ) {
    const { href } = attributesOf(link);
    link = typeof href === "string" ? index.get(href.slice(1)) : undefined;
    if (link === undefined || links.includes(link) || !GRADIENTS.has(tagOf(link))) break;
    links.push(link);
  }
  return links;
}

function placeGradient(own: SvgAttributes, units: unknown, matrix: Matrix): SvgAttributes {
  if (units !== "userSpaceOnUse") return own;
  const gradientTransform = printMatrix(chain(matrix, parseTransform(own.gradientTransform)));
  // Even the identity stands before one from a gradient that this one goes on from.
  return { ...own, gradientTransform: gradientTransform ?? "" };
}

function stopsOf(node: SvgNode): Element[] {
  return childrenOf(node)
    .filter((child) => tagOf(child) === "stop")
    .map((child) => {
      const { offset = 0, "stop-color": color = "#000", "stop-opacity": opacity } = attributesOf(child);
      return createElement("stop", { offset: toOffset(offset), "stop-color": color, "stop-opacity": opacity === 1 ? undefined : opacity });
    });
}

function toOffset(offset: string | number): string | number {
  const text = String(offset).trim();
  const share = Number.parseFloat(text) / (text.endsWith("%") ? 100 : 1);
  return Number.isFinite(share) ? share : 0;
}

/** A gradient in user space with its matrix in its coordinates, where they can be computed. */
function fold(tag: string, attributes: SvgAttributes): Attributes {
  const { gradientTransform, spreadMethod, ...rest } = attributes;
  const spread = spreadMethod === "pad" ? undefined : spreadMethod;
  const place = parseTransform(gradientTransform);
  const folded = attributes.gradientUnits === "userSpaceOnUse" ? FOLDS[tag]?.(attributes, place) : undefined;
  return { ...(folded ?? { ...rest, gradientTransform: printMatrix(place) }), spreadMethod: spread };
}

const FOLDS: Record<string, (attributes: SvgAttributes, place: Matrix) => Attributes | undefined> = {
  linearGradient({ x1 = 0, y1 = 0, x2 = "100%", y2 = 0 }, place) {
    const ends = readLengths(x1, y1, x2, y2);
    return ends && linear({ start: { x: ends[0], y: ends[1] }, end: { x: ends[2], y: ends[3] } }, place);
  },
  radialGradient({ cx = "50%", cy = "50%", r = "50%", fx, fy }, place) {
    const circle = fx === undefined && fy === undefined ? readLengths(cx, cy, r, 0) : undefined;
    return circle && radial(chain(place, translate({ x: circle[0], y: circle[1] }), scale(circle[2], circle[2])));
  },
};

function readLengths(...values: (string | number)[]): [number, number, number, number] | undefined {
  const lengths = values.map((value) => readLength(String(value)));
  return lengths.every((length) => length !== undefined) ? (lengths as [number, number, number, number]) : undefined;
}

function pick(attributes: SvgAttributes, names: ReadonlySet<string>): SvgAttributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => names.has(name)));
}
