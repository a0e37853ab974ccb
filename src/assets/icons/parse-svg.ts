import { isAttributeName } from "../../render/element.ts";
import type { Attributes, Drawing, IconElement, IconNode } from "./element.ts";
import { parseStyle } from "./element.ts";

/** Why a text cannot be an icon; `message` completes "the icon …". */
export class IconProblem extends Error {
  override readonly name = "IconProblem";
}

const DEEPEST = 200;

const TAGS = new Set([
  ...["svg", "g", "defs", "symbol", "use", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath"],
  ...["image", "clipPath", "mask", "pattern", "marker", "linearGradient", "radialGradient", "stop", "filter", "feBlend", "feColorMatrix"],
  ...["feComponentTransfer", "feComposite", "feConvolveMatrix", "feDiffuseLighting", "feDisplacementMap", "feDistantLight"],
  ...["feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feImage", "feMerge", "feMergeNode"],
  ...["feMorphology", "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight", "feTile", "feTurbulence"],
]);

// They paint nothing.
const LEFT_OUT = new Set(["title", "desc", "metadata"]);
const NEEDLESS = new Set(["version", "baseProfile", "class", "role", "focusable", "xml:lang", "lang", "enable-background"]);

/** A node as SVGO's parser gives it. */
interface Parsed {
  type: string;
  name?: string;
  value?: string;
  attributes?: Readonly<Record<string, string>>;
  children?: readonly Parsed[];
}

/** Reads SVG text into what all outputs are printed from. Throws IconProblem for what is no SVG, has no size, or could run or fetch something. */
export async function parseSvg(text: string): Promise<Drawing> {
  const nodes = await parseXml(text);
  const [root, ...others] = nodes.filter(({ type }) => type === "element");
  if (root?.name !== "svg" || others.length > 0) throw new IconProblem("is no SVG");
  const { width, height, viewBox, ...rest } = toAttributes(root);
  const size = readSize(width, height, viewBox);
  const attributes = Object.fromEntries(Object.entries(rest).filter(([name]) => !["id", "x", "y"].includes(name)));
  return { ...size, attributes, children: toNodes(root.children ?? [], 1) };
}

async function parseXml(text: string): Promise<readonly Parsed[]> {
  const { optimize } = await import("svgo");
  let nodes: readonly Parsed[] = [];
  const read = {
    name: "read",
    fn: (root: unknown) => {
      nodes = (root as Parsed).children ?? [];
      return null;
    },
  };
  try {
    optimize(text, { plugins: [read] });
  } catch (cause) {
    const reason = /^[^\n]*/.exec((cause as Error).message.replace(/^Error in parsing SVG: /, ""))?.[0];
    throw new IconProblem(`is no well-formed SVG (${reason})`, { cause });
  }
  for (const { type, name } of nodes) {
    if (type === "doctype" || (type === "instruction" && name !== "xml")) throw new IconProblem("has a document type or an instruction");
  }
  return nodes;
}

function toNodes(nodes: readonly Parsed[], depth: number): IconNode[] {
  if (depth > DEEPEST) throw new IconProblem(`nests deeper than ${DEEPEST} levels`);
  return nodes.flatMap((node): IconNode[] => {
    if (node.type === "text" || node.type === "cdata") return [node.value ?? ""];
    if (node.type === "comment") return [];
    if (node.type !== "element") throw new IconProblem("has a document type or an instruction");
    return LEFT_OUT.has(node.name ?? "") ? [] : [toElement(node, depth)];
  });
}

function toElement(node: Parsed, depth: number): IconElement {
  const tag = node.name ?? "";
  if (tag === "script") throw new IconProblem("has a script");
  if (!TAGS.has(tag)) throw new IconProblem(`has the element <${tag}>, which is not allowed`);
  return { tag, attributes: toAttributes(node), children: toNodes(node.children ?? [], depth + 1) };
}

function toAttributes({ name: tag, attributes = {} }: Parsed): Attributes {
  const entries = Object.entries(attributes).flatMap(([given, value]): [string, string][] => {
    if (/^on/i.test(given)) throw new IconProblem(`has the handler ${given}`);
    const name = given === "xlink:href" ? "href" : given;
    if (name === "xmlns" || /^(xmlns|xlink|data-|aria-)/.test(name) || NEEDLESS.has(name)) return [];
    if (!isAttributeName(name)) throw new IconProblem(`has the attribute ${JSON.stringify(given)}, which is not known to be harmless`);
    checkValue(tag ?? "", name, value);
    return [[name, value]];
  });
  return Object.fromEntries(entries);
}

const PICTURE = /^data:image\/(png|jpeg|gif|webp|avif|svg\+xml)[;,]/;

function checkValue(tag: string, name: string, value: string): void {
  if (name === "href") {
    const isPicture = tag === "image" || tag === "feImage";
    if (!value.startsWith("#") && !(isPicture && PICTURE.test(value))) throw new IconProblem("refers to something outside of it");
    return;
  }
  // A backslash could spell url( in another way.
  if (value.includes("\\") || /url\(\s*["']?(?![#"'\s])|(?:image|image-set|src|cross-fade)\(/i.test(value)) {
    throw new IconProblem("refers to something outside of it");
  }
  if (name !== "style") return;
  const wrong = parseStyle(value).find(([property]) => !isProperty(property));
  if (wrong) throw new IconProblem(`has the style ${JSON.stringify(wrong[0])}, which is not known to be harmless`);
}

const PROPERTIES = new Set(["mix-blend-mode", "isolation", "white-space", "transform-origin", "transform-box", "font-variant"]);

function isProperty(name: string): boolean {
  return PROPERTIES.has(name) || (name !== "style" && isAttributeName(name));
}

function readSize(
  width: string | undefined,
  height: string | undefined,
  box: string | undefined,
): Pick<Drawing, "width" | "height" | "viewBox"> {
  const numbers =
    box
      ?.trim()
      .split(/[\s,]+/)
      .map(Number) ?? [];
  const [x, y, boxWidth, boxHeight] = numbers.length === 4 && numbers.every(Number.isFinite) ? numbers : [];
  const [w, h] = [toLength(width) ?? boxWidth, toLength(height) ?? boxHeight];
  if (w === undefined || h === undefined || !(w > 0 && h > 0)) throw new IconProblem("has no size");
  const viewBox = [x ?? 0, y ?? 0, boxWidth ?? w, boxHeight ?? h] as const;
  if (!(viewBox[2] > 0 && viewBox[3] > 0)) throw new IconProblem("has no size");
  return { width: w, height: h, viewBox };
}

function toLength(text: string | undefined): number | undefined {
  const match = /^\s*(\d*\.?\d+)(px)?\s*$/.exec(text ?? "");
  return match ? Number(match[1]) : undefined;
}
