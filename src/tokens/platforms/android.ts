import * as z from "zod";
import { printNumber } from "./css-values.ts";
import { type Impossible, toEntries } from "./entries.ts";
import type { LeafValue } from "./leaves.ts";
import { escapeText, toArgb, toUnitEscapes } from "./native.ts";
import { Prefix } from "./options.ts";
import { defineTokenOutput, oneFile } from "./output.ts";

/**
 * Resources for Android. Not by Style Dictionary: its formats multiply sizes by 16, leave out text styles and shadows without a word and
 * do not escape texts.
 */
export const android = defineTokenOutput({
  key: "android",
  description: "A file of Android resources; one for each theme, such as values/tokens.xml and values-night/tokens.xml.",
  target: "path",
  endings: [".xml"],
  oneTheme: true,
  options: z.strictObject({ prefix: Prefix }),
  build([theme], { prefix }, job) {
    const { themes, left } = toEntries(job, {
      typography: "parts",
      shadow: "parts",
      rules: { output: "android", naming: "snake", prefix, reserved: RESERVED },
      print: ({ value }) => printResource(value),
    });
    const items = ((theme && themes.get(theme)) ?? []).map(({ name, text }) => `  ${text.replace('=""', `="${name}"`)}`);
    return oneFile(
      job,
      ['<?xml version="1.0" encoding="utf-8"?>', `<!-- ${escapeComment(job.madeBy)} -->`, "<resources>", ...items, "</resources>"],
      left,
    );
  },
});

/** The element with an empty name. */
function printResource(value: LeafValue): string | Impossible {
  switch (value.kind) {
    case "color":
      return `<color name="">#${toArgb(value.color).replace(/^FF/, "")}</color>`;
    case "length":
      return `<dimen name="">${printNumber(value.pixels)}${value.use === "font-size" ? "sp" : "dp"}</dimen>`;
    case "percent":
      return `<item name="" type="fraction">${printNumber(value.number)}%</item>`;
    case "number":
      return `<item name="" type="dimen" format="float">${printNumber(value.number)}</item>`;
    case "angle":
      return `<item name="" type="dimen" format="float">${printNumber(value.degrees)}</item>`;
    case "weight":
      return `<integer name="">${value.weight}</integer>`;
    case "boolean":
      return `<bool name="">${value.on}</bool>`;
    case "fonts":
      return printText(value.names.join(", "));
    case "keyword":
      return printText(value.word);
    case "text":
      return printText(value.text);
    default:
      return { what: "is an object or a list, which Android resources have no form for" };
  }
}

/** In quotes, so that spaces stay. */
function printText(text: string): string {
  return `<string name="" translatable="false">"${escapeText(text, (_, character) => toUnitEscapes(character))}"</string>`;
}

function escapeComment(text: string): string {
  return text.replaceAll("--", "-");
}

// Resources become fields of a Java class.
const RESERVED = new Set([
  ...["abstract", "assert", "boolean", "break", "byte", "case", "catch", "char", "class", "const", "continue", "default", "do", "double"],
  ...["else", "enum", "extends", "false", "final", "finally", "float", "for", "goto", "if", "implements", "import", "instanceof", "int"],
  ...["interface", "long", "native", "new", "null", "package", "private", "protected", "public", "return", "short", "static", "strictfp"],
  ...["super", "switch", "synchronized", "this", "throw", "throws", "transient", "true", "try", "void", "volatile", "while"],
]);
