import type { Shape } from "../design.ts";
import type { RenderOptions } from "../render/index.ts";

/** `keep`: as drawn. `current-color`: a picture of one colour takes that of the text around it. `css-variables`: token-bound colours follow a custom property. */
export type ColorMode = "keep" | "current-color" | "css-variables";

export type ToColor = NonNullable<RenderOptions["toColor"]>;

export interface Colors {
  /** Draws one picture in the mode's colours: gives `render` what to hand on as `RenderOptions.toColor`, perhaps twice, and returns what it drew last. */
  draw<Drawn extends { svg: string }>(render: (toColor: ToColor) => Drawn): Drawn;
}

/** `prefix` stands before the names of custom properties: `brand` gives `--brand-color-primary`. */
export function createColors(mode: ColorMode, { prefix = "" }: { prefix?: string } = {}): Colors {
  if (mode === "current-color") return { draw: drawInOneColor };
  if (mode === "css-variables") return { draw: (render) => render((shape, part, color) => toVariable(shape, part, color, prefix)) };
  return { draw: (render) => render(keep) };
}

function keep(_shape: Shape, _part: "fill" | "stroke", color: string): string {
  return color;
}

/** Hopes for a single colour, as most icons have one, and draws again when there are more. */
function drawInOneColor<Drawn extends { svg: string }>(render: (toColor: ToColor) => Drawn): Drawn {
  const colors = new Set<string>();
  const drawn = render((_shape, _part, color) => {
    colors.add(normalise(color));
    return "currentColor";
  });
  if (colors.size === 0) return drawn;
  return colors.size === 1 && !hasOtherPaint(drawn.svg) ? drawn : render(keep);
}

/** Paint that nobody was asked about: gradients, images, patterns, shadows and colours of imported SVG. White and black of masks and clips are no colours. */
function hasOtherPaint(svg: string): boolean {
  const visible = svg.replace(/<(mask|clipPath)\b(?:[^>]*\/>|[\s\S]*?<\/\1>)/g, "");
  if (/<(?:linearGradient|radialGradient|image|feFlood|feColorMatrix|feImage)\b/.test(visible)) return true;
  const paints = visible.matchAll(/\s(?:fill|stroke|color|stop-color|flood-color|lighting-color)="([^"]*)"/g);
  return [...paints].some(([, paint = ""]) => !/^(?:none|currentColor|inherit|transparent|url\(#[^)]*\))$/.test(paint));
}

/** `var(--name, colour)` where the colour is the token's: that of the first fill or stroke (file-model.md §6.9). */
function toVariable(shape: Shape, part: "fill" | "stroke", color: string, prefix: string): string {
  const token = toRecord(shape["appliedTokens"])[part === "fill" ? "fill" : "strokeColor"];
  if (typeof token !== "string" || !isTokenColor(shape, part, color)) return color;
  const name = toPropertyName(prefix === "" ? token : `${prefix}-${token}`);
  return name === "--" ? color : `var(${name}, ${color})`;
}

/** A token sets the first fill or stroke, of a text that of every run; others of the shape have colours of their own. */
function isTokenColor(shape: Shape, part: "fill" | "stroke", color: string): boolean {
  const owners = part === "fill" && shape.type === "text" ? runsOf(shape) : [shape];
  const found = owners.map((owner) => firstColor(owner, part));
  return found.length > 0 && found.every((candidate) => candidate !== undefined && normalise(candidate) === normalise(color));
}

function firstColor(owner: Record<string, unknown>, part: "fill" | "stroke"): string | undefined {
  const list = owner[part === "fill" ? "fills" : "strokes"];
  const first = toRecord(Array.isArray(list) ? list[0] : undefined)[part === "fill" ? "fillColor" : "strokeColor"];
  return typeof first === "string" ? first : undefined;
}

/** The leaves of a text's content. */
function runsOf(shape: Shape): Record<string, unknown>[] {
  const runs: Record<string, unknown>[] = [];
  const waiting: unknown[] = [shape["content"]];
  while (waiting.length > 0) {
    const node = toRecord(waiting.pop());
    if (typeof node["text"] === "string") runs.push(node);
    else if (Array.isArray(node["children"])) for (const child of node["children"]) waiting.push(child);
  }
  return runs;
}

/** A custom property's name: what CSS cannot have in one becomes `-`, other scripts stay. */
function toPropertyName(token: string): string {
  return `--${token.replace(/[^\p{L}\p{N}_-]+/gu, "-").replace(/^-+|-+$/g, "")}`;
}

/** `#ABC` and `#aabbcc` are one colour. */
function normalise(color: string): string {
  const lower = color.toLowerCase();
  return /^#[0-9a-f]{3}$/.test(lower) ? lower.replace(/[0-9a-f]/g, "$&$&") : lower;
}

function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
