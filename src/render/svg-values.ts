import { namedColor } from "./color-names.ts";
import type { AttributeName } from "./element.ts";

/** A reference to a definition, with what is painted where there is none. */
export interface Reference {
  id: string;
  fallback: string | undefined;
}

const COLORS = new Set<string>(["fill", "stroke", "color", "stop-color", "flood-color", "lighting-color"]);
const REFERENCES = new Set<string>(["clip-path", "mask", "filter", "marker-start", "marker-mid", "marker-end"]);
const AMOUNTS = new Set<string>(["opacity", "fill-opacity", "stroke-opacity", "stop-opacity", "flood-opacity", "stroke-miterlimit"]);
const LENGTHS = new Set<string>(["stroke-width", "stroke-dashoffset"]);
const TRANSFORMS = new Set<string>(["transform", "gradientTransform", "patternTransform"]);
const KEYWORDS = new Set<string>(["fill-rule", "clip-rule", "stroke-linecap", "stroke-linejoin", "display", "visibility"]);

/** The value of an imported attribute in a form that can hold neither code nor a foreign reference; undefined when it has none. */
export function readSvgValue(name: AttributeName, value: unknown): string | number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  return typeof value === "string" ? readText(name, value.trim()) : undefined;
}

function readText(name: AttributeName, text: string): string | number | undefined {
  if (name === "href") return readHref(text);
  if (text === "inherit") return text;
  if (COLORS.has(name)) return readColor(text);
  if (REFERENCES.has(name)) return text === "none" || (toReference(text) && text) ? text : undefined;
  if (AMOUNTS.has(name)) return readAmount(text);
  if (LENGTHS.has(name)) return readLength(text);
  if (TRANSFORMS.has(name))
    return /^(?:(?:matrix|translate|scale|rotate|skewX|skewY)\([-+\d.eE,\s]*\)[\s,]*)*$/.test(text) ? text : undefined;
  if (KEYWORDS.has(name)) return /^[a-z-]+$/.test(text) ? text : undefined;
  // No brackets, so no functions; no backslashes, so no escapes.
  return /^[\p{L}\p{N}\s.,:%#+\-_*/'"!?=]*$/u.test(text) ? text : undefined;
}

/** The id in `url(#id)` and what follows it; undefined for anything else. */
export function toReference(value: unknown): Reference | undefined {
  const parts = typeof value === "string" ? /^\s*url\(\s*(["']?)#([^"'()\\\s]+)\1\s*\)\s*([\s\S]*)$/.exec(value) : null;
  const [, , id, rest = ""] = parts ?? [];
  if (id === undefined) return undefined;
  const fallback = rest === "" ? undefined : toColor(rest.trim());
  return rest !== "" && fallback === undefined ? undefined : { id, fallback };
}

function readColor(text: string): string | undefined {
  return toReference(text) ? text : toColor(text);
}

/** Any CSS colour: names, hex digits and functions of numbers. */
function toColor(text: string): string | undefined {
  const lower = text.toLowerCase();
  if (lower === "currentcolor") return "currentColor";
  if (lower === "none" || lower === "transparent" || namedColor(lower) !== undefined) return lower;
  if (/^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.test(lower)) return lower;
  return /^(?:rgba?|hsla?|hwb|(?:ok)?lab|(?:ok)?lch)\([-+\d.,%\sa-z/]*\)$/.test(lower) ? lower : undefined;
}

function readHref(text: string): string | undefined {
  if (/^#[^"'()\\\s]+$/.test(text)) return text;
  return /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+$/.test(text) ? text.replace(/\s/g, "") : undefined;
}

function readAmount(text: string): number | undefined {
  const [, number, percent] = /^([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(%?)$/i.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) / (percent ? 100 : 1);
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ...([
    ["", 1],
    ["px", 1],
    ["pt", 4 / 3],
    ["pc", 16],
  ] as const),
  ...([
    ["in", 96],
    ["cm", 96 / 2.54],
    ["mm", 96 / 25.4],
    ["q", 96 / 101.6],
  ] as const),
]);

/** An absolute length in pixels; those that depend on a font or a view are not read. */
export function readLength(text: string): number | undefined {
  const [, number, unit = ""] = /^([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*([a-z]*)$/i.exec(text.trim()) ?? [];
  const size = UNITS.get(unit.toLowerCase());
  return number === undefined || size === undefined ? undefined : Number(number) * size;
}
