import * as z from "zod";
import type { Naming } from "./names.ts";

/** How colours are written where CSS is understood. */
export const Colors = z
  .enum(["hex", "rgb", "oklch"], { error: "must be hex, rgb or oklch" })
  .default("hex")
  .describe("How colours are written; hex: #rrggbb, and rgba() where a colour is not opaque.");

/** Units of lengths in CSS. */
export const Unit = z
  .enum(["px", "rem"], { error: "must be px or rem" })
  .default("px")
  .describe("The unit of lengths; with rem borders and shadows stay in px.");

/** How many pixels one rem is. */
export const RootSize = z.number().positive().default(16).describe("How many pixels 1rem is.");

/** What stands before each name. */
export const Prefix = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]*$/, { error: "must be of letters, digits, - and _, starting with a letter" })
  .optional()
  .describe("A word before each name.");

/** What is written where a token is a reference to another one. */
export function references(preset: "keep" | "resolve"): z.ZodDefault<z.ZodEnum<{ keep: "keep"; resolve: "resolve" }>> {
  return z
    .enum(["keep", "resolve"], { error: "must be keep or resolve" })
    .default(preset)
    .describe("Where a token refers to another one that is written too: keep the reference, or write the value.");
}

/** The form of names. */
export function naming(preset: Naming): z.ZodDefault<z.ZodEnum<{ [Form in Naming]: Form }>> {
  return z
    .enum(["kebab", "camel", "snake", "pascal"], { error: "must be kebab, camel, snake or pascal" })
    .default(preset)
    .describe("The form of the names: font-size, fontSize, font_size or FontSize.");
}

/** The form of names in code, where there is no kebab-case. */
export const CodeNaming = z
  .enum(["camel", "snake", "pascal"], { error: "must be camel, snake or pascal" })
  .default("camel")
  .describe("The form of the names: fontSize, font_size or FontSize.");

/** A type's name in code. */
export const TypeName = z
  .string()
  .regex(/^[A-Z][A-Za-z0-9]*$/, { error: "must be a name like Tokens" })
  .default("Tokens")
  .describe("The name of the type that holds the tokens; with several themes in one file each has its own, with the theme's name behind.");

/** Names in Tailwind. */
export const ShortNames = z
  .boolean()
  .default(true)
  .describe("Whether names leave out what their scale says: color.brand is used as bg-brand; else as bg-color-brand.");
