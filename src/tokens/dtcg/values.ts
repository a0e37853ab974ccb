import { type JsonObject, type JsonValue, toJsonObject } from "../json.ts";
import type { Color } from "../values/color.ts";
import { toHex } from "../values/color.ts";
import type { FontWeightValue, NumberValue, ShadowLayer, TokenValue, TypographyValue } from "../values/types.ts";

/** A value in DTCG's form: its type, the value, and what only an extension can hold. */
export interface DtcgValue {
  type: DtcgType;
  value: JsonValue;
  extension: readonly (readonly [string, JsonValue])[];
  /** Parts that DTCG requires and the design leaves out, with the neutral values that were put there. */
  added: readonly string[];
}

export type DtcgType = "color" | "dimension" | "number" | "fontFamily" | "fontWeight" | "typography" | "shadow";

/** A part of a composite value, by its DTCG name (`fontSize`, `0.color`), as an alias where it is one, else the value given. */
export type WritePart = (part: string, type: DtcgType, value: JsonValue) => JsonValue;

const NUMBERS = new Set(["number", "opacity", "rotation"]);
const DIGITS = 10_000;

/** A resolved value in the 2025.10 format (file-model §6.8); undefined when the format has no type for it. */
export function toDtcgValue(type: string, value: TokenValue, write: WritePart): DtcgValue | undefined {
  if (value.kind === "color") return plain("color", toColor(value));
  if (value.kind === "font-families") return plain("fontFamily", value.names);
  if (value.kind === "font-weight") return { ...plain("fontWeight", value.weight), extension: toStyle(value) };
  if (value.kind === "typography") return toTypography(value, write);
  if (value.kind === "shadow") {
    if (value.layers.length === 0) return undefined;
    return plain(
      "shadow",
      value.layers.map((layer, index) => toLayer(layer, (part, partType, own) => write(`${index}.${part}`, partType, own))),
    );
  }
  return value.kind === "number" && type !== "other" ? toNumber(type, value) : undefined;
}

function plain(type: DtcgType, value: JsonValue): DtcgValue {
  return { type, value, extension: [], added: [] };
}

function toNumber(type: string, { number, unit }: NumberValue): DtcgValue | undefined {
  if (NUMBERS.has(type)) return unit === "%" ? undefined : plain("number", number);
  return unit === "%" ? undefined : plain("dimension", toDimension(number));
}

function toColor(color: Color): JsonObject {
  const components = [color.red, color.green, color.blue].map((channel) => Math.round((Math.round(channel) / 255) * DIGITS) / DIGITS);
  return toJsonObject([
    ["colorSpace", "srgb"],
    ["components", components],
    ["alpha", Math.round(color.alpha * DIGITS) / DIGITS],
    ["hex", toHex(color)],
  ]);
}

function toDimension(value: number): JsonObject {
  return toJsonObject([
    ["value", value],
    ["unit", "px"],
  ]);
}

function toStyle({ italic }: FontWeightValue): DtcgValue["extension"] {
  return italic ? [["fontStyle", "italic"]] : [];
}

/** All five parts are required; those that have a neutral value get it, a font and its size cannot be made up. */
function toTypography(value: TypographyValue, write: WritePart): DtcgValue | undefined {
  const { fontFamilies, fontSize, fontWeight, letterSpacing, lineHeight, textCase, textDecoration } = value;
  if (fontFamilies === undefined || fontSize === undefined) return undefined;
  const added = [
    ...(fontWeight === undefined ? ["fontWeight 400"] : []),
    ...(letterSpacing === undefined ? ["letterSpacing 0px"] : []),
    ...(lineHeight === undefined ? ["lineHeight 1.2"] : []),
  ];
  const object = toJsonObject([
    ["fontFamily", write("fontFamily", "fontFamily", fontFamilies)],
    ["fontSize", write("fontSize", "dimension", toDimension(fontSize))],
    ["fontWeight", write("fontWeight", "fontWeight", fontWeight?.weight ?? 400)],
    ["letterSpacing", write("letterSpacing", "dimension", toDimension(letterSpacing ?? 0))],
    ["lineHeight", write("lineHeight", "number", lineHeight ?? 1.2)],
  ]);
  const extension: (readonly [string, JsonValue])[] = fontWeight ? [...toStyle(fontWeight)] : [];
  if (textCase !== undefined) extension.push(["textCase", textCase]);
  if (textDecoration !== undefined) extension.push(["textDecoration", textDecoration]);
  return { type: "typography", value: object, extension, added };
}

function toLayer({ offsetX, offsetY, blur, spread, color, inset }: ShadowLayer, write: WritePart): JsonObject {
  return toJsonObject([
    ["color", write("color", "color", toColor(color))],
    ["offsetX", write("offsetX", "dimension", toDimension(offsetX))],
    ["offsetY", write("offsetY", "dimension", toDimension(offsetY))],
    ["blur", write("blur", "dimension", toDimension(blur))],
    ["spread", write("spread", "dimension", toDimension(spread))],
    ["inset", inset],
  ]);
}
