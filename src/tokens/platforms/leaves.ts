import type { JsonValue } from "../json.ts";
import { toAlias } from "../references.ts";
import type { ResolvedToken } from "../resolve.ts";
import type { Color } from "../values/color.ts";
import type { FontWeightValue, NumberValue, ShadowLayer, TokenValue, TypographyValue } from "../values/types.ts";

/** What a length is for; some platforms have units of their own for these. */
export type LengthUse = "size" | "border" | "font-size" | "letter-spacing" | "shadow";

/** A value as platforms know them; lengths are pixels. `typography` and `shadow` come only where an output takes them whole. */
export type LeafValue =
  | { kind: "color"; color: Color }
  | { kind: "length"; pixels: number; use: LengthUse }
  | { kind: "percent"; number: number }
  | { kind: "number"; number: number }
  | { kind: "angle"; degrees: number }
  | { kind: "fonts"; names: readonly string[] }
  | { kind: "weight"; weight: number }
  | { kind: "keyword"; word: string }
  | { kind: "text"; text: string }
  | { kind: "boolean"; on: boolean }
  | { kind: "json"; value: JsonValue }
  | { kind: "shadow"; layers: readonly ShadowLayer[] }
  | { kind: "typography"; parts: readonly (readonly [string, LeafValue])[] };

/** A token, or one part of it, as an output writes it. */
export interface Leaf {
  token: ResolvedToken;
  /** In kebab-case, such as `font-size`; empty for the token itself. */
  part: string;
  value: LeafValue;
  /** The key (`toLeafKey`) of what it was authored as a reference to. */
  alias: string | undefined;
}

/** Which composite values are taken apart. */
export interface Flattening {
  typography: "whole" | "parts";
  shadow: "whole" | "parts";
}

type Part = readonly [part: string, value: LeafValue, authored?: string];

/** What tells leaves of one theme apart. */
export function toLeafKey(token: string, part: string): string {
  return JSON.stringify([token, part]);
}

/** The leaves of a token; none when it has no value. */
export function toLeaves(token: ResolvedToken, how: Flattening): Leaf[] {
  if (token.value === undefined) return [];
  return toParts(token.type, token.value, how).map(([part, value, authored]) => ({
    token,
    part,
    value,
    alias: findAlias(token, part, authored),
  }));
}

function toParts(type: string, value: TokenValue, how: Flattening): Part[] {
  switch (value.kind) {
    case "color":
      return [["", { kind: "color", color: value }]];
    case "number":
      return [["", toNumber(type, value)]];
    case "font-families":
      return [["", { kind: "fonts", names: value.names }]];
    case "font-weight":
      return toWeight("", value);
    case "text":
      return [["", type === "string" ? { kind: "text", text: value.text } : { kind: "keyword", word: value.text }]];
    case "plain":
      return [["", toPlain(value.value)]];
    case "typography":
      return toTypography(value, how);
    case "shadow":
      return how.shadow === "whole" ? [["", { kind: "shadow", layers: value.layers }]] : toShadow(value.layers);
  }
}

const USES: ReadonlyMap<string, LengthUse> = new Map([
  ["borderWidth", "border"],
  ["fontSizes", "font-size"],
  ["letterSpacing", "letter-spacing"],
  ...["dimension", "spacing", "sizing", "borderRadius"].map((type) => [type, "size"] as const),
]);

function toNumber(type: string, { number, unit }: NumberValue): LeafValue {
  if (unit === "%") return { kind: "percent", number };
  if (type === "rotation") return { kind: "angle", degrees: number };
  const use = USES.get(type);
  if (use) return { kind: "length", pixels: number, use };
  return unit === "px" ? { kind: "length", pixels: number, use: "size" } : { kind: "number", number };
}

function toWeight(part: string, { weight, italic }: FontWeightValue): Part[] {
  return [
    [part, { kind: "weight", weight }, "fontWeights"],
    ...(italic ? [["font-style", { kind: "keyword", word: "italic" }] as const] : []),
  ];
}

function toPlain(value: JsonValue): LeafValue {
  if (typeof value === "boolean") return { kind: "boolean", on: value };
  return typeof value === "string" ? { kind: "text", text: value } : { kind: "json", value };
}

function toTypography(value: TypographyValue, { typography }: Flattening): Part[] {
  const { fontFamilies, fontSize, fontWeight, lineHeight, letterSpacing, textCase, textDecoration } = value;
  const parts: Part[] = [];
  if (fontFamilies !== undefined) parts.push(["font-family", { kind: "fonts", names: fontFamilies }, "fontFamilies"]);
  if (fontSize !== undefined) parts.push(["font-size", { kind: "length", pixels: fontSize, use: "font-size" }, "fontSizes"]);
  if (fontWeight !== undefined) parts.push(...toWeight("font-weight", fontWeight));
  if (lineHeight !== undefined) parts.push(["line-height", { kind: "number", number: lineHeight }, "lineHeights"]);
  if (letterSpacing !== undefined)
    parts.push(["letter-spacing", { kind: "length", pixels: letterSpacing, use: "letter-spacing" }, "letterSpacing"]);
  if (textCase !== undefined) parts.push(["text-case", { kind: "keyword", word: textCase }, "textCase"]);
  if (textDecoration !== undefined) parts.push(["text-decoration", { kind: "keyword", word: textDecoration }, "textDecoration"]);
  return typography === "parts" ? parts : [["", { kind: "typography", parts: parts.map(([part, own]) => [part, own]) }]];
}

function toShadow(layers: readonly ShadowLayer[]): Part[] {
  return layers.flatMap(({ color, inset, ...lengths }, index) => {
    const layer = layers.length > 1 ? `${index + 1}-` : "";
    const length = (part: string, pixels: number): Part => [`${layer}${part}`, { kind: "length", pixels, use: "shadow" }];
    return [
      [`${layer}color`, { kind: "color", color }] as const,
      length("offset-x", lengths.offsetX),
      length("offset-y", lengths.offsetY),
      length("blur", lengths.blur),
      length("spread", lengths.spread),
      [`${layer}inset`, { kind: "boolean", on: inset }] as const,
    ];
  });
}

/** A whole reference's parts are the other token's parts; a part that is a reference is another token. */
function findAlias({ alias, token }: ResolvedToken, part: string, authored: string | undefined): string | undefined {
  if (alias !== undefined) return toLeafKey(alias, part);
  const { value } = token;
  if (part === "" || authored === undefined || typeof value !== "object" || value === null || !Object.hasOwn(value, authored))
    return undefined;
  let own: unknown = (value as Record<string, unknown>)[authored];
  if (Array.isArray(own) && own.length === 1) [own] = own;
  const name = typeof own === "string" ? toAlias(own) : undefined;
  return name === undefined ? undefined : toLeafKey(name, "");
}
