import { converter } from "culori";
import type { Color } from "../values/color.ts";
import { toHex } from "../values/color.ts";
import type { ShadowLayer } from "../values/types.ts";
import type { Impossible } from "./entries.ts";
import type { LeafValue } from "./leaves.ts";

export interface CssStyle {
  colors: "hex" | "rgb" | "oklch";
  unit: "px" | "rem";
  "root-size": number;
}

/** Text in quotes where anything that could end it or mean something to Sass or Less is escaped. */
export function quoteCss(text: string): string {
  const escaped = text
    .toWellFormed()
    .replace(/[^\p{L}\p{N} _.,:;+()'!?-]/gu, (character) => `\\${(character.codePointAt(0) ?? 0).toString(16)} `);
  return `"${escaped}"`;
}

/** A value as CSS, Sass and Less read it. */
export function printCss(value: LeafValue, style: CssStyle): string | Impossible {
  switch (value.kind) {
    case "color":
      return printCssColor(value.color, style.colors);
    case "length":
      return printLength(value.pixels, style, value.use === "border" || value.use === "shadow");
    case "percent":
      return `${printNumber(value.number)}%`;
    case "number":
      return printNumber(value.number);
    case "angle":
      return `${printNumber(value.degrees)}deg`;
    case "fonts":
      return value.names.map(printFont).join(", ");
    case "weight":
      return String(value.weight);
    case "keyword":
      return value.word === "strike-through" ? "line-through" : value.word;
    case "text":
      return quoteCss(value.text);
    case "boolean":
      return String(value.on);
    case "shadow":
      return value.layers.length === 0 ? "none" : value.layers.map((layer) => printShadow(layer, style)).join(", ");
    default:
      return { what: "is an object or a list, which CSS has no form for" };
  }
}

/** A number without an exponent. */
export function printNumber(number: number): string {
  const text = String(Object.is(number, -0) ? 0 : number);
  if (!text.includes("e")) return text;
  return number
    .toFixed(20)
    .replace(/\.?0+$/, "")
    .replace(/^-0$/, "0");
}

/** A colour in one of CSS's notations. */
export function printCssColor(color: Color, format: CssStyle["colors"]): string {
  const alpha = round(color.alpha, 4);
  if (format === "oklch") return printOklch(color, alpha);
  const channels = [color.red, color.green, color.blue].map(Math.round).join(", ");
  if (alpha !== 1) return `rgba(${channels}, ${printNumber(alpha)})`;
  return format === "hex" ? toHex(color) : `rgb(${channels})`;
}

const toOklch = converter("oklch");

function printOklch({ red, green, blue }: Color, alpha: number): string {
  const [r, g, b] = [red, green, blue].map((channel) => Math.round(channel) / 255);
  const { l, c, h } = toOklch({ mode: "rgb", r: r ?? 0, g: g ?? 0, b: b ?? 0 });
  // Grey has no hue; what is left of it are rounding errors.
  const chroma = round(c, 4);
  const hue = chroma === 0 ? 0 : round(h ?? 0, 2);
  const parts = `${printNumber(round(l * 100, 2))}% ${printNumber(chroma)} ${printNumber(hue)}`;
  return alpha === 1 ? `oklch(${parts})` : `oklch(${parts} / ${printNumber(alpha)})`;
}

function printLength(pixels: number, { unit, "root-size": root }: CssStyle, isFine: boolean): string {
  return unit === "px" || isFine ? `${printNumber(pixels)}px` : `${printNumber(round(pixels / root, 6))}rem`;
}

function printShadow({ offsetX, offsetY, blur, spread, color, inset }: ShadowLayer, { colors }: CssStyle): string {
  const lengths = [offsetX, offsetY, blur, spread].map((length) => `${printNumber(length)}px`);
  return [...(inset ? ["inset"] : []), ...lengths, printCssColor(color, colors)].join(" ");
}

const GENERIC = [
  "serif",
  "sans-serif",
  "monospace",
  "cursive",
  "fantasy",
  "system-ui",
  "ui-serif",
  "ui-sans-serif",
  "ui-monospace",
  "ui-rounded",
];

function printFont(name: string): string {
  return GENERIC.includes(name) ? name : quoteCss(name);
}

function round(number: number, digits: number): number {
  return Math.round(number * 10 ** digits) / 10 ** digits;
}
