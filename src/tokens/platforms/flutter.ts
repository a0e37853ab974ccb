import * as z from "zod";
import type { ShadowLayer } from "../values/types.ts";
import { type Impossible, toEntries } from "./entries.ts";
import type { LeafValue } from "./leaves.ts";
import { escapeText, toArgb, toDecimal, toTypeName } from "./native.ts";
import { CodeNaming, Prefix, TypeName } from "./options.ts";
import { defineTokenOutput, oneFile } from "./output.ts";

/** Constants for Flutter. Not by Style Dictionary: its formats multiply sizes by 16 and have neither shadows nor font weights. */
export const flutter = defineTokenOutput({
  key: "flutter",
  description:
    "Dart for Flutter: a class of constants for each theme. Text styles are there in parts; inner shadows, which Flutter has not, are left out.",
  target: "path",
  endings: [".dart"],
  oneTheme: false,
  options: z.strictObject({ class: TypeName, naming: CodeNaming, prefix: Prefix }),
  build(themes, given, job) {
    const { class: own, prefix } = given;
    const { themes: entries, left } = toEntries(job, {
      typography: "parts",
      shadow: "whole",
      rules: { output: "flutter", naming: given.naming, prefix, reserved: RESERVED },
      print: ({ value }) => printDart(value),
    });
    const classes = themes.flatMap((theme) => [
      "",
      `abstract final class ${toTypeName(own, theme, job.all)} {`,
      ...(entries.get(theme) ?? []).map(({ name, text, leaf }) => `  static const ${toType(leaf.value)} ${name} = ${text};`),
      "}",
    ]);
    return oneFile(job, [`// ${job.madeBy}`, "import 'package:flutter/painting.dart';", ...classes], left);
  },
});

function toType(value: LeafValue): string {
  switch (value.kind) {
    case "color":
      return "Color";
    case "weight":
      return "FontWeight";
    case "boolean":
      return "bool";
    case "fonts":
      return "List<String>";
    case "shadow":
      return "List<BoxShadow>";
    case "keyword":
    case "text":
      return "String";
    default:
      return "double";
  }
}

function printDart(value: LeafValue): string | Impossible {
  switch (value.kind) {
    case "color":
      return `Color(0x${toArgb(value.color)})`;
    case "length":
      return toDecimal(value.pixels);
    case "percent":
      return toDecimal(value.number / 100);
    case "number":
      return toDecimal(value.number);
    case "angle":
      return toDecimal(value.degrees);
    case "weight":
      return `FontWeight.w${Math.min(Math.round(value.weight / 100), 9)}00`;
    case "boolean":
      return String(value.on);
    case "fonts":
      return `[${value.names.map(printText).join(", ")}]`;
    case "keyword":
      return printText(value.word);
    case "text":
      return printText(value.text);
    case "shadow":
      return printShadows(value.layers);
    default:
      return { what: "is an object or a list, which has no form here" };
  }
}

function printShadows(layers: readonly ShadowLayer[]): string | Impossible {
  if (layers.some(({ inset }) => inset)) return { what: "has an inner shadow, which Flutter has not" };
  const boxes = layers.map(({ color, offsetX, offsetY, blur, spread }) => {
    const offset = `Offset(${toDecimal(offsetX)}, ${toDecimal(offsetY)})`;
    return `BoxShadow(color: Color(0x${toArgb(color)}), offset: ${offset}, blurRadius: ${toDecimal(blur)}, spreadRadius: ${toDecimal(spread)})`;
  });
  return `[${boxes.join(", ")}]`;
}

function printText(text: string): string {
  return `'${escapeText(text, (codePoint) => `\\u{${codePoint.toString(16)}}`)}'`;
}

const RESERVED = new Set([
  ...["abstract", "as", "assert", "async", "await", "base", "break", "case", "catch", "class", "const", "continue", "covariant", "default"],
  ...["deferred", "do", "dynamic", "else", "enum", "export", "extends", "extension", "external", "factory", "false", "final", "finally"],
  ...["for", "get", "hide", "if", "implements", "import", "in", "interface", "is", "late", "library", "mixin", "new", "null", "of", "on"],
  ...["operator", "part", "required", "rethrow", "return", "sealed", "set", "show", "static", "super", "switch", "sync", "this", "throw"],
  ...["true", "try", "type", "typedef", "var", "void", "when", "while", "with", "yield", "double", "bool", "int"],
  ...["hashCode", "runtimeType", "noSuchMethod", "toString"],
]);
