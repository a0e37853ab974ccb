import { type ReadAttributes, readAttributes, readStyle, type SvgAttributes } from "./svg-attributes.ts";
import { isRecord, toRecord, type Unknown } from "./values.ts";

/** A node of an imported SVG: an element, or text between elements. */
export type SvgNode = Unknown | string;

export const GRADIENTS: ReadonlySet<string> = new Set(["linearGradient", "radialGradient"]);

/** Elements that are painted where they stand, without those that hold others. */
export const GRAPHICS: ReadonlySet<string> = new Set(["circle", "ellipse", "image", "line", "path", "polygon", "polyline", "rect", "use"]);

/** Elements that hold what others refer to and paint nothing where they stand. */
export const DEFINITIONS: ReadonlySet<string> = new Set([
  ...GRADIENTS,
  ...["pattern", "clipPath", "mask", "filter", "marker", "symbol", "defs"],
]);

/** Elements that paint nothing and hold nothing that others refer to. */
export const SILENT_TAGS: ReadonlySet<string> = new Set([
  ...["title", "desc", "metadata", "view", "cursor", "script", "color-profile", "font", "font-face", "glyph", "missing-glyph"],
]);

export const FILTER_STEPS: ReadonlySet<string> = new Set([
  ...["feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feConvolveMatrix", "feDiffuseLighting", "feDisplacementMap"],
  ...["feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feMerge"],
  ...["feMergeNode", "feMorphology", "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight", "feTile", "feTurbulence"],
]);

// Penpot leaves these out of definitions (section 2.8); of a style's declarations it keeps all.
const LEFT_OUT = new Set(["href", "paintOrder", "paint-order", "vectorEffect", "vector-effect", "fr"]);

export function tagOf(node: SvgNode): string {
  return isRecord(node) && typeof node["tag"] === "string" ? node["tag"] : "";
}

export function childrenOf(node: SvgNode): SvgNode[] {
  const content = isRecord(node) ? node["content"] : undefined;
  return Array.isArray(content) ? content.filter((child): child is SvgNode => typeof child === "string" || isRecord(child)) : [];
}

/** The attribute as the import wrote it. */
export function rawAttribute(node: SvgNode, name: string): unknown {
  return isRecord(node) ? toRecord(node["attrs"])[name] : undefined;
}

/** The attributes of a node inside a definition, its style's declarations over them. */
export function attributesOf(node: SvgNode): SvgAttributes {
  const [attributes, style] = readNode(node);
  return { ...attributes.known, ...style.known };
}

/** The attributes of a node inside a definition that hold what is not understood. */
export function unreadOf(node: SvgNode): string[] {
  return readNode(node).flatMap(({ unread }) => unread);
}

function readNode(node: SvgNode): [ReadAttributes, ReadAttributes] {
  const source = isRecord(node) ? toRecord(node["attrs"]) : {};
  const kept = Object.fromEntries(Object.entries(source).filter(([key]) => !LEFT_OUT.has(key)));
  return [readAttributes(kept), readStyle(source["style"])];
}

/** The nodes of a shape's definitions by their ids; those within others count where no outer one has the id. */
export function indexDefinitions(definitions: unknown): Map<string, SvgNode> {
  const index = new Map<string, SvgNode>();
  const roots = Object.entries(toRecord(definitions)).filter((entry): entry is [string, Unknown] => isRecord(entry[1]));
  // JSON spells the keys in camel case; the nodes' own ids are as written.
  for (const [, node] of roots) addOnce(index, rawAttribute(node, "id"), node);
  for (const [key, node] of roots) addOnce(index, key, node);
  const waiting = roots.flatMap(([, node]) => childrenOf(node));
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    addOnce(index, rawAttribute(node, "id"), node);
    for (const child of childrenOf(node)) waiting.push(child);
  }
  return index;
}

function addOnce(index: Map<string, SvgNode>, id: unknown, node: SvgNode): void {
  if (typeof id === "string" && id !== "" && !index.has(id)) index.set(id, node);
}
