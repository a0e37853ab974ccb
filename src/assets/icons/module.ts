import * as z from "zod";
import { defineOutput } from "./output.ts";
import { toKey, toLiteral } from "./print.ts";
import { toSvg } from "./svg.ts";

/** All icons as SVG texts in one TypeScript module. */
export const ts = defineOutput({
  key: "ts",
  description: "One TypeScript module with the SVG texts by name, and a type of all names.",
  target: "path",
  ending: ".ts",
  prunes: false,
  form: "kebab",
  options: z.strictObject({}),
  build(icons, _, { target, madeBy, from }) {
    const lines = [
      `// ${madeBy}`,
      "export const icons = {",
      ...icons.map((icon) => `  ${toKey(icon.names.kebab)}: ${toLiteral(toSvg(icon))},`),
      "} as const;",
      "",
      "export type IconName = keyof typeof icons;",
    ];
    return { artifacts: [{ path: target, content: Buffer.from(`${lines.join("\n")}\n`), from }] };
  },
});
