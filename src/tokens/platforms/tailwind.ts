import * as z from "zod";
import { declare, PARTS, ThemeSwitch, toBlock, toPlace } from "./css.ts";
import { printCss } from "./css-values.ts";
import { differing, type Entry, toEntries } from "./entries.ts";
import type { Leaf } from "./leaves.ts";
import { toName } from "./names.ts";
import { Colors, Prefix, RootSize, references, ShortNames, Unit } from "./options.ts";
import { defineTokenOutput, oneFile } from "./output.ts";
import { type ScaleNaming, toScale, toScaleName } from "./tailwind-scales.ts";

/** The theme of Tailwind 4. Style Dictionary has no such format. */
export const tailwind = defineTokenOutput({
  key: "tailwind",
  description:
    "A style sheet for Tailwind 4, to import after it: the first theme's values in @theme, where utilities come from; of each other theme what differs.",
  target: "path",
  endings: [".css"],
  oneTheme: false,
  options: z.strictObject({
    "switch-by": ThemeSwitch,
    references: references("keep"),
    colors: Colors,
    unit: Unit,
    "root-size": RootSize,
    "short-names": ShortNames,
    prefix: Prefix,
  }),
  build(themes, options, job) {
    const rules = { output: "tailwind", naming: "kebab", prefix: options.prefix, digits: true } as const;
    const { themes: entries, left } = toEntries(job, {
      ...PARTS,
      rules,
      toName: (leaf) => toVariable(leaf, options) ?? toName(leaf, rules),
      print: ({ value }) => printCss(value, options),
    });
    const [base] = job.all;
    const keeps = options.references === "keep";
    const blocks = themes.flatMap((theme) => {
      const own = entries.get(theme) ?? [];
      if (theme !== base) {
        return toBlock(toPlace(theme, options["switch-by"], job), declare(differing(own, entries.get(base) ?? []), keeps));
      }
      const [used, others] = [own.filter(isUsed), own.filter((entry) => !isUsed(entry))];
      // Static: themes and other style sheets may use what no utility does.
      return [
        ...toBlock({ selector: "@theme static", media: undefined }, declare(used, keeps)),
        ...toBlock({ selector: ":root", media: undefined }, declare(others, keeps)),
      ];
    });
    return oneFile(job, [`/* ${job.madeBy} */`, ...blocks], left);
  },
});

function isUsed({ leaf }: Entry): boolean {
  return toScale(leaf) !== undefined;
}

/** `--text-body--line-height` sets the line height of `text-body`; a text style without a size has none. */
function toVariable(leaf: Leaf, naming: ScaleNaming): string | undefined {
  const scale = toScale(leaf);
  if (!scale) return undefined;
  const value = leaf.token.value;
  const hasSize = value?.kind === "typography" && value.fontSize !== undefined;
  if (!hasSize || leaf.part === "" || leaf.part === "font-size" || leaf.part === "font-family")
    return `${scale.namespace}-${toScaleName(leaf, scale, naming)}`;
  return `text-${toScaleName({ ...leaf, part: "font-size" }, toScale({ ...leaf, part: "font-size" }) ?? scale, naming)}--${leaf.part}`;
}
