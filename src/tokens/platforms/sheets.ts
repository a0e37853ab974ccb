import * as z from "zod";
import { PARTS } from "./css.ts";
import { printCss } from "./css-values.ts";
import { inOrderOfNeed, toEntries } from "./entries.ts";
import { Colors, naming, Prefix, RootSize, references, Unit } from "./options.ts";
import { defineTokenOutput, oneFile } from "./output.ts";

const options = z.strictObject({
  references: references("resolve"),
  colors: Colors,
  unit: Unit,
  "root-size": RootSize,
  naming: naming("kebab"),
  prefix: Prefix,
});

/** Variables of a style sheet language. Not by Style Dictionary: it checks no names and escapes no text. */
function defineSheet(language: { key: string; description: string; ending: string; sigil: string }) {
  return defineTokenOutput({
    key: language.key,
    description: language.description,
    target: "path",
    endings: [language.ending],
    oneTheme: true,
    options,
    build([theme], given, job) {
      const { themes, left } = toEntries(job, {
        ...PARTS,
        rules: { output: language.key, naming: given.naming, prefix: given.prefix, reserved: AT_RULES },
        print: ({ value }) => printCss(value, given),
      });
      const entries = (theme && themes.get(theme)) ?? [];
      const lines = (given.references === "keep" ? inOrderOfNeed(entries) : entries).map(({ name, text, alias }) => {
        const value = given.references === "keep" && alias !== undefined ? `${language.sigil}${alias}` : text;
        return `${language.sigil}${name}: ${value};`;
      });
      return oneFile(job, [`// ${job.madeBy}`, ...lines], left);
    },
  });
}

/** Less takes these for at-rules, whatever follows. */
const AT_RULES = new Set([
  ...["charset", "import", "media", "namespace", "supports", "document", "page", "font-face", "viewport", "keyframes", "layer"],
  ...["container", "counter-style", "starting-style", "property", "plugin", "arguments", "rest", "scope", "view-transition"],
  ...["font-feature-values", "font-palette-values", "position-try", "color-profile", "detached"],
]);

export const scss = defineSheet({
  key: "scss",
  description: "Variables of Sass, in its SCSS syntax; one file for each theme.",
  ending: ".scss",
  sigil: "$",
});

export const less = defineSheet({ key: "less", description: "Variables of Less; one file for each theme.", ending: ".less", sigil: "@" });
