import * as z from "zod";
import type { IconNode } from "./element.ts";
import type { Icon } from "./icon.ts";
import { ImportExtension, importPath } from "./options.ts";
import { defineOutput, type OutputJob, textFile } from "./output.ts";
import { toLiteral, toObject } from "./print.ts";
import { toRootAttributes } from "./svg.ts";

/** Custom elements, one file each, that are registered by a call and so can be imported anywhere. */
export const webComponents = defineOutput({
  key: "web-components",
  description: "Custom elements with the attributes size and label, each with a function that registers it; on a server it does nothing.",
  target: "folder",
  prunes: true,
  form: "pascal",
  options: z.strictObject({
    prefix: z
      .string()
      .regex(/^[a-z][a-z0-9-]*-$/, { error: "must be of a-z, 0-9 and -, starting with a letter and ending in -" })
      .default("icon-")
      .describe("What stands before each tag: acme- gives `<acme-arrow-up>`."),
    extension: ImportExtension,
  }),
  build(icons, { prefix, extension }, job) {
    const elements = icons.map((icon) => ({ icon, tag: toTag(prefix + icon.names.kebab), name: `define${icon.names.pascal}` }));
    const base = importPath("./icon-element", "ts", extension);
    const files = elements.map(({ icon, tag, name }) =>
      textFile(job, `${icon.names.pascal}.ts`, toElement(icon, tag, name, base, job), icon.from ?? job.from),
    );
    const modules = elements.map(({ icon, name }) => ({ name, path: importPath(`./${icon.names.pascal}`, "ts", extension) }));
    const index = [
      `// ${job.madeBy}`,
      ...modules.map(({ name, path }) => `import { ${name} } from "${path}";`),
      "",
      `export type { IconElement } from "${base}";`,
      `export { ${elements.map(({ name }) => name).join(", ")} };`,
      "",
      "/** Registers all icons. */",
      "export function registerAll(): void {",
      ...elements.map(({ name }) => `  ${name}();`),
      "}",
    ];
    return { artifacts: [...files, textFile(job, "icon-element.ts", toBase(job.madeBy)), textFile(job, "index.ts", index)] };
  },
});

// Names with a hyphen that are elements of SVG and MathML.
const TAKEN = new Set([
  ...[
    "annotation-xml",
    "color-profile",
    "font-face",
    "font-face-src",
    "font-face-uri",
    "font-face-format",
    "font-face-name",
    "missing-glyph",
  ],
]);

function toTag(tag: string): string {
  return TAKEN.has(tag) ? `${tag}-icon` : tag;
}

function toElement(icon: Icon, tag: string, name: string, base: string, { madeBy }: OutputJob): string[] {
  return [
    `// ${madeBy}`,
    `import { registerIcon, type IconElement } from "${base}";`,
    "",
    "declare global {",
    "  interface HTMLElementTagNameMap {",
    `    "${tag}": IconElement;`,
    "  }",
    "}",
    "",
    `/** Registers <${tag}>. */`,
    `export function ${name}(): void {`,
    "  registerIcon(",
    `    "${tag}",`,
    `    ${toObject(toRootAttributes(icon))},`,
    "    [",
    ...toTuples(icon.children, "      "),
    "    ],",
    "  );",
    "}",
  ];
}

function toTuples(nodes: readonly IconNode[], indent: string): string[] {
  return nodes.flatMap((node) => {
    if (typeof node === "string") return [`${indent}${toLiteral(node)},`];
    const open = `${indent}["${node.tag}", ${toObject(node.attributes)}`;
    if (node.children.length === 0) return [`${open}],`];
    return [`${open}, [`, ...toTuples(node.children, `${indent}  `), `${indent}]],`];
  });
}

function toBase(madeBy: string): string[] {
  return `// ${madeBy}

/** An element of an icon's picture: tag, attributes, what is in it. */
export type IconNode = string | readonly [tag: string, attributes: Readonly<Record<string, string>>, children?: readonly IconNode[]];

/** An icon in a page: \`size\` sets width and height, \`label\` says what it means to those who cannot see it. */
export interface IconElement extends HTMLElement {
  size: string | null;
  label: string | null;
}

/** Registers an icon's element. Does nothing where there are no custom elements, as on a server, and where the tag is taken. */
export function registerIcon(tag: string, attributes: Readonly<Record<string, string>>, children: readonly IconNode[]): void {
  if (typeof customElements === "undefined" || customElements.get(tag)) return;

  class Icon extends HTMLElement implements IconElement {
    static readonly observedAttributes = ["size", "label"];
    readonly #svg = create(["svg", attributes, children]);

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      const style = document.createElement("style");
      style.textContent = ":host { display: inline-block; line-height: 0 }";
      root.append(style, this.#svg);
      this.attributeChangedCallback();
    }

    get size(): string | null {
      return this.getAttribute("size");
    }

    set size(value: string | null) {
      setOrRemove(this, "size", value);
    }

    get label(): string | null {
      return this.getAttribute("label");
    }

    set label(value: string | null) {
      setOrRemove(this, "label", value);
    }

    attributeChangedCallback(): void {
      const { size, label } = this;
      setOrRemove(this.#svg, "width", size || (attributes["width"] ?? null));
      setOrRemove(this.#svg, "height", size || (attributes["height"] ?? null));
      setOrRemove(this.#svg, "role", label ? "img" : null);
      setOrRemove(this.#svg, "aria-label", label || null);
      setOrRemove(this.#svg, "aria-hidden", label ? null : "true");
    }
  }

  customElements.define(tag, Icon);
}

function create([tag, attributes, children = []]: Exclude<IconNode, string>): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag) as SVGElement;
  for (const [name, value] of Object.entries(attributes)) if (name !== "xmlns") element.setAttribute(name, value);
  for (const child of children) element.append(typeof child === "string" ? child : create(child));
  return element;
}

function setOrRemove(element: Element, name: string, value: string | null): void {
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}`.split("\n");
}
