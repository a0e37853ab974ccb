/** An element of an icon. Tags and attribute names are from closed lists; values and texts are not escaped yet. */
export interface IconElement {
  tag: string;
  attributes: Attributes;
  children: readonly IconNode[];
}

/** An element or text. */
export type IconNode = IconElement | string;

export type Attributes = Readonly<Record<string, string>>;

/** A root that was read: its size in pixels, its view box (x, y, width, height), and what else it says about its content. */
export interface Drawing {
  width: number;
  height: number;
  viewBox: readonly [number, number, number, number];
  /** Presentation the content inherits, such as `fill="none"`. */
  attributes: Attributes;
  children: readonly IconNode[];
}

/** The drawing's content and all in it, parents first. */
export function* elementsOf(nodes: readonly IconNode[]): Generator<IconElement> {
  for (const node of nodes) {
    if (typeof node === "string") continue;
    yield node;
    yield* elementsOf(node.children);
  }
}

/** The drawing's content with every attribute replaced; undefined drops it. */
export function mapAttributes(nodes: readonly IconNode[], map: (name: string, value: string) => string | undefined): readonly IconNode[] {
  return nodes.map((node) => {
    if (typeof node === "string") return node;
    return { tag: node.tag, attributes: mapValues(node.attributes, map), children: mapAttributes(node.children, map) };
  });
}

export function mapValues(attributes: Attributes, map: (name: string, value: string) => string | undefined): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) => {
      const mapped = map(name, value);
      return mapped === undefined ? [] : [[name, mapped]];
    }),
  );
}

/** Declarations of a `style` attribute in order. A `;` inside quotes or brackets ends none. */
export function parseStyle(style: string): [name: string, value: string][] {
  const declarations = style.match(/(?:"[^"]*"|'[^']*'|\([^)]*\)|[^;"'(])+/g) ?? [];
  return declarations.flatMap((declaration): [string, string][] => {
    const colon = declaration.indexOf(":");
    const [name, value] = [declaration.slice(0, colon).trim(), declaration.slice(colon + 1).trim()];
    return colon > 0 && name !== "" && value !== "" ? [[name, value]] : [];
  });
}

/** An element's presentation, what its `style` says first. */
export function presentationOf({ attributes }: Pick<IconElement, "attributes">): Readonly<Record<string, string | undefined>> {
  return { ...attributes, ...Object.fromEntries(parseStyle(attributes["style"] ?? "")) };
}
