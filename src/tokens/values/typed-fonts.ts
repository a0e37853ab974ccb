import { isRawList, type Raw } from "../raw.ts";
import type { Fault, FontFamiliesValue, FontWeightValue, TextValue, Typed } from "./types.ts";

// Penpot's own table (file-model §6.7 step 7), with the German names it also knows.
const WEIGHTS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    100: ["thin", "hairline"],
    200: ["extra light", "ultra light", "extraleicht"],
    300: ["light", "leicht"],
    400: ["regular", "normal", "book", "buch"],
    500: ["medium", "kräftig", "kraeftig"],
    600: ["semi bold", "demi bold", "halbfett"],
    700: ["bold", "dreiviertelfett"],
    800: ["extra bold", "ultra bold", "fett"],
    900: ["black", "heavy", "extrafett"],
    950: ["extra black", "ultra black"],
  }).flatMap(([weight, names]) => [weight, ...names.flatMap(toSpellings)].map((name): [string, number] => [name, Number(weight)])),
);
const LONGEST_WEIGHT = 100;

/** A list of font names; lists in it are laid flat. */
export function toFontFamilies(raw: Raw): Typed<FontFamiliesValue> {
  const names = isRawList(raw) ? flatten(raw) : [raw];
  const texts = names.filter((name) => typeof name === "string");
  if (texts.length < names.length || texts.length === 0) return wrong("should be a list of font names", raw);
  return { value: { kind: "font-families", names: texts } };
}

/** A weight from 100 to 950 or its name, with `italic` after it or not. */
export function toFontWeight(raw: Raw): Typed<FontWeightValue> {
  if ((typeof raw !== "string" && typeof raw !== "number") || String(raw).length > LONGEST_WEIGHT) return wrongWeight(raw);
  const found = /^(.+?)\s*(italic)?$/.exec(String(raw).toLowerCase());
  const weight = WEIGHTS.get(found?.[1] ?? "");
  return weight === undefined ? wrongWeight(raw) : { value: { kind: "font-weight", text: raw, weight, italic: found?.[2] !== undefined } };
}

/** One of a few words, whatever their case. */
export function toWord(raw: Raw, words: readonly string[]): Typed<TextValue> {
  const text = typeof raw === "string" ? raw.trim().toLowerCase() : "";
  return words.includes(text)
    ? { value: { kind: "text", text } }
    : wrong(`should be ${words.slice(0, -1).join(", ")} or ${words.at(-1)}`, raw);
}

function toSpellings(name: string): string[] {
  const isBook = name === "extra black" || name === "ultra black";
  return name.includes(" ") ? [name, name.replace(" ", "-"), ...(isBook ? [] : [name.replace(" ", "")])] : [name];
}

function flatten(list: readonly Raw[]): Raw[] {
  return list.flatMap((item) => (isRawList(item) ? flatten(item) : [item]));
}

function wrongWeight(raw: Raw): { fault: Fault } {
  const typed = wrong("should be a font weight", raw);
  return { fault: { ...typed.fault, hint: 'Write 100 to 950 or a name such as "Semi Bold", with "italic" after it or not.' } };
}

function wrong(says: string, raw: Raw): { fault: Fault } {
  const shown = typeof raw === "object" ? "something else" : JSON.stringify(raw).slice(0, 80);
  return { fault: { code: "TOKEN_VALUE", says: `${says} and is ${shown}` } };
}
