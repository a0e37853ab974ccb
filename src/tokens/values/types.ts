import type { JsonValue } from "../json.ts";
import type { Color } from "./color.ts";

/** A colour; `text` is Penpot's own print of it (`#rrggbb`, `rgba(r, g, b, a)`, or as written where Penpot does not normalise). */
export interface ColorValue extends Color {
  kind: "color";
  text: string;
}

/** A size, spacing, radius, opacity, rotation or plain number. Without a unit it is what Penpot takes for pixels, where the type is a length. */
export interface NumberValue {
  kind: "number";
  number: number;
  unit?: "px" | "%";
}

/** Fonts in the order of preference. */
export interface FontFamiliesValue {
  kind: "font-families";
  names: readonly string[];
}

/** A font weight; `text` is what Penpot keeps (`700 italic`, `Semi Bold`; a number when it was written or computed as one). */
export interface FontWeightValue {
  kind: "font-weight";
  text: string | number;
  weight: number;
  italic: boolean;
}

/** A text: textCase, textDecoration, string. */
export interface TextValue {
  kind: "text";
  text: string;
}

/** A `boolean` or `other` token's value, which has no meaning to Penpot. */
export interface PlainValue {
  kind: "plain";
  value: JsonValue;
}

/** A text style. Sizes and letter spacing are pixels, the line height a multiplier; parts that were left out are undefined. */
export interface TypographyValue {
  kind: "typography";
  fontFamilies?: readonly string[];
  fontSize?: number;
  fontWeight?: FontWeightValue;
  lineHeight?: number;
  letterSpacing?: number;
  textCase?: string;
  textDecoration?: string;
}

/** One layer of a shadow; lengths in pixels. */
export interface ShadowLayer {
  offsetX: number;
  offsetY: number;
  blur: number;
  spread: number;
  color: ColorValue;
  inset: boolean;
}

export interface ShadowValue {
  kind: "shadow";
  layers: readonly ShadowLayer[];
}

/** A token's value after resolution. */
export type TokenValue =
  | ColorValue
  | NumberValue
  | FontFamiliesValue
  | FontWeightValue
  | TextValue
  | PlainValue
  | TypographyValue
  | ShadowValue;

/** Why a text is no value of its token's type: a code, the rest of a sentence after the token's name, and what to do. */
export interface Fault {
  code: "TOKEN_VALUE" | "TOKEN_UNITS" | "TOKEN_RANGE" | "TOKEN_REFERENCE_MISSING";
  says: string;
  hint?: string;
}

/** A value or why there is none. */
export type Typed<Value = TokenValue> = { value: Value } | { fault: Fault };

/** Whether a value could not be made. */
export function isFault<Value>(typed: Typed<Value>): typed is { fault: Fault } {
  return "fault" in typed;
}
