import { needsSplit } from "./plain.ts";

const TAGS = new Set([
  ...["svg", "g", "defs", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "image", "use", "title", "desc"],
  ...["linearGradient", "radialGradient", "stop", "clipPath", "mask", "marker"],
]);

const ATTRIBUTES = new Set([
  ...["xmlns", "id", "x", "y", "cx", "cy", "r", "rx", "ry", "width", "height", "viewBox", "preserveAspectRatio", "d", "points", "href"],
  ...["x1", "y1", "x2", "y2", "fx", "fy", "gradientUnits", "gradientTransform", "spreadMethod", "offset", "stop-color", "stop-opacity"],
  ...["clipPathUnits", "maskUnits", "maskContentUnits", "markerUnits", "markerWidth", "markerHeight", "refX", "refY", "orient"],
  ...["transform", "color", "fill", "fill-opacity", "fill-rule", "clip-rule", "opacity", "display", "visibility", "clip-path", "mask"],
  ...["stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin"],
  ...["stroke-miterlimit", "marker-start", "marker-mid", "marker-end", "class"],
]);

const COLORS = new Set(["color", "fill", "stroke", "stop-color"]);
const COLOR = /^(?:#[0-9a-f]{3}|#[0-9a-f]{6}|[a-z]+|url\(#[^)"']+\))$/i;
const IMAGE = /^data:image\/(?:png|jpeg|webp|gif|avif);base64,/;
/** Lightness and opacity are the same for these, and svg-to-pdfkit mixes them up for all others. */
const MASK_COLOR = /^(?:none|#fff|#ffffff|white|#000|#000000|black)$/i;

interface Tag {
  name: string;
  attributes: ReadonlyMap<string, string>;
  isOpen: boolean;
  isEnd: boolean;
}

/** Whether svg-to-pdfkit draws every element, attribute and value of an SVG as SVG says; what it does not know it leaves out without a word. */
export function isDrawable(svg: string): boolean {
  const above: string[] = [];
  let [hasGroup, hasFade] = [false, false];
  for (const tag of tagsOf(svg)) {
    if (tag.isEnd) above.pop();
    else if (!isTagDrawable(tag, above)) return false;
    else if (tag.isOpen) above.push(tag.name);
    hasGroup ||= ["opacity", "clip-path", "mask"].some((name) => tag.attributes.has(name));
    hasFade ||= isFade(tag.attributes);
  }
  // pdfkit puts a gradient that lets something through in the wrong place when it lies in a group.
  return !(hasGroup && hasFade) && !svg.includes("<!") && !svg.includes("<?");
}

/** Whether an element makes a gradient translucent. */
function isFade(attributes: ReadonlyMap<string, string>): boolean {
  if (attributes.has("stop-opacity")) return true;
  return ["fill", "stroke"].some((part) => attributes.get(part)?.startsWith("url(") && attributes.has(`${part}-opacity`));
}

function* tagsOf(svg: string): Generator<Tag> {
  for (const [, end, name = "", text = "", closed] of svg.matchAll(/<(\/?)([\w:]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>/g)) {
    const attributes = new Map([...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]));
    yield { name, attributes, isOpen: !closed && !end, isEnd: end === "/" };
  }
}

function isTagDrawable({ name, attributes }: Tag, above: readonly string[]): boolean {
  if (!TAGS.has(name)) return false;
  if (!isStrokeDrawable(name, attributes)) return false;
  for (const [key, value] of attributes) if (!isAttributeDrawable(name, key, value)) return false;
  // One would replace the other.
  if (attributes.has("clip-path") && attributes.has("mask")) return false;
  if (name === "clipPath" && (attributes.has("transform") || attributes.has("clip-path"))) return false;
  if (above.includes("clipPath") && (attributes.has("clip-path") || attributes.has("mask"))) return false;
  return !above.includes("mask") || isMaskDrawable(name, attributes);
}

/** Fill and stroke can be painted one after the other only where the element itself says that it has a stroke. */
function isStrokeDrawable(name: string, attributes: ReadonlyMap<string, string>): boolean {
  if (name === "g" || name === "use" || name === "svg") {
    const inherited = ["stroke", "fill"].some((key) => attributes.get(key)?.startsWith("url("));
    return !inherited && !attributes.has("stroke-opacity") && !attributes.has("fill-opacity");
  }
  return !attributes.has("id") || !attributes.has("stroke") || !needsSplit(attributes);
}

function isAttributeDrawable(name: string, key: string, value: string): boolean {
  if (!ATTRIBUTES.has(key)) return false;
  if (COLORS.has(key)) return COLOR.test(value);
  if (key === "href") return name === "image" ? IMAGE.test(value) : value.startsWith("#");
  if (key === "orient") return value === "auto" || Number.isFinite(Number(value));
  if (key === "stroke-linejoin") return ["miter", "round", "bevel"].includes(value);
  // Per cents are of the view box, which svg-to-pdfkit takes for the page.
  return !value.endsWith("%") || key === "offset";
}

function isMaskDrawable(name: string, attributes: ReadonlyMap<string, string>): boolean {
  if (name === "image" || name === "use") return false;
  if (["opacity", "fill-opacity", "stroke-opacity"].some((key) => attributes.has(key))) return false;
  return ["fill", "stroke"].every((key) => MASK_COLOR.test(attributes.get(key) ?? "none"));
}
