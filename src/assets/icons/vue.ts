import * as z from "zod";
import type { IconNode } from "./element.ts";
import type { Icon } from "./icon.ts";
import { withSuffix } from "./names.ts";
import { ImportExtension, importPath, Suffix } from "./options.ts";
import { defineOutput, textFile } from "./output.ts";
import { toKey, toLiteral, toObject } from "./print.ts";
import { toRootAttributes } from "./svg.ts";

/** Vue 3 components in TypeScript, one file each; plain modules, which need no compiler but TypeScript's. */
export const vue = defineOutput({
  key: "vue",
  description: "Vue 3 components in TypeScript with size and title; all other attributes go to `<svg>`.",
  target: "folder",
  prunes: true,
  form: "pascal",
  options: z.strictObject({ suffix: Suffix, extension: ImportExtension }),
  build(icons, { suffix, extension }, job) {
    const components = icons.map((icon) => ({ icon, name: withSuffix(icon.names.pascal, suffix) }));
    const files = components.map(({ icon, name }) =>
      textFile(job, `${name}.ts`, toComponent(icon, name, job.madeBy), icon.from ?? job.from),
    );
    const index = [
      `// ${job.madeBy}`,
      ...components.map(({ name }) => `export { ${name} } from "${importPath(`./${name}`, "ts", extension)}";`),
    ];
    return { artifacts: [...files, textFile(job, "index.ts", index)] };
  },
});

function toComponent(icon: Icon, name: string, madeBy: string): string[] {
  const { width, height, ...root } = toRootAttributes(icon);
  return [
    `// ${madeBy}`,
    'import { defineComponent, h } from "vue";',
    "",
    `export const ${name} = /* @__PURE__ */ defineComponent({`,
    `  name: "${name}",`,
    "  props: {",
    "    /** Width and height; the size in the design when left out. */",
    "    size: { type: [Number, String], default: undefined },",
    "    /** What the icon means, for those who cannot see it; without it the icon is hidden from assistive technology. */",
    "    title: { type: String, default: undefined },",
    "  },",
    "  setup(props, { attrs }) {",
    "    return () => {",
    '      const isNamed = props.title || attrs["aria-label"] || attrs["aria-labelledby"];',
    "      return h(",
    '        "svg",',
    "        {",
    ...Object.entries(root).map(([key, value]) => `          ${toKey(key)}: ${toLiteral(value)},`),
    `          width: props.size ?? ${Number(width)},`,
    `          height: props.size ?? ${Number(height)},`,
    '          role: isNamed ? "img" : undefined,',
    '          "aria-hidden": isNamed ? undefined : "true",',
    "        },",
    "        [",
    '          props.title ? h("title", props.title) : undefined,',
    ...toCalls(icon.children, "          "),
    "        ],",
    "      );",
    "    };",
    "  },",
    "});",
  ];
}

function toCalls(nodes: readonly IconNode[], indent: string): string[] {
  return nodes.flatMap((node) => {
    if (typeof node === "string") return [`${indent}${toLiteral(node)},`];
    const open = `${indent}h("${node.tag}", ${toObject(node.attributes)}`;
    if (node.children.length === 0) return [`${open}),`];
    return [`${open}, [`, ...toCalls(node.children, `${indent}  `), `${indent}]),`];
  });
}
