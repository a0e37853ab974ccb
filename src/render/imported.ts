import type { Shape } from "../design.ts";
import { readAttributes, readStyle, type SvgAttributes } from "./svg-attributes.ts";
import { isRecord, quote } from "./values.ts";

const INHERITED = [
  ...["color", "fill", "fill-opacity", "fill-rule", "clip-rule", "paint-order", "visibility", "marker-start", "marker-mid", "marker-end"],
  ...["stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin"],
  ...["stroke-miterlimit", "font-family", "font-size", "font-weight", "font-style", "letter-spacing", "word-spacing", "text-anchor"],
] as const;

/** Presentation that a shape takes from its own import or from the groups around it. */
export type Presentation = { readonly [Name in (typeof INHERITED)[number]]?: string | number };

/** What an SVG import left on a shape (section 2.8); references are in the import's own ids. `unknown` names what is there and cannot be drawn. */
export interface Imported {
  present: boolean;
  attributes: SvgAttributes;
  style: SvgAttributes;
  /** The attributes with the style's declarations over them. */
  all: SvgAttributes;
  unknown: readonly string[];
}

const NOTHING: Imported = { present: false, attributes: {}, style: {}, all: {}, unknown: [] };

const IS_INHERITED = new Set<string>(INHERITED);
const EFFECTS = new Set(["opacity", "clip-path", "mask", "filter", "transform", "display"]);

/** Reads the imported attributes of a shape. Mere presence of the key counts. A scene remembers them. */
export function readImported(shape: Shape): Imported {
  const source = shape["svgAttrs"];
  if (source === undefined) return NOTHING;
  if (!isRecord(source)) return { ...NOTHING, present: true };
  const [attributes, style] = [readAttributes(source), readStyle(source["style"])];
  const all = Object.keys(style.known).length === 0 ? attributes.known : { ...attributes.known, ...style.known };
  const read = { present: true, attributes: attributes.known, style: style.known, all };
  if (attributes.unread.length === 0 && style.unread.length === 0) return { ...read, unknown: [] };
  const paints = (key: string) => shape.type === "svg-raw" || IS_INHERITED.has(kebab(key)) || EFFECTS.has(kebab(key));
  const unread = [...new Set([...attributes.unread, ...style.unread])].filter(paints).sort();
  return { ...read, unknown: unread.map((key) => `the imported SVG attribute ${quote(key)}`) };
}

/** Whether the import says that nothing of the shape is displayed; of a board that is its background and strokes only. */
export function isUndisplayed({ all }: Imported): boolean {
  return all.display === "none";
}

/** The part of the attributes that children inherit. */
export function inheritedPart(attributes: SvgAttributes): Presentation {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => IS_INHERITED.has(name)));
}

/** `currentColor` where the import says which colour that is. */
export function ownColor(paint: string | number, color: string | number | undefined): string | number {
  return paint === "currentColor" && color !== undefined ? color : paint;
}

function kebab(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
