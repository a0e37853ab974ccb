import { isRawList, isRawMap, type Raw, type RawMap } from "../raw.ts";
import { show, TEXT_CASES, TEXT_DECORATIONS, toAtomic, toColor, toLetterSpacing, toNumber, wrong } from "./typed.ts";
import { toFontFamilies, toFontWeight, toWord } from "./typed-fonts.ts";
import type { Fault, NumberValue, ShadowLayer, ShadowValue, Typed, TypographyValue } from "./types.ts";
import { isFault } from "./types.ts";

/** Reads a value, composite or not, as its token's type. */
export function toTyped(type: string, raw: Raw): Typed {
  if (type === "typography") return toTypography(raw);
  return type === "shadow" ? toShadow(raw) : toAtomic(type, raw);
}

/** Reads a text style: every part that is there must be of its type (file-model §6.7 step 6). */
function toTypography(raw: Raw): Typed<TypographyValue> {
  if (!isRawMap(raw)) return wrong(`should be an object with fontFamilies, fontSizes and so on and is ${show(raw)}`);
  const value: TypographyValue = { kind: "typography" };
  const faults: Fault[] = [];
  const read = <Value>(key: string, parse: (part: Raw) => Typed<Value>, set: (part: Value) => void) => {
    const part = raw.get(key);
    if (part === undefined || part === null) return;
    const typed = parse(part);
    if (isFault(typed)) faults.push(inPart(key, typed.fault));
    else set(typed.value);
  };
  read("fontFamilies", toFontFamilies, ({ names }) => Object.assign(value, { fontFamilies: names }));
  read("fontSizes", toNumber, ({ number }) => Object.assign(value, { fontSize: number }));
  read("fontWeights", toFontWeight, (fontWeight) => Object.assign(value, { fontWeight }));
  read(
    "lineHeights",
    (part) => toLineHeight(part, value.fontSize),
    ({ number }) => Object.assign(value, { lineHeight: number }),
  );
  read("letterSpacing", toLetterSpacing, ({ number }) => Object.assign(value, { letterSpacing: number }));
  read(
    "textCase",
    (part) => toWord(part, TEXT_CASES),
    ({ text }) => Object.assign(value, { textCase: text }),
  );
  read(
    "textDecoration",
    (part) => toWord(part, TEXT_DECORATIONS),
    ({ text }) => Object.assign(value, { textDecoration: text }),
  );
  const [fault] = faults;
  return fault ? { fault } : { value };
}

/** A multiplier of the font size, whatever it was written as. */
function toLineHeight(raw: Raw, fontSize: number | undefined): Typed<NumberValue> {
  if (fontSize === undefined) return wrong("needs a font size beside it");
  const typed = toNumber(raw);
  if (isFault(typed)) return typed;
  const { number, unit } = typed.value;
  const divisors = { "%": 100, px: fontSize };
  return { value: { kind: "number", number: unit ? number / divisors[unit] : number } };
}

function toShadow(raw: Raw): Typed<ShadowValue> {
  if (!isRawList(raw)) return wrong(`should be a list of shadows and is ${show(raw)}`);
  const layers: ShadowLayer[] = [];
  for (const [index, item] of raw.entries()) {
    const typed = isRawMap(item) ? toLayer(item) : wrong(`should be an object with offsetX, offsetY, blur, spread and color`);
    if (isFault(typed)) return { fault: inPart(raw.length > 1 ? `layer ${index + 1}` : "", typed.fault) };
    layers.push(typed.value);
  }
  return { value: { kind: "shadow", layers } };
}

function toLayer(layer: RawMap): Typed<ShadowLayer> {
  const lengths: number[] = [];
  for (const key of ["offsetX", "offsetY", "blur", "spread"]) {
    const typed = toNumber(layer.get(key) ?? null);
    if (isFault(typed)) return { fault: inPart(key, typed.fault) };
    if (key === "blur" && typed.value.number < 0) return wrong(`has the blur ${typed.value.number}, which cannot be less than 0`);
    lengths.push(typed.value.number);
  }
  const color = toColor(layer.get("color") ?? null);
  if (isFault(color)) return { fault: inPart("color", color.fault) };
  const inset = layer.get("inset") ?? false;
  if (typeof inset !== "boolean") return wrong(`has the inset ${show(inset)}, which should be true or false`);
  const [offsetX = 0, offsetY = 0, blur = 0, spread = 0] = lengths;
  return { value: { offsetX, offsetY, blur, spread, color: color.value, inset } };
}

/** A fault of a part: the sentence goes on after the part's name. */
function inPart(part: string, fault: Fault): Fault {
  return part === "" ? fault : { ...fault, says: `has a wrong ${part}: it ${fault.says}` };
}
