import { UserError } from "../errors.ts";

/** The root element of an SVG text: where its open tag stands, and its size in pixels. */
export interface SvgRoot {
  start: number;
  end: number;
  attributes: ReadonlyMap<string, string>;
  width: number;
  height: number;
  viewBox: readonly [x: number, y: number, width: number, height: number];
}

const OPEN_TAG = /<svg(?:\s[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*)?>/;
const ATTRIBUTE = /([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const BEFORE = /<!--[\s\S]*?-->/g;

/** Finds the root of an SVG text. Throws SVG_INVALID when there is none or it has no size. */
export function readSvgRoot(svg: string): SvgRoot {
  // A comment may hold a tag; blanking keeps the places.
  const text = svg.includes("<!--") ? svg.replace(BEFORE, (comment) => " ".repeat(comment.length)) : svg;
  const match = OPEN_TAG.exec(text);
  if (!match) throw new UserError("SVG_INVALID", "The picture is no SVG: it has no <svg> element.");
  const attributes = new Map([...match[0].matchAll(ATTRIBUTE)].map(([, name = "", double, single]) => [name, double ?? single ?? ""]));
  const box = (attributes.get("viewBox") ?? "").trim().split(/[\s,]+/);
  const [x, y, boxWidth, boxHeight] = box.length === 4 ? box.map(Number) : [];
  const width = toPixels(attributes.get("width")) ?? boxWidth;
  const height = toPixels(attributes.get("height")) ?? boxHeight;
  if (!isLength(width) || !isLength(height)) {
    throw new UserError("SVG_INVALID", "The picture has no size.", { hint: "Give its <svg> element a viewBox, or width and height." });
  }
  const viewBox = [x, y, boxWidth, boxHeight].every((value) => Number.isFinite(value))
    ? [x, y, boxWidth, boxHeight]
    : [0, 0, width, height];
  return {
    start: match.index,
    end: match.index + match[0].length,
    attributes,
    width,
    height,
    viewBox: viewBox as unknown as SvgRoot["viewBox"],
  };
}

/** The SVG with other attributes on its root; `undefined` takes one away. */
export function withRootAttributes(svg: string, root: SvgRoot, changes: Readonly<Record<string, string | undefined>>): string {
  const attributes = new Map<string, string | undefined>([...root.attributes, ...Object.entries(changes)]);
  const text = [...attributes]
    .map(([name, value]) => (value === undefined ? "" : ` ${name}="${value.replaceAll('"', "&quot;")}"`))
    .join("");
  const isEmpty = svg.slice(root.start, root.end).endsWith("/>");
  return `${svg.slice(0, root.start)}<svg${text}${isEmpty ? "/" : ""}>${svg.slice(root.end)}`;
}

function toPixels(length: string | undefined): number | undefined {
  return length !== undefined && /^\s*[\d.]+(?:px)?\s*$/.test(length) ? Number.parseFloat(length) : undefined;
}

function isLength(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value) && value >= 0;
}
