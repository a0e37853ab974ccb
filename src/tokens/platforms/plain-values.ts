import { caseNames } from "../../case-names.ts";
import { type JsonValue, toJsonObject } from "../json.ts";
import { type CssStyle, printCss } from "./css-values.ts";
import type { LeafValue } from "./leaves.ts";

/** How values are said in data: as CSS, and lengths as bare numbers of pixels when asked. */
export interface DataStyle extends Omit<CssStyle, "unit"> {
  unit: CssStyle["unit"] | "none";
}

/** A value as JSON: numbers, booleans and lists as such, the rest as CSS has it, a text style as an object. */
export function toPlainValue(value: LeafValue, style: DataStyle): JsonValue {
  switch (value.kind) {
    case "number":
      return value.number;
    case "weight":
      return value.weight;
    case "boolean":
      return value.on;
    case "text":
      return value.text;
    case "json":
      return value.value;
    case "typography":
      return toJsonObject(value.parts.map(([part, own]) => [caseNames.camel(part), toPlainValue(own, style)]));
    case "length":
      if (style.unit === "none") return value.pixels;
  }
  const text = printCss(value, { ...style, unit: style.unit === "none" ? "px" : style.unit });
  return typeof text === "string" ? text : null;
}
