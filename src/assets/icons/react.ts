import * as z from "zod";
import { parseStyle } from "./element.ts";
import type { Icon } from "./icon.ts";
import { withSuffix } from "./names.ts";
import { ImportExtension, importPath, Suffix } from "./options.ts";
import { defineOutput, textFile } from "./output.ts";
import { type Markup, printAttributes, printLines, toKey, toLiteral } from "./print.ts";
import { toRootAttributes } from "./svg.ts";

/**
 * React components in TypeScript, one file each. Not by @svgr/core: all its markup is on one line, which no diff can show, its imports do not
 * compile under verbatimModuleSyntax, and neither `size` nor a role that depends on the title can be told to it.
 */
export const react = defineOutput({
  key: "react",
  description:
    'React components (18 and 19) in TypeScript with size, title, ref and all props of `<svg>`; `"sideEffects": false` holds for them.',
  target: "folder",
  prunes: true,
  form: "pascal",
  options: z.strictObject({ suffix: Suffix, extension: ImportExtension }),
  build(icons, { suffix, extension }, job) {
    const components = icons.map((icon) => ({ icon, name: withSuffix(icon.names.pascal, suffix) }));
    const files = components.map(({ icon, name }) =>
      textFile(job, `${name}.tsx`, toComponent(icon, name, job.madeBy, importPath("./icon-props", "ts", extension)), icon.from ?? job.from),
    );
    const index = [
      `// ${job.madeBy}`,
      `export type { IconProps } from "${importPath("./icon-props", "ts", extension)}";`,
      ...components.map(({ name }) => `export { ${name} } from "${importPath(`./${name}`, "tsx", extension)}";`),
    ];
    return { artifacts: [...files, textFile(job, "icon-props.ts", toProps(job.madeBy)), textFile(job, "index.ts", index)] };
  },
});

function toProps(madeBy: string): string[] {
  return [
    `// ${madeBy}`,
    'import type { SVGProps } from "react";',
    "",
    "/** All props of <svg>. An icon without a title or label is hidden from assistive technology. */",
    'export interface IconProps extends Omit<SVGProps<SVGSVGElement>, "ref"> {',
    "  /** Width and height; the size in the design when left out. */",
    "  size?: number | string | undefined;",
    "  /** What the icon means, for those who cannot see it. */",
    "  title?: string | undefined;",
    "}",
  ];
}

function toComponent(icon: Icon, name: string, madeBy: string, props: string): string[] {
  const { width, height, ...root } = toRootAttributes(icon);
  return [
    `// ${madeBy}`,
    'import { forwardRef } from "react";',
    `import type { IconProps } from "${props}";`,
    "",
    `export const ${name} = /* @__PURE__ */ forwardRef<SVGSVGElement, IconProps>(function ${name}({ size, title, ...props }, ref) {`,
    '  const isNamed = title || props["aria-label"] || props["aria-labelledby"];',
    "  return (",
    "    <svg",
    ...Object.entries(root).map((attribute) => `     ${printAttributes(Object.fromEntries([attribute]), jsx)}`),
    `      width={size ?? ${Number(width)}}`,
    `      height={size ?? ${Number(height)}}`,
    '      role={isNamed ? "img" : undefined}',
    "      aria-hidden={isNamed ? undefined : true}",
    "      {...props}",
    "      ref={ref}",
    "    >",
    "      {title ? <title>{title}</title> : null}",
    ...printLines(icon.children, jsx, "      "),
    "    </svg>",
    "  );",
    "});",
  ];
}

const jsx: Markup = {
  attribute(name, value) {
    // React knows it, its types do not.
    if (name === "mask-type") return ` {...{ maskType: ${toLiteral(value)} }}`;
    if (name === "style") return ` style={{ ${toStyle(value)} }}`;
    return ` ${toCamel(name)}=${/["&{}<>\\\p{C}\u2028\u2029]/u.test(value) ? `{${toLiteral(value)}}` : `"${value}"`}`;
  },
  text: (text) => `{${toLiteral(text)}}`,
};

function toStyle(style: string): string {
  return parseStyle(style)
    .map(([name, value]) => `${toKey(name.startsWith("--") ? name : toCamel(name))}: ${toLiteral(value)}`)
    .join(", ");
}

function toCamel(name: string): string {
  return name.replace(/[-:]([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
