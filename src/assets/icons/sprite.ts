import * as z from "zod";
import type { Icon } from "./icon.ts";
import { defineOutput } from "./output.ts";
import { printAttributes, printLine, xml } from "./print.ts";

/** All icons as symbols of one SVG, one on each line. */
export const sprite = defineOutput({
  key: "sprite",
  description: 'One SVG with a `<symbol>` for each icon, for `<use href="sprite.svg#arrow-up"/>`.',
  target: "path",
  ending: ".svg",
  prunes: false,
  form: "kebab",
  options: z.strictObject({
    prefix: z
      .string()
      .regex(/^([a-z][a-z0-9-]*)?$/, { error: "must be empty or of a-z, 0-9 and -, starting with a letter" })
      .default("")
      .describe("What stands before each id: icon- gives icon-arrow-up."),
  }),
  build(icons, { prefix }, { target, madeBy, from }) {
    const lines = [
      '<svg xmlns="http://www.w3.org/2000/svg">',
      `<!-- ${madeBy} -->`,
      ...icons.map((icon) => toSymbol(icon, prefix)),
      "</svg>",
    ];
    return { artifacts: [{ path: target, content: Buffer.from(`${lines.join("\n")}\n`), from }] };
  },
});

function toSymbol({ names, viewBox, attributes, children }: Icon, prefix: string): string {
  const own = { id: prefix + names.kebab, viewBox: viewBox.join(" "), ...attributes };
  return `<symbol${printAttributes(own, xml)}>${printLine(children, xml)}</symbol>`;
}
