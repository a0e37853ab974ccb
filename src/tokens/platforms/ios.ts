import * as z from "zod";
import type { Color } from "../values/color.ts";
import { printNumber } from "./css-values.ts";
import { type Impossible, toEntries } from "./entries.ts";
import type { LeafValue } from "./leaves.ts";
import { escapeText, toTypeName } from "./native.ts";
import { CodeNaming, Prefix, TypeName } from "./options.ts";
import { defineTokenOutput, oneFile } from "./output.ts";

const KITS = { swiftui: { module: "SwiftUI", weight: "Font.Weight" }, uikit: { module: "UIKit", weight: "UIFont.Weight" } } as const;
type Kit = keyof typeof KITS;

/** Constants for Swift. Not by Style Dictionary: its formats multiply sizes by 16, and names may be words of the language. */
export const ios = defineTokenOutput({
  key: "ios",
  description: "Swift: an enumeration without cases for each theme. Text styles and shadows are there in parts.",
  target: "path",
  endings: [".swift"],
  oneTheme: false,
  options: z.strictObject({
    kit: z
      .enum(["swiftui", "uikit"], { error: "must be swiftui or uikit" })
      .default("swiftui")
      .describe("Whose colours and font weights are used."),
    access: z.enum(["public", "internal"], { error: "must be public or internal" }).default("public").describe("Who may use the tokens."),
    type: TypeName,
    naming: CodeNaming,
    prefix: Prefix,
  }),
  build(themes, given, job) {
    const { kit, access, type, prefix } = given;
    const { themes: entries, left } = toEntries(job, {
      typography: "parts",
      shadow: "parts",
      rules: { output: "ios", naming: given.naming, prefix, reserved: RESERVED },
      print: ({ value }) => printSwift(value, kit),
    });
    const shown = access === "public" ? "public " : "";
    const types = themes.flatMap((theme) => [
      "",
      `${shown}enum ${toTypeName(type, theme, job.all)} {`,
      ...(entries.get(theme) ?? []).map(({ name, text, leaf }) => `  ${shown}static let ${name}: ${toType(leaf.value, kit)} = ${text}`),
      "}",
    ]);
    return oneFile(job, [`// ${job.madeBy}`, `import ${KITS[kit].module}`, ...types], left);
  },
});

function toType(value: LeafValue, kit: Kit): string {
  switch (value.kind) {
    case "color":
      return kit === "swiftui" ? "Color" : "UIColor";
    case "length":
      return "CGFloat";
    case "weight":
      return KITS[kit].weight;
    case "boolean":
      return "Bool";
    case "fonts":
      return "[String]";
    case "keyword":
    case "text":
      return "String";
    default:
      return "Double";
  }
}

function printSwift(value: LeafValue, kit: Kit): string | Impossible {
  switch (value.kind) {
    case "color":
      return printColor(value.color, kit);
    case "length":
      return printNumber(value.pixels);
    case "percent":
      return printNumber(value.number / 100);
    case "number":
      return printNumber(value.number);
    case "angle":
      return printNumber(value.degrees);
    case "weight":
      return `.${WEIGHTS[Math.min(Math.round(value.weight / 100), 9) - 1] ?? "regular"}`;
    case "boolean":
      return String(value.on);
    case "fonts":
      return `[${value.names.map(printText).join(", ")}]`;
    case "keyword":
      return printText(value.word);
    case "text":
      return printText(value.text);
    default:
      return { what: "is an object or a list, which has no form here" };
  }
}

function printColor({ red, green, blue, alpha }: Color, kit: Kit): string {
  const share = (channel: number) => printNumber(Math.round((Math.round(channel) / 255) * 10_000) / 10_000);
  const [r, g, b, a] = [share(red), share(green), share(blue), printNumber(Math.round(alpha * 10_000) / 10_000)];
  return kit === "swiftui"
    ? `Color(.sRGB, red: ${r}, green: ${g}, blue: ${b}, opacity: ${a})`
    : `UIColor(red: ${r}, green: ${g}, blue: ${b}, alpha: ${a})`;
}

function printText(text: string): string {
  return `"${escapeText(text, (codePoint) => `\\u{${codePoint.toString(16)}}`)}"`;
}

const WEIGHTS = ["ultraLight", "thin", "light", "regular", "medium", "semibold", "bold", "heavy", "black"];

const RESERVED = new Set([
  ...["as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do", "else", "enum"],
  ...["extension", "fallthrough", "false", "fileprivate", "for", "func", "guard", "if", "import", "in", "init", "inout", "internal", "is"],
  ...["let", "nil", "open", "operator", "private", "precedencegroup", "protocol", "public", "repeat", "rethrows", "return", "self"],
  ...["static", "struct", "subscript", "super", "switch", "throw", "throws", "true", "try", "typealias", "var", "where", "while"],
  ...["some", "any", "await", "async", "actor", "type"],
]);
