import * as z from "zod";
import type { JsonValue } from "../json.ts";
import { DataUnit } from "./data.ts";
import { type Entry, toEntries } from "./entries.ts";
import { CodeNaming, Colors, Prefix, RootSize } from "./options.ts";
import { type BuiltTokens, defineTokenOutput, type ThemeTokens, type TokenJob } from "./output.ts";
import { toPlainValue } from "./plain-values.ts";

const options = z.strictObject({
  exports: z
    .enum(["constants", "object"], { error: "must be constants or object" })
    .default("constants")
    .describe(
      "constants: one export for each token of the first theme; object: one called tokens. Several themes are in one called themes.",
    ),
  colors: Colors,
  unit: DataUnit,
  "root-size": RootSize,
  naming: CodeNaming,
  prefix: Prefix,
});

/** What a module holds, before it is written as one kind of file. */
interface Content {
  tokens: readonly Entry[];
  /** Empty when there is one theme. */
  themes: readonly (readonly [string, readonly Entry[]])[];
  isObject: boolean;
  madeBy: string;
}

/** A module of TypeScript. Not by Style Dictionary: its modules have one theme, loose types and names that may be reserved words. */
export const ts = defineTokenOutput({
  key: "ts",
  description: "A module of TypeScript with exact types; themes as objects of all their values.",
  target: "path",
  endings: [".ts", ".mts"],
  oneTheme: false,
  options,
  build(themes, given, job) {
    const { content, left } = toContent("ts", themes, given, job);
    return { files: [{ path: job.target, text: printModule(content, true) }], left };
  },
});

/** A module of JavaScript with its types beside it. */
export const js = defineTokenOutput({
  key: "js",
  description: "A module of JavaScript, and its types in a .d.ts file beside it.",
  target: "path",
  endings: [".js", ".mjs"],
  oneTheme: false,
  options,
  build(themes, given, job) {
    const { content, left } = toContent("js", themes, given, job);
    const types = job.target.replace(/\.(m?)js$/, ".d.$1ts");
    return {
      files: [
        { path: job.target, text: printModule(content, false) },
        { path: types, text: printTypes(content) },
      ],
      left,
    };
  },
});

function toContent(
  output: string,
  themes: readonly ThemeTokens[],
  given: z.output<typeof options>,
  job: TokenJob,
): { content: Content; left: BuiltTokens["left"] } {
  const { themes: entries, left } = toEntries(job, {
    typography: "whole",
    shadow: "whole",
    rules: { output, naming: given.naming, prefix: given.prefix, reserved: RESERVED },
    print: ({ value }) => JSON.stringify(toPlainValue(value, given)),
  });
  const ofTheme = themes.map((theme) => [theme.name, entries.get(theme) ?? []] as const);
  const tokens = ofTheme[0]?.[1] ?? [];
  return { content: { tokens, themes: ofTheme.length > 1 ? ofTheme : [], isObject: given.exports === "object", madeBy: job.madeBy }, left };
}

function printModule({ tokens, themes, isObject, madeBy }: Content, isTyped: boolean): string {
  const sure = isTyped ? " as const" : "";
  const constants = isObject
    ? ["export const tokens = {", ...toMembers(tokens, "  "), `}${sure};`]
    : tokens.map(
        ({ name, text }) =>
          `export const ${name} = ${toLiteral(JSON.parse(text) as JsonValue)}${text.startsWith("{") || text.startsWith("[") ? sure : ""};`,
      );
  const objects = themes.flatMap(([name, entries]) => [`  ${quote(name)}: {`, ...toMembers(entries, "    "), "  },"]);
  return toText(madeBy, [
    ...constants,
    ...(themes.length === 0 ? [] : ["", "export const themes = {", ...objects, `}${sure};`]),
    ...(isTyped ? toTypeNames(tokens, themes, isObject) : []),
  ]);
}

function printTypes({ tokens, themes, isObject, madeBy }: Content): string {
  const toFields = (entries: readonly Entry[], indent: string) =>
    entries.map(({ name, text }) => `${indent}readonly ${name}: ${toType(JSON.parse(text) as JsonValue)};`);
  const constants = isObject
    ? ["export declare const tokens: {", ...toFields(tokens, "  "), "};"]
    : tokens.map(({ name, text }) => `export declare const ${name}: ${toType(JSON.parse(text) as JsonValue)};`);
  const objects = themes.flatMap(([name, entries]) => [`  readonly ${quote(name)}: {`, ...toFields(entries, "    "), "  };"]);
  return toText(madeBy, [
    ...constants,
    ...(themes.length === 0 ? [] : ["", "export declare const themes: {", ...objects, "};"]),
    ...toTypeNames(tokens, themes, isObject),
  ]);
}

function toTypeNames(tokens: readonly Entry[], themes: Content["themes"], isObject: boolean): string[] {
  const names = isObject ? "keyof typeof tokens" : tokens.map(({ name }) => quote(name)).join(" | ") || "never";
  return ["", `export type TokenName = ${names};`, ...(themes.length === 0 ? [] : ["export type ThemeName = keyof typeof themes;"])];
}

/** An export even where there is no token, so that the file is a module. */
function toText(madeBy: string, lines: readonly string[]): string {
  return `// ${madeBy}\n${[...lines, ...(lines.some((line) => line.startsWith("export")) ? [] : ["export {};"])].join("\n")}\n`;
}

function toMembers(entries: readonly Entry[], indent: string): string[] {
  return entries.map(({ name, text }) => `${indent}${name}: ${toLiteral(JSON.parse(text) as JsonValue)},`);
}

/** A text as a literal that looks like what it is in every editor. */
export function quote(text: string): string {
  return JSON.stringify(text.toWellFormed()).replace(/[\u2028\u2029\p{Cf}]/gu, (character) =>
    [...Array(character.length).keys()].map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`).join(""),
  );
}

/** JSON as a literal of JavaScript, where a plain `__proto__` would be no key. */
export function toLiteral(value: JsonValue): string {
  if (typeof value === "string") return quote(value);
  if (Array.isArray(value)) return `[${value.map(toLiteral).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, part]) => `${toKey(key)}: ${toLiteral(part)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

function toKey(key: string): string {
  if (key === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key);
}

function toType(value: JsonValue): string {
  if (Array.isArray(value)) return `readonly [${value.map(toType).join(", ")}]`;
  if (typeof value !== "object" || value === null) return toLiteral(value);
  const entries = Object.entries(value).map(([key, part]) => `readonly ${toKey(key)}: ${toType(part)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join("; ")} }`;
}

/** What no constant of a module can be called, and what these modules export themselves. */
const RESERVED = new Set([
  ...["arguments", "async", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else"],
  ...["enum", "eval", "export", "extends", "false", "finally", "for", "function", "if", "implements", "import", "in", "instanceof"],
  ...["interface", "let", "new", "null", "package", "private", "protected", "public", "return", "static", "super", "switch", "this"],
  ...["throw", "true", "try", "typeof", "undefined", "var", "void", "while", "with", "yield", "NaN", "Infinity", "Object", "globalThis"],
  ...["tokens", "themes", "TokenName", "ThemeName"],
]);
