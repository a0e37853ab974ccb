import * as z from "zod";
import { printNumber } from "./css-values.ts";
import { type Entry, type Impossible, toEntries } from "./entries.ts";
import type { LeafValue } from "./leaves.ts";
import { escapeText, toArgb, toTypeName, toUnitEscapes } from "./native.ts";
import { CodeNaming, Prefix, TypeName } from "./options.ts";
import { defineTokenOutput, oneFile } from "./output.ts";

/** Constants for Jetpack Compose. Not by Style Dictionary: its format multiplies sizes by 16 and has neither numbers nor texts. */
export const compose = defineTokenOutput({
  key: "compose",
  description: "Kotlin for Jetpack Compose: an object for each theme. Text styles and shadows are there in parts.",
  target: "path",
  endings: [".kt"],
  oneTheme: false,
  options: z.strictObject({
    package: z
      .string()
      .regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/, { error: "must be a package like com.acme.tokens" })
      .describe("The package the file belongs to."),
    object: TypeName,
    naming: CodeNaming,
    prefix: Prefix,
  }),
  build(themes, given, job) {
    const { package: own, object, prefix } = given;
    const { themes: entries, left } = toEntries(job, {
      typography: "parts",
      shadow: "parts",
      rules: { output: "compose", naming: given.naming, prefix, reserved: RESERVED },
      print: ({ value }) => printKotlin(value),
    });
    const objects = themes.flatMap((theme) => [
      "",
      `object ${toTypeName(object, theme, job.all)} {`,
      ...(entries.get(theme) ?? []).map(({ name, text }) => `  val ${name} = ${text}`),
      "}",
    ]);
    const imports = toImports(themes.flatMap((theme) => entries.get(theme) ?? []));
    return oneFile(job, [`// ${job.madeBy}`, `package ${own}`, ...(imports.length > 0 ? ["", ...imports] : []), ...objects], left);
  },
});

function toImports(entries: readonly Entry[]): string[] {
  const has = (needed: (value: LeafValue) => boolean) => entries.some(({ leaf }) => needed(leaf.value));
  return [
    ...(has(({ kind }) => kind === "color") ? ["import androidx.compose.ui.graphics.Color"] : []),
    ...(has(({ kind }) => kind === "weight") ? ["import androidx.compose.ui.text.font.FontWeight"] : []),
    ...(has((value) => value.kind === "length" && !isText(value)) ? ["import androidx.compose.ui.unit.dp"] : []),
    ...(has(isText) ? ["import androidx.compose.ui.unit.sp"] : []),
  ];
}

function isText(value: LeafValue): boolean {
  return value.kind === "length" && (value.use === "font-size" || value.use === "letter-spacing");
}

function printKotlin(value: LeafValue): string | Impossible {
  switch (value.kind) {
    case "color":
      return `Color(0x${toArgb(value.color)})`;
    case "length": {
      const number = printNumber(value.pixels);
      return `${number.startsWith("-") ? `(${number})` : number}.${isText(value) ? "sp" : "dp"}`;
    }
    case "percent":
      return `${printNumber(value.number / 100)}f`;
    case "number":
      return `${printNumber(value.number)}f`;
    case "angle":
      return `${printNumber(value.degrees)}f`;
    case "weight":
      return `FontWeight(${value.weight})`;
    case "boolean":
      return String(value.on);
    case "fonts":
      return `listOf(${value.names.map(printText).join(", ")})`;
    case "keyword":
      return printText(value.word);
    case "text":
      return printText(value.text);
    default:
      return { what: "is an object or a list, which has no form here" };
  }
}

function printText(text: string): string {
  return `"${escapeText(text, (_, character) => toUnitEscapes(character))}"`;
}

const RESERVED = new Set([
  ...["as", "break", "class", "continue", "do", "else", "false", "for", "fun", "if", "in", "interface", "is", "null", "object", "package"],
  ...["return", "super", "this", "throw", "true", "try", "typealias", "typeof", "val", "var", "when", "while"],
  // Members and extensions these files use themselves.
  ...["dp", "sp", "listOf", "hashCode", "toString", "equals"],
]);
