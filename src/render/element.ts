const NAMES = [
  ...["xmlns", "id", "x", "y", "cx", "cy", "r", "width", "height", "rx", "viewBox", "preserveAspectRatio", "d", "points"],
  ...["x1", "y1", "x2", "y2", "fx", "fy", "maskUnits", "maskContentUnits", "mask-type", "clipPathUnits"],
  ...["patternUnits", "patternContentUnits", "patternTransform", "gradientUnits", "gradientTransform", "spreadMethod"],
  ...["markerUnits", "markerWidth", "markerHeight", "refX", "refY", "orient"],
  ...["filterUnits", "primitiveUnits", "color-interpolation-filters", "type", "in", "in2", "mode", "operator", "k1", "k2", "k3", "k4"],
  ...["radius", "dx", "dy", "stdDeviation", "edgeMode", "values", "tableValues", "slope", "intercept", "amplitude", "exponent"],
  ...["baseFrequency", "numOctaves", "seed", "stitchTiles", "order", "kernelMatrix", "divisor", "bias", "targetX", "targetY"],
  ...["preserveAlpha", "scale", "xChannelSelector", "yChannelSelector", "surfaceScale", "specularConstant", "specularExponent"],
  ...["diffuseConstant", "limitingConeAngle", "azimuth", "elevation", "pointsAtX", "pointsAtY", "pointsAtZ", "z", "lighting-color"],
  ...["flood-color", "flood-opacity", "result"],
  ...["ry", "offset", "stop-color", "stop-opacity", "href", "rotate", "textLength", "lengthAdjust", "startOffset", "pathLength"],
  ...["font-family", "font-size", "font-weight", "font-style", "letter-spacing", "word-spacing", "text-anchor", "text-decoration"],
  ...["dominant-baseline", "direction", "xml:space", "transform", "color", "fill", "fill-opacity", "fill-rule", "clip-rule"],
  ...["stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin"],
  ...["stroke-miterlimit", "vector-effect", "paint-order", "marker-start", "marker-mid", "marker-end", "opacity", "display", "visibility"],
  ...["clip-path", "mask", "filter", "style"],
] as const;

const RANKS: ReadonlyMap<string, number> = new Map(NAMES.map((name, index) => [name, index]));

/** Attributes of an element; numbers are rounded when printed, undefined ones are left out. */
export type Attributes = { readonly [Name in (typeof NAMES)[number]]?: string | number | undefined };

export type AttributeName = (typeof NAMES)[number];

/** An element with its children, or text. Tags are written by Penops itself or come from a list of harmless ones. */
export interface Element {
  tag: string;
  attributes: Attributes;
  children: readonly (Element | string)[];
}

/** The attributes that a picture may have, in the order in which they are printed. */
export const ATTRIBUTE_NAMES: readonly AttributeName[] = NAMES;

/** Whether SVG has the attribute and no code can hide in it. */
export function isAttributeName(name: string): name is AttributeName {
  return RANKS.has(name);
}

export function createElement(tag: string, attributes: Attributes, children: readonly (Element | string)[] = []): Element {
  return { tag, attributes, children };
}

/** The element as SVG text: two spaces a level, attributes always in the same order, a newline at the end. */
export function printElement(element: Element): string {
  const lines: string[] = [];
  addLines(element, "", lines);
  return `${lines.join("\n")}\n`;
}

const LARGEST = 1e15;

/** A number with at most `decimals` decimals and no needless zeros; what no picture can show becomes the nearest it can. */
export function formatNumber(value: number, decimals = 3): string {
  const factor = decimals === 3 ? 1000 : 10 ** decimals;
  const scaled = Math.round(value * factor);
  if (scaled < 0x7fffffff && scaled > -0x7fffffff) return printScaled(scaled, factor);
  const shown = Number.isNaN(value) ? 0 : Math.min(Math.max(value, -LARGEST), LARGEST);
  const rounded = Math.abs(shown) < LARGEST ? Math.round(shown * factor) / factor : shown;
  return String(rounded === 0 ? 0 : rounded);
}

/** A whole number of thousandths (or less) as a decimal; printing whole numbers is far quicker than printing fractions. */
function printScaled(scaled: number, factor: number): string {
  const size = Math.abs(scaled);
  let rest = size % factor;
  const whole = (size - rest) / factor;
  const sign = scaled < 0 ? "-" : "";
  if (rest === 0) return sign + whole;
  if (factor === 1000) return sign + whole + THOUSANDTHS[rest];
  let unit = factor;
  while (rest % 10 === 0) {
    rest /= 10;
    unit /= 10;
  }
  // A one in front keeps the zeros behind the point.
  return `${sign}${whole}.${String(unit + rest).slice(1)}`;
}

/** What stands behind a whole number for each count of thousandths. */
const THOUSANDTHS: readonly string[] = Array.from({ length: 1000 }, (_, count) => String(count / 1000).slice(1));

function addLines({ tag, attributes, children }: Element, indent: string, lines: string[]): void {
  const open = `${indent}<${tag}${printAttributes(attributes)}`;
  if (children.length === 0) {
    lines.push(`${open}/>`);
    return;
  }
  // White space is content where there is text.
  if (children.some((child) => typeof child === "string")) {
    lines.push(`${open}>${children.map(printInline).join("")}</${tag}>`);
    return;
  }
  lines.push(`${open}>`);
  for (const child of children) if (typeof child !== "string") addLines(child, `${indent}  `, lines);
  lines.push(`${indent}</${tag}>`);
}

function printInline(child: Element | string): string {
  if (typeof child === "string") return escapeText(child);
  const { tag, attributes, children } = child;
  return `<${tag}${printAttributes(attributes)}>${children.map(printInline).join("")}</${tag}>`;
}

function printAttributes(attributes: Attributes): string {
  const names: string[] = [];
  let ordered = true;
  let last = -1;
  for (const name of Object.keys(attributes)) {
    if (attributes[name as AttributeName] === undefined) continue;
    const rank = rankOf(name);
    ordered &&= rank >= last;
    last = rank;
    names.push(name);
  }
  if (!ordered) names.sort((a, b) => rankOf(a) - rankOf(b));
  let printed = "";
  for (const name of names) printed += ` ${name}="${printValue(attributes[name as AttributeName] ?? "")}"`;
  return printed;
}

function printValue(value: string | number): string {
  return typeof value === "number" ? formatNumber(value) : escapeText(value);
}

function rankOf(name: string): number {
  return RANKS.get(name) ?? RANKS.size;
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const ESCAPED = /[&<>"]/;

function escapeText(text: string): string {
  return ESCAPED.test(text) ? text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? "") : text;
}
