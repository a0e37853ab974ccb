const ORDER = [
  "xmlns",
  "id",
  "x",
  "y",
  "cx",
  "cy",
  "r",
  "width",
  "height",
  "rx",
  "viewBox",
  "d",
  "x1",
  "y1",
  "x2",
  "y2",
  "maskUnits",
  "gradientUnits",
  "gradientTransform",
  "ry",
  "offset",
  "stop-color",
  "stop-opacity",
  "transform",
  "fill",
  "fill-opacity",
  "fill-rule",
  "clip-rule",
  "stroke",
  "stroke-opacity",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "stroke-miterlimit",
  "opacity",
  "clip-path",
  "mask",
  "style",
] as const;

/** Attributes of an element; numbers are rounded when printed, undefined ones are left out. */
export type Attributes = { readonly [Name in (typeof ORDER)[number]]?: string | number | undefined };

export type Tag =
  | "svg"
  | "defs"
  | "g"
  | "rect"
  | "circle"
  | "ellipse"
  | "path"
  | "clipPath"
  | "mask"
  | "linearGradient"
  | "radialGradient"
  | "stop";

export interface Element {
  tag: Tag;
  attributes: Attributes;
  children: readonly Element[];
}

export function createElement(tag: Tag, attributes: Attributes, children: readonly Element[] = []): Element {
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
  const factor = 10 ** decimals;
  const shown = Number.isNaN(value) ? 0 : Math.min(Math.max(value, -LARGEST), LARGEST);
  const rounded = Math.abs(shown) < LARGEST ? Math.round(shown * factor) / factor : shown;
  return String(rounded === 0 ? 0 : rounded);
}

function addLines({ tag, attributes, children }: Element, indent: string, lines: string[]): void {
  const open = `${indent}<${tag}${printAttributes(attributes)}`;
  if (children.length === 0) {
    lines.push(`${open}/>`);
    return;
  }
  lines.push(`${open}>`);
  for (const child of children) addLines(child, `${indent}  `, lines);
  lines.push(`${indent}</${tag}>`);
}

function printAttributes(attributes: Attributes): string {
  return ORDER.map((name) => {
    const value = attributes[name];
    if (value === undefined) return "";
    return ` ${name}="${typeof value === "number" ? formatNumber(value) : escapeText(value)}"`;
  }).join("");
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? "");
}
