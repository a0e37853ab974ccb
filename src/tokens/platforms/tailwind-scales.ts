import type { Leaf } from "./leaves.ts";
import { wordsOf } from "./names.ts";

/** A scale of Tailwind's: its namespace in version 4, its key of the theme in version 3, and words that a name need not repeat. */
export interface Scale {
  namespace: string;
  key: string;
  said: readonly string[];
}

const SCALES: Readonly<Record<string, Scale>> = {
  color: { namespace: "color", key: "colors", said: ["color", "colors", "colour"] },
  spacing: { namespace: "spacing", key: "spacing", said: ["spacing", "space"] },
  radius: { namespace: "radius", key: "borderRadius", said: ["border-radius", "radius", "radii", "rounded"] },
  border: { namespace: "border-width", key: "borderWidth", said: ["border-width", "border"] },
  text: { namespace: "text", key: "fontSize", said: ["font-size", "font-sizes", "text-size", "text"] },
  font: { namespace: "font", key: "fontFamily", said: ["font-family", "font-families", "font"] },
  weight: { namespace: "font-weight", key: "fontWeight", said: ["font-weight", "font-weights", "weight"] },
  tracking: { namespace: "tracking", key: "letterSpacing", said: ["letter-spacing", "font-tracking", "tracking"] },
  leading: { namespace: "leading", key: "lineHeight", said: ["line-height", "leading"] },
  shadow: { namespace: "shadow", key: "boxShadow", said: ["box-shadow", "shadow", "shadows"] },
  opacity: { namespace: "opacity", key: "opacity", said: ["opacity"] },
};

const OF_TYPE: Readonly<Record<string, string>> = {
  color: "color",
  spacing: "spacing",
  sizing: "spacing",
  dimension: "spacing",
  borderRadius: "radius",
  borderWidth: "border",
  fontSizes: "text",
  fontFamilies: "font",
  fontWeights: "weight",
  letterSpacing: "tracking",
  shadow: "shadow",
  opacity: "opacity",
};

const OF_PART: Readonly<Record<string, string>> = {
  "font-family": "font",
  "font-size": "text",
  "font-weight": "weight",
  "line-height": "leading",
  "letter-spacing": "tracking",
};

/** The scale whose utilities use a token, or a part of a text style; undefined when none do. */
export function toScale({ token, part }: Leaf): Scale | undefined {
  const of = part === "" ? OF_TYPE : token.type === "typography" ? OF_PART : {};
  const key = part === "" ? token.type : part;
  return Object.hasOwn(of, key) ? SCALES[of[key] ?? ""] : undefined;
}

/** How names in scales are made. */
export interface ScaleNaming {
  prefix?: string | undefined;
  "short-names": boolean;
}

/** The token's name, without what the scale says already when names are short: `color.brand` → `brand`. */
export function toScaleName(leaf: Leaf, { said }: Scale, { prefix, "short-names": isShort }: ScaleNaming): string {
  const [name = ""] = wordsOf(leaf, "tailwind");
  const word = isShort ? said.find((candidate) => name.startsWith(`${candidate}-`)) : undefined;
  const short = word === undefined ? name : name.slice(word.length + 1);
  return prefix === undefined ? short : `${prefix}-${short}`;
}
