import * as z from "zod";
import { caseNames } from "../../case-names.ts";
import { UserError } from "../../errors.ts";
import { quote } from "../problems.ts";
import { printCss } from "./css-values.ts";
import { differing, type Entry, toEntries } from "./entries.ts";
import { Colors, naming, Prefix, RootSize, references, Unit } from "./options.ts";
import { defineTokenOutput, oneFile, type ThemeTokens, type TokenJob } from "./output.ts";

/** How themes other than the first are chosen in CSS. */
export const ThemeSwitch = z
  .enum(["attribute", "class", "media"], { error: "must be attribute, class or media" })
  .default("attribute")
  .describe(
    'Where the values of themes after the first apply: [data-theme="dark"], .dark, or the reader\'s preference (themes called light or dark). selector and media of a theme count more.',
  );

/** Custom properties. Not by Style Dictionary: it writes one theme at a time, so that it cannot leave out what is the same in two. */
export const css = defineTokenOutput({
  key: "css",
  description: "Custom properties: the first theme's in :root, of each other theme what differs in a block of its own.",
  target: "path",
  endings: [".css"],
  oneTheme: false,
  options: z.strictObject({
    "switch-by": ThemeSwitch,
    references: references("keep"),
    colors: Colors,
    unit: Unit,
    "root-size": RootSize,
    naming: naming("kebab"),
    prefix: Prefix,
  }),
  build(themes, options, job) {
    const { themes: entries, left } = toEntries(job, {
      ...PARTS,
      rules: { output: "css", naming: options.naming, prefix: options.prefix, digits: true },
      print: ({ value }) => printCss(value, options),
    });
    const [base] = job.all;
    const blocks = themes.flatMap((theme) => {
      const own = entries.get(theme) ?? [];
      const declared = theme === base ? own : differing(own, entries.get(base) ?? []);
      return toBlock(toPlace(theme, options["switch-by"], job), declare(declared, options.references === "keep"));
    });
    return oneFile(job, [`/* ${job.madeBy} */`, ...blocks], left);
  },
});

/** CSS has shadows as values, and no text styles. */
export const PARTS = { typography: "parts", shadow: "whole" } as const;

/** Custom properties as declarations. */
export function declare(entries: readonly Entry[], keeps: boolean): string[] {
  return entries.map(({ name, text, alias }) => `--${name}: ${keeps && alias !== undefined ? `var(--${alias})` : text};`);
}

/** Where a theme's values apply. */
export interface CssPlace {
  selector: string;
  media: string | undefined;
}

/** The selector and media query of a theme. Throws TOKEN_THEME when there is no preference for its name. */
export function toPlace(theme: ThemeTokens, by: z.output<typeof ThemeSwitch>, { all: [base] }: TokenJob): CssPlace {
  if (theme.selector !== undefined || theme.media !== undefined) return { selector: theme.selector ?? ":root", media: theme.media };
  if (theme === base) return { selector: ":root", media: undefined };
  if (by === "media") return { selector: ":root", media: `(prefers-color-scheme: ${toPreference(theme.name)})` };
  const word = toThemeWord(theme.name);
  return { selector: by === "class" ? `.${/^\d/.test(word) ? `theme-${word}` : word}` : `[data-theme="${word}"]`, media: undefined };
}

/** The lines of a block; none when it is empty. */
export function toBlock({ selector, media }: CssPlace, declarations: readonly string[]): string[] {
  if (declarations.length === 0) return [];
  const block = [`${selector} {`, ...declarations.map((line) => `  ${line}`), "}"];
  return media === undefined ? block : [`@media ${media} {`, ...block.map((line) => `  ${line}`), "}"];
}

/** A theme's name in kebab-case; throws TOKEN_THEME when it has no letter or digit. */
export function toThemeWord(name: string): string {
  try {
    return caseNames.kebab(name);
  } catch (cause) {
    throw new UserError("TOKEN_THEME", `The theme ${quote(name)} has no letter or digit to name it by.`, {
      hint: "Give it a name in themes: { choose: …, name: … }.",
      cause,
    });
  }
}

function toPreference(name: string): string {
  const word = toThemeWord(name);
  if (word === "dark" || word === "light") return word;
  throw new UserError("TOKEN_THEME", `No media query is known for the theme ${quote(name)}.`, {
    hint: 'Write it in themes, as in { choose: { mode: night }, media: "(prefers-color-scheme: dark)" }.',
  });
}
