import * as z from "zod";
import type { Icon } from "./icon.ts";
import { withSuffix } from "./names.ts";
import { Suffix } from "./options.ts";
import { defineOutput, textFile } from "./output.ts";
import { escapeXml, type Markup, printAttributes, printLines } from "./print.ts";
import { toRootAttributes } from "./svg.ts";

/** Svelte 5 components, one file each. */
export const svelte = defineOutput({
  key: "svelte",
  description: "Svelte 5 components with size, title and all attributes of `<svg>`, and an index.ts.",
  target: "folder",
  prunes: true,
  form: "pascal",
  options: z.strictObject({ suffix: Suffix }),
  build(icons, { suffix }, job) {
    const components = icons.map((icon) => ({ icon, name: withSuffix(icon.names.pascal, suffix) }));
    const files = components.map(({ icon, name }) => textFile(job, `${name}.svelte`, toComponent(icon, job.madeBy), icon.from ?? job.from));
    const index = [`// ${job.madeBy}`, ...components.map(({ name }) => `export { default as ${name} } from "./${name}.svelte";`)];
    return { artifacts: [...files, textFile(job, "index.ts", index)] };
  },
});

function toComponent(icon: Icon, madeBy: string): string[] {
  const { width, height, ...root } = toRootAttributes(icon);
  return [
    `<!-- ${madeBy} -->`,
    '<script lang="ts">',
    '  import type { SVGAttributes } from "svelte/elements";',
    "",
    "  interface Props extends SVGAttributes<SVGSVGElement> {",
    "    /** Width and height; the size in the design when left out. */",
    "    size?: number | string | undefined;",
    "    /** What the icon means, for those who cannot see it; without it the icon is hidden from assistive technology. */",
    "    title?: string | undefined;",
    "  }",
    "",
    "  const { size, title, ...rest }: Props = $props();",
    '  const isNamed = $derived(title || rest["aria-label"] || rest["aria-labelledby"]);',
    "</script>",
    "",
    "<svg",
    ...Object.entries(root).map((attribute) => ` ${printAttributes(Object.fromEntries([attribute]), template)}`),
    `  width={size ?? ${Number(width)}}`,
    `  height={size ?? ${Number(height)}}`,
    '  role={isNamed ? "img" : undefined}',
    '  aria-hidden={isNamed ? undefined : "true"}',
    "  {...rest}",
    ">",
    "  {#if title}<title>{title}</title>{/if}",
    ...printLines(icon.children, template, "  "),
    "</svg>",
  ];
}

// Braces hold code in attributes and in text.
const template: Markup = {
  attribute: (name, value) => ` ${name}="${escapeTemplate(value)}"`,
  text: escapeTemplate,
};

function escapeTemplate(text: string): string {
  return escapeXml(text).replace(/[{}]/g, (brace) => `&#${brace.charCodeAt(0)};`);
}
