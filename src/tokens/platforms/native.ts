import { caseNames } from "../../case-names.ts";
import type { Color } from "../values/color.ts";
import { toThemeWord } from "./css.ts";
import { printNumber } from "./css-values.ts";
import type { ThemeTokens } from "./output.ts";

/** Text with every character that a string literal may take for something else as an escape. */
export function escapeText(text: string, toEscape: (codePoint: number, character: string) => string): string {
  return text.toWellFormed().replace(/[^\p{L}\p{N} _.,:;+()!-]/gu, (character) => toEscape(character.codePointAt(0) ?? 0, character));
}

/** `\uXXXX` for each of the character's units, as Java, Kotlin and Android resources have it. */
export function toUnitEscapes(character: string): string {
  return [...Array(character.length).keys()].map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");
}

/** The colour as `AARRGGBB`, in capitals. */
export function toArgb({ red, green, blue, alpha }: Color): string {
  return [alpha * 255, red, green, blue]
    .map((channel) => Math.round(channel).toString(16).padStart(2, "0"))
    .join("")
    .toUpperCase();
}

/** A number with a decimal point, at most six digits behind it. */
export function toDecimal(number: number): string {
  const text = printNumber(Math.round(number * 1e6) / 1e6);
  return text.includes(".") ? text : `${text}.0`;
}

/** The name of the type that holds a theme's tokens: with the theme behind it when there are several. */
export function toTypeName(own: string, theme: ThemeTokens, all: readonly ThemeTokens[]): string {
  return all.length === 1 ? own : own + caseNames.pascal(toThemeWord(theme.name));
}
