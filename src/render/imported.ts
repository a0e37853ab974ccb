import type { Shape } from "../design.ts";
import { toColor } from "./style.ts";
import { isRecord, quote, toNumber, type Unknown } from "./values.ts";

type Attribute = "fill" | "fill-opacity" | "fill-rule" | "clip-rule" | "stroke-linecap" | "stroke-linejoin" | "stroke-miterlimit";

/** Presentation that a shape takes from its own import or from the groups around it. */
export type Presentation = { readonly [Name in Attribute]?: string | number };

/** What an SVG import left on a shape (section 2.8). `unknown` names what is there and not drawn. */
export interface Imported {
  present: boolean;
  attributes: Presentation;
  style: Presentation;
  unknown: readonly string[];
}

const NOTHING: Imported = { present: false, attributes: {}, style: {}, unknown: [] };

// They name or place the element in the file it came from; on a shape they paint nothing.
const HARMLESS = new Set(
  ["id", "class", "className", "width", "height", "x", "y", "viewBox", "version", "xmlns", "preserveAspectRatio", "style"].concat([
    "enableBackground",
    "baseProfile",
    "focusable",
    "role",
    "ariaHidden",
    "dataName",
  ]),
);

const READERS: Record<Attribute, (value: unknown) => string | number | undefined> = {
  fill: toImportedColor,
  "fill-opacity": toAmount,
  "fill-rule": oneOf("nonzero", "evenodd"),
  "clip-rule": oneOf("nonzero", "evenodd"),
  "stroke-linecap": oneOf("butt", "round", "square"),
  "stroke-linejoin": oneOf("miter", "round", "bevel"),
  "stroke-miterlimit": toAmount,
};

/** Reads the imported attributes of a shape. Mere presence of the key counts. */
export function importedOf(shape: Shape): Imported {
  const source = shape["svgAttrs"];
  if (source === undefined) return NOTHING;
  if (!isRecord(source)) return { ...NOTHING, present: true };
  const attributes = readAttributes(source);
  const style = isRecord(source["style"]) ? source["style"] : parseStyle(source["style"]);
  const styled = readAttributes(style);
  return { present: true, attributes: attributes.known, style: styled.known, unknown: [...attributes.unknown, ...styled.unknown] };
}

function readAttributes(source: Unknown): { known: Presentation; unknown: string[] } {
  const known: { [Name in Attribute]?: string | number } = {};
  const unknown: string[] = [];
  for (const [key, value] of Object.entries(source)) {
    if (HARMLESS.has(key) || value === null || value === undefined) continue;
    const name = toAttribute(key);
    const read = name && READERS[name](value);
    if (name && read !== undefined) known[name] = read;
    else
      unknown.push(
        String(value).includes("url(") ? `an imported definition for ${quote(key)}` : `the imported SVG attribute ${quote(key)}`,
      );
  }
  return { known, unknown: unknown.sort() };
}

/** `fillRule` and `fill-rule` to `fill-rule`; undefined when the attribute is not supported. */
function toAttribute(key: string): Attribute | undefined {
  const name = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return Object.hasOwn(READERS, name) ? (name as Attribute) : undefined;
}

function parseStyle(style: unknown): Unknown {
  if (typeof style !== "string") return {};
  const pairs = style.split(";").map((pair) => pair.split(":").map((part) => part.trim()));
  return Object.fromEntries(pairs.filter(([name, value]) => name && value).map(([name, value]) => [name, value]));
}

/** A hex colour or a colour's name; references to definitions are none. */
function toImportedColor(value: unknown): string | undefined {
  return toColor(value) ?? (typeof value === "string" && /^[a-z]+$/i.test(value) ? value : undefined);
}

function toAmount(value: unknown): number | undefined {
  const amount = typeof value === "string" && /^\s*\d*\.?\d+\s*$/.test(value) ? Number(value) : value;
  return toNumber(amount);
}

function oneOf(...allowed: readonly string[]): (value: unknown) => string | undefined {
  return (value) => (typeof value === "string" && allowed.includes(value) ? value : undefined);
}
