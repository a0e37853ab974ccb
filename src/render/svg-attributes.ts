import { ATTRIBUTE_NAMES, type AttributeName, isAttributeName } from "./element.ts";
import { readSvgValue } from "./svg-values.ts";
import { isRecord, type Unknown } from "./values.ts";

/** Imported attributes under their SVG names, with harmless values. References are `url(#id)` or `#id` in the import's own ids. */
export type SvgAttributes = { readonly [Name in AttributeName]?: string | number };

/** Attributes as far as they could be read. `unread` names, in the import's spelling, those that may paint and hold what is not understood. */
export interface ReadAttributes {
  known: SvgAttributes;
  unread: readonly string[];
}

// JSON spells every name in camel case; SVG does so with these.
const CAMEL_CASE = new Set(
  [
    "gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits patternTransform clipPathUnits maskUnits",
    "maskContentUnits filterUnits primitiveUnits stdDeviation viewBox preserveAspectRatio markerWidth markerHeight markerUnits",
    "refX refY textLength lengthAdjust startOffset pathLength baseFrequency numOctaves tableValues kernelMatrix edgeMode",
    "stitchTiles targetX targetY preserveAlpha surfaceScale specularConstant specularExponent diffuseConstant",
    "limitingConeAngle pointsAtX pointsAtY pointsAtZ xChannelSelector yChannelSelector kernelUnitLength",
  ].flatMap((line) => line.split(" ")),
);

const OTHER_NAMES: Record<string, string> = {
  "xlink:href": "href",
  "xlink-href": "href",
  xlinkHref: "href",
  xmlSpace: "xml:space",
  class: "class",
  className: "class",
};

// The usual names are looked up; only rare ones are worked out.
const JSON_NAMES: ReadonlyMap<string, AttributeName> = new Map(
  ATTRIBUTE_NAMES.map((name) => [name.replace(/-([a-z])/g, (_hyphen, letter: string) => letter.toUpperCase()), name]),
);

const MARKERS = ["marker-start", "marker-mid", "marker-end"] as const;

// They name an element or belong to the file it came from.
const SILENT = new Set(["id", "class", "style", "xmlns"]);

/** An attribute's SVG name from the spelling of JSON, React or SVG (section 2.8). */
export function toSvgName(key: string): string {
  const name = isAttributeName(key) ? key : JSON_NAMES.get(key);
  if (name !== undefined) return name;
  if (Object.hasOwn(OTHER_NAMES, key)) return OTHER_NAMES[key] ?? key;
  return CAMEL_CASE.has(key) ? key : key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Reads the attributes of an imported element. What SVG does not know paints nothing and is left out, and so is whatever could hold code. */
export function readAttributes(source: Unknown): ReadAttributes {
  const known: { [Name in AttributeName]?: string | number } = {};
  const unread: string[] = [];
  for (const [key, value] of Object.entries(source)) {
    const name = toSvgName(key);
    if (SILENT.has(name) || value === null || value === undefined) continue;
    for (const each of name === "marker" ? MARKERS : [name]) {
      if (!isAttributeName(each)) continue;
      const read = readSvgValue(each, value);
      if (read === undefined) unread.push(key);
      else if (read !== "inherit") known[each] = read;
    }
  }
  return { known, unread: unread.length > 1 ? [...new Set(unread)].sort() : unread };
}

const NO_STYLE: ReadAttributes = { known: {}, unread: [] };

/** Reads a style, which is an object or CSS text, as the attributes of the same names. */
export function readStyle(style: unknown): ReadAttributes {
  if (style === undefined || style === null) return NO_STYLE;
  const { mixBlendMode, "mix-blend-mode": mode = mixBlendMode, transform, ...rest } = isRecord(style) ? style : parseStyle(style);
  const { known, unread } = readAttributes(rest);
  const blends = typeof mode === "string" && /^[a-z-]+$/.test(mode) && mode !== "normal";
  return {
    known: blends ? { ...known, style: `mix-blend-mode:${mode}` } : known,
    // In CSS a transform has another origin and other units than the attribute.
    unread: transform === undefined || transform === "none" ? unread : [...unread, "transform"],
  };
}

function parseStyle(style: unknown): Unknown {
  if (typeof style !== "string") return {};
  const pairs = style.split(";").map((pair): [string, string] => {
    const colon = Math.max(pair.indexOf(":"), 0);
    return [pair.slice(0, colon).trim(), pair.slice(colon + 1).trim()];
  });
  // The first of two declarations counts, as in Penpot.
  return Object.fromEntries(pairs.filter(([name, value]) => name !== "" && value !== "").toReversed());
}
