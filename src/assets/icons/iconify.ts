import * as z from "zod";
import type { Icon } from "./icon.ts";
import { defineOutput } from "./output.ts";
import { printAttributes, printLine, xml } from "./print.ts";

/** All icons as one icon set of Iconify. */
export const iconify = defineOutput({
  key: "iconify",
  description: "One JSON icon set for Iconify and the tools that read its format.",
  target: "path",
  ending: ".json",
  prunes: false,
  form: "kebab",
  options: z.strictObject({
    prefix: z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: "must be kebab-case: a-z, 0-9 and -" })
      .describe("The set's name, before the colon in acme:arrow-up."),
  }),
  async build(icons, { prefix }, { target, madeBy, from, signal }) {
    const { IconSet } = await import("@iconify/tools/lib/icon-set/index");
    signal.throwIfAborted();
    const set = new IconSet({ prefix, icons: {} });
    for (const icon of icons) {
      const [left, top, width, height] = icon.viewBox;
      set.setIcon(icon.names.kebab, { body: toBody(icon), width, height, ...(left !== 0 && { left }), ...(top !== 0 && { top }) });
    }
    // The time of the last change would be that of the run.
    const { prefix: name, lastModified, ...data } = set.export();
    const text = JSON.stringify({ prefix: name, info: { name: from.name, author: { name: madeBy } }, ...data }, null, 2);
    return { artifacts: [{ path: target, content: Buffer.from(`${text}\n`), from }] };
  },
});

// The root's own attributes have no place in the format: a group carries them.
function toBody({ attributes, children }: Icon): string {
  const inherited = Object.fromEntries(Object.entries(attributes).filter(([name]) => name !== "preserveAspectRatio"));
  const body = printLine(children, xml);
  return Object.keys(inherited).length === 0 ? body : `<g${printAttributes(inherited, xml)}>${body}</g>`;
}
