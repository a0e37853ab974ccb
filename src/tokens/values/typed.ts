import type { JsonValue } from "../json.ts";
import { findUnits } from "../math/compute.ts";
import { isRawList, isRawMap, type Raw } from "../raw.ts";
import { parseValidColor } from "./color.ts";
import { toFontFamilies, toFontWeight, toWord } from "./typed-fonts.ts";
import type { ColorValue, Fault, NumberValue, Typed } from "./types.ts";

const NUMBER = /^\s*(-?\d+\.?\d*)(px|%)?\s*$/;
const BARE_NUMBER = /^-?\d+(?:\.\d+)?$/;
/** Longer texts are no numbers; reading them as such would only cost time. */
const LONGEST_NUMBER = 100;
const LIMIT = 2 ** 31;

export const TEXT_CASES = ["none", "uppercase", "lowercase", "capitalize"] as const;
export const TEXT_DECORATIONS = ["none", "underline", "strike-through"] as const;

/** Reads a value of a type that is no composite (file-model §6.7 step 5). */
export function toAtomic(type: string, raw: Raw): Typed {
  switch (type) {
    case "color":
      return toColor(raw);
    case "number":
      return toBareNumber(raw);
    case "opacity":
      return toOpacity(raw);
    case "borderWidth":
      return toStrokeWidth(raw);
    case "letterSpacing":
      return toLetterSpacing(raw);
    case "fontFamilies":
      return toFontFamilies(raw);
    case "fontWeights":
      return toFontWeight(raw);
    case "textCase":
      return toWord(raw, TEXT_CASES);
    case "textDecoration":
      return toWord(raw, TEXT_DECORATIONS);
    case "string":
      return typeof raw === "string" || typeof raw === "number"
        ? { value: { kind: "text", text: String(raw) } }
        : wrong(`should be a text and is ${show(raw)}`);
    case "boolean":
      return toBoolean(raw);
    default:
      return isLength(type) ? toNumber(raw) : toPlain(raw);
  }
}

/** Whether a token type is one of the sizes Penpot reads as pixels, or a rotation. */
export function isLength(type: string): boolean {
  return ["dimension", "spacing", "sizing", "borderRadius", "borderWidth", "fontSizes", "letterSpacing", "rotation"].includes(type);
}

/** A number with `px`, `%` or no unit, within what Penpot can store. */
export function toNumber(raw: Raw): Typed<NumberValue> {
  const value = readNumber(raw);
  if (!value) return { fault: findNumberFault(raw) };
  if (value.number >= LIMIT - 1 || value.number <= -LIMIT) return range(`is ${value.number}, which is more than Penpot can store`);
  return { value };
}

/** Like a number, but percentages have no meaning. */
export function toLetterSpacing(raw: Raw): Typed<NumberValue> {
  const typed = toNumber(raw);
  if ("value" in typed && typed.value.unit === "%")
    return { fault: { code: "TOKEN_UNITS", says: `is ${show(raw)}: letter spacing cannot be a percentage`, hint: "Write it in px." } };
  return typed;
}

/** A colour of any notation TinyColor reads. */
export function toColor(raw: Raw): Typed<ColorValue> {
  const color = typeof raw === "string" ? parseValidColor(raw) : undefined;
  if (color && typeof raw === "string") return { value: { kind: "color", text: raw, ...color } };
  const bare = typeof raw === "string" && /^[0-9a-f]{3,8}$/i.test(raw);
  return wrong(
    `should be a colour and is ${show(raw)}`,
    bare ? `Write #${raw}.` : "Write #rrggbb, rgb(…), hsl(…) or a name that CSS knows.",
  );
}

/** A value in a message: quoted, and cut when it is long. */
export function show(raw: Raw): string {
  if (isRawMap(raw)) return "an object";
  if (isRawList(raw)) return "a list";
  if (raw === null) return "nothing";
  const text = JSON.stringify(raw);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** A value that is not of its token's type. */
export function wrong(says: string, hint?: string): { fault: Fault } {
  return { fault: { code: "TOKEN_VALUE", says, ...(hint && { hint }) } };
}

function range(says: string): { fault: Fault } {
  return { fault: { code: "TOKEN_RANGE", says } };
}

function readNumber(raw: Raw): NumberValue | undefined {
  if (typeof raw === "number") return Number.isNaN(raw) ? undefined : { kind: "number", number: raw };
  if (typeof raw !== "string" || raw.length > LONGEST_NUMBER) return undefined;
  const found = NUMBER.exec(raw);
  if (!found) return undefined;
  const unit = found[2] as "px" | "%" | undefined;
  return { kind: "number", number: Number.parseFloat(found[1] ?? ""), ...(unit && { unit }) };
}

function toBareNumber(raw: Raw): Typed<NumberValue> {
  const typed = toNumber(raw);
  if (typeof raw !== "string" || !("value" in typed) || BARE_NUMBER.test(raw)) return typed;
  const { unit } = typed.value;
  if (unit) return { fault: { code: "TOKEN_UNITS", says: `is ${show(raw)}: a number has no unit`, hint: `Take the ${unit} away.` } };
  return wrong(`should be a number and is ${show(raw)}`);
}

function toOpacity(raw: Raw): Typed<NumberValue> {
  const value = readNumber(raw);
  if (!value) return { fault: findNumberFault(raw) };
  return value.number >= 0 && value.number <= 1 ? { value } : range(`is ${show(raw)}: an opacity goes from 0 to 1, or from 0% to 100%`);
}

function toStrokeWidth(raw: Raw): Typed<NumberValue> {
  const value = readNumber(raw);
  if (!value) return { fault: findNumberFault(raw) };
  return value.number >= 0 ? { value } : range(`is ${show(raw)}: a border cannot be narrower than 0`);
}

function toBoolean(raw: Raw): Typed {
  const text = typeof raw === "string" ? raw.trim().toLowerCase() : raw;
  if (text === true || text === "true") return { value: { kind: "plain", value: true } };
  if (text === false || text === "false") return { value: { kind: "plain", value: false } };
  return wrong(`should be true or false and is ${show(raw)}`);
}

/** `other` and types Penpot does not know: a number where it is one, else what it is. */
function toPlain(raw: Raw): Typed {
  if (raw === null) return wrong("has no value");
  const value = typeof raw === "string" || typeof raw === "number" ? readNumber(raw) : undefined;
  return { value: value ?? { kind: "plain", value: toJson(raw) } };
}

function toJson(raw: Raw): JsonValue {
  if (isRawList(raw)) return raw.map(toJson);
  if (isRawMap(raw)) return Object.fromEntries([...raw].map(([key, value]) => [key, toJson(value)]));
  return raw;
}

function findNumberFault(raw: Raw): Fault {
  if (typeof raw !== "string" || raw.trim() === "") return wrong(`should be a number and is ${show(raw)}`).fault;
  const units = findUnits(raw.replaceAll("px", ""));
  const all = raw.includes("px") && units.length > 0 ? ["px", ...units] : units;
  if (all.length > 1) return { code: "TOKEN_UNITS", says: `mixes the units ${all.join(" and ")} in ${show(raw)}`, hint: "Use one unit." };
  const [unit] = units;
  if (unit !== undefined && unit !== "%" && /^\s*-?[\d.]+[a-z]+\s*$/i.test(raw))
    return { code: "TOKEN_UNITS", says: `is ${show(raw)}: Penpot does not know the unit ${unit} here`, hint: "Use px, % or no unit." };
  if (/\S\s+[\^%]\s|\s[\^%]\s+\S/.test(raw))
    return wrong(`could not be computed: ${show(raw)}`, "Write ^ and % without spaces around them.").fault;
  return wrong(`should be a number and is ${show(raw)}`, "Write a number, with px or without, or an expression that gives one.").fault;
}
