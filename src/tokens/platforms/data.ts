import * as z from "zod";
import { type JsonValue, printJson, toJsonObject } from "../json.ts";
import { type Entry, toEntries } from "./entries.ts";
import { Colors, naming, Prefix, RootSize, Unit } from "./options.ts";
import { defineTokenOutput, oneFile } from "./output.ts";
import { toPlainValue } from "./plain-values.ts";

/** Units of lengths in data. */
export const DataUnit = z
  .enum([...Unit.unwrap().options, "none"], { error: "must be px, rem or none" })
  .default("px")
  .describe("The unit of lengths; none: numbers of pixels.");

/** Plain data. Not by Style Dictionary: its JSON has no themes and no place to say what made it. */
export const json = defineTokenOutput({
  key: "json",
  description: "An object of names and values; with several themes in the file, an object for each as well.",
  target: "path",
  endings: [".json"],
  oneTheme: false,
  options: z.strictObject({
    colors: Colors,
    unit: DataUnit,
    "root-size": RootSize,
    naming: z
      .enum(["as-is", ...naming("kebab").unwrap().options], { error: "must be as-is, kebab, camel, snake or pascal" })
      .default("as-is")
      .describe("The form of the names; as-is: as in the design, font.size."),
    prefix: Prefix,
  }),
  build(themes, options, job) {
    const { naming: form, prefix } = options;
    const { themes: entries, left } = toEntries(job, {
      typography: "whole",
      shadow: "whole",
      rules: { output: "json", naming: form === "as-is" ? "kebab" : form, prefix, digits: true },
      ...(form === "as-is" && {
        toName: ({ token, part }) => [prefix, token.name, part].filter((word) => word !== undefined && word !== "").join("."),
      }),
      print: ({ value }) => JSON.stringify(toPlainValue(value, options)),
    });
    const ofTheme = themes.map((theme) => [theme.name, toObject(entries.get(theme) ?? [])] as const);
    const document: [string, JsonValue][] = [
      ["$description", job.madeBy],
      ["tokens", ofTheme[0]?.[1] ?? {}],
      ...(ofTheme.length > 1 ? [["themes", toJsonObject(ofTheme)] as [string, JsonValue]] : []),
    ];
    const { files } = oneFile(job, []);
    return { files: files.map(({ path }) => ({ path, text: printJson(toJsonObject(document)) })), left };
  },
});

function toObject(entries: readonly Entry[]): JsonValue {
  return toJsonObject(entries.map(({ name, text }) => [name, JSON.parse(text) as JsonValue]));
}
