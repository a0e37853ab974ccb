import * as z from "zod";
import { type JsonValue, toJsonObject } from "../json.ts";
import { PARTS } from "./css.ts";
import { printCss } from "./css-values.ts";
import { type Entry, toEntries } from "./entries.ts";
import type { Leaf } from "./leaves.ts";
import { toLiteral } from "./modules.ts";
import { toName } from "./names.ts";
import { Colors, Prefix, RootSize, ShortNames, Unit } from "./options.ts";
import { defineTokenOutput, oneFile, toOneThemeError } from "./output.ts";
import { type Scale, type ScaleNaming, toScale, toScaleName } from "./tailwind-scales.ts";

/** A preset for Tailwind 3. Style Dictionary has no such format. */
export const tailwindConfig = defineTokenOutput({
  key: "tailwind-config",
  description:
    "A preset for the configuration of Tailwind 3; one file for each theme, or one whose values are the custom properties of css.",
  target: "path",
  endings: [".js", ".mjs", ".cjs", ".ts"],
  oneTheme: false,
  options: z.strictObject({
    variables: z
      .boolean()
      .default(false)
      .describe("Whether the values are var(--…) with the names that css gives unless told otherwise, so that themes switch in CSS."),
    "variable-prefix": Prefix.describe("The prefix that css has, when variables are written."),
    colors: Colors,
    unit: Unit,
    "root-size": RootSize,
    "short-names": ShortNames,
    prefix: Prefix,
  }),
  build(themes, options, job) {
    if (!options.variables && themes.length > 1) throw toOneThemeError("tailwind-config", "or write variables: true");
    const rules = { output: "tailwind-config", naming: "kebab", digits: true } as const;
    const { themes: entries, left } = toEntries(job, {
      ...PARTS,
      rules,
      toName: (leaf) => toKey(leaf, options) ?? toName(leaf, rules),
      print: (leaf) => (isUsed(leaf) ? printCss(leaf.value, options) : { what: "has no scale in Tailwind 3" }),
    });
    const [first] = themes;
    const own = (first && entries.get(first)) ?? [];
    const toValue = ({ leaf, text }: Entry) =>
      options.variables ? `var(--${toName(leaf, { ...rules, prefix: options["variable-prefix"] })})` : text;
    const lines = toLines(own, toValue);
    const start = job.target.endsWith(".cjs") ? "module.exports = {" : "export default {";
    return oneFile(job, [`// ${job.madeBy}`, start, "  theme: {", "    extend: {", ...lines, "    },", "  },", "};"], left);
  },
});

// A preset's text style is its size with the rest beside it; its weight, line height and so on are no scales of their own.
const WITH_SIZE = new Map([
  ["line-height", "lineHeight"],
  ["letter-spacing", "letterSpacing"],
  ["font-weight", "fontWeight"],
]);

function isUsed(leaf: Leaf): boolean {
  return toScale(leaf) !== undefined && (!WITH_SIZE.has(leaf.part) || hasSize(leaf));
}

function hasSize({ token: { value } }: Leaf): boolean {
  return value?.kind === "typography" && value.fontSize !== undefined;
}

function toKey(leaf: Leaf, naming: ScaleNaming): string | undefined {
  const scale = toScale(leaf);
  if (!scale) return undefined;
  const beside = WITH_SIZE.has(leaf.part) ? ` ${leaf.part}` : "";
  return `${beside === "" ? scale.key : "fontSize"} ${nameOf(leaf, scale, naming)}${beside}`;
}

function nameOf(leaf: Leaf, scale: Scale, naming: ScaleNaming): string {
  if (!WITH_SIZE.has(leaf.part)) return toScaleName(leaf, scale, naming);
  const size = { ...leaf, part: "font-size" };
  return toScaleName(size, toScale(size) ?? scale, naming);
}

function toLines(entries: readonly Entry[], toValue: (entry: Entry) => string): string[] {
  const scales = new Map<string, [string, JsonValue][]>();
  const styles = Map.groupBy(
    entries.filter(({ leaf }) => WITH_SIZE.has(leaf.part)),
    ({ leaf }) => leaf.token,
  );
  for (const entry of entries) {
    const [key = "", name = ""] = entry.name.split(" ");
    if (WITH_SIZE.has(entry.leaf.part)) continue;
    const beside = entry.leaf.part === "font-size" ? (styles.get(entry.leaf.token) ?? []) : [];
    const extra = beside.map((part) => [WITH_SIZE.get(part.leaf.part) ?? "", toValue(part)] as const);
    const value = extra.length === 0 ? toValue(entry) : [toValue(entry), toJsonObject(extra)];
    const scale = scales.get(key) ?? [];
    scale.push([name, value]);
    scales.set(key, scale);
  }
  return [...scales].flatMap(([key, members]) => [
    `      ${key}: {`,
    ...members.map(([name, value]) => `        ${JSON.stringify(name)}: ${toLiteral(value)},`),
    "      },",
  ]);
}
