import type { Shape } from "../design.ts";
import { segmentsToPathString } from "../transit/index.ts";
import { compareTexts, isRecord, toText, toTexts } from "./values.ts";

/**
 * A shape as every channel shall give it: null attributes are absent, `touched` (a set) is sorted, `pageId` (an addition of archives) is
 * gone, and what old archives write differently is in today's form (file-model.md §7.5). Undefined when the value is no shape.
 */
export function normalizeShape(id: string, value: unknown): Shape | undefined {
  if (!isRecord(value) || typeof value.type !== "string") return undefined;
  const kept = Object.entries(value).filter(([key, item]) => item !== null && item !== undefined && key !== "pageId");
  const attributes = modernizeShape(Object.fromEntries(kept));
  const touched = Array.isArray(attributes.touched) ? { touched: toTexts(attributes.touched).sort(compareTexts) } : {};
  return { ...attributes, ...touched, id, name: toText(value.name) ?? "", type: value.type };
}

/** Brings the attributes of older data versions into today's form; leaves everything else as it is. */
export function modernizeShape(shape: Record<string, unknown>): Record<string, unknown> {
  return [modernizeContent, modernizeFlexDirection, modernizeStrokeCaps].reduce((made, modernize) => modernize(made), shape);
}

function modernizeContent(shape: Record<string, unknown>): Record<string, unknown> {
  if (shape.type !== "path" && shape.type !== "bool") return shape;
  const { boolContent, ...rest } = shape;
  const content = rest.content ?? boolContent;
  if (content === undefined || content === null) return rest;
  return { ...rest, content: Array.isArray(content) ? segmentsToPathString(content) : content };
}

function modernizeFlexDirection(shape: Record<string, unknown>): Record<string, unknown> {
  const reversed = /^reverse-(row|column)$/.exec(String(shape.layoutFlexDir))?.[1];
  return reversed ? { ...shape, layoutFlexDir: `${reversed}-reverse` } : shape;
}

/** The caps of a whole shape belong to its first stroke now. */
function modernizeStrokeCaps(shape: Record<string, unknown>): Record<string, unknown> {
  const { strokeCapStart, strokeCapEnd, ...rest } = shape;
  if (!strokeCapStart && !strokeCapEnd) return shape;
  if (!Array.isArray(rest.strokes) || rest.strokes.length === 0) return rest;
  const [first, ...others] = rest.strokes;
  const caps = { ...(strokeCapStart ? { strokeCapStart } : {}), ...(strokeCapEnd ? { strokeCapEnd } : {}) };
  return { ...rest, strokes: [{ ...first, ...caps }, ...others] };
}
