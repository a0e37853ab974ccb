import type { Sharp } from "sharp";
import { hasText } from "./css-values.ts";
import { drawPixels } from "./draw.ts";
import { optimiseSvg } from "./optimise.ts";
import { differenceOf, type Pixels, type Sharpness } from "./pixel-difference.ts";
import { createPixelJob } from "./pixels.ts";
import type { RasterFormat } from "./raster.ts";
import { readSvgRoot } from "./svg-root.ts";

/** What can be compared. PDFs have no pixels: they are equal when their bytes are. */
export type PictureFormat = "svg" | "pdf" | RasterFormat;

/**
 * The most two pictures may differ and still be the same to a viewer. Measured on 172 pictures: SVGO and rounding give nothing, at most a
 * half of it, and one and a half only for slivers thinner than a hundredth; one pixel that comes or goes in an icon of 24 is one and
 * three quarters of it, a line moved by a tenth ten times.
 */
export const PICTURE_TOLERANCE = 0.001;

/** Drawn by the same program, only rounding differs. */
const EXACT: Sharpness = { flat: 1, edge: 0.2 };
/** Another version of an encoder, or an edge one step of librsvg darker, leaves other traces. */
const LOSSY: Sharpness = { flat: 12, edge: 0.3 };

/**
 * The share of pixels, from 0 to 1, that a viewer would tell apart, in the part of the picture (96 pixels square) where most do.
 * Infinity when one cannot be read, the sizes differ, or an SVG asks its page for other things (size, colours, fonts).
 */
export async function comparePictures(before: Uint8Array, after: Uint8Array, format: PictureFormat): Promise<number> {
  if (Buffer.compare(before, after) === 0) return 0;
  if (format === "pdf") return Infinity;
  try {
    const [a, b] = await (format === "svg" ? drawBoth(before, after) : Promise.all([decode(before), decode(after)]));
    if (!a || !b || a.width !== b.width || a.height !== b.height) return Infinity;
    return await differenceOf(a, b, format === "svg" || format === "png" ? EXACT : LOSSY);
  } catch {
    return Infinity;
  }
}

async function drawBoth(before: Uint8Array, after: Uint8Array): Promise<(Pixels | undefined)[]> {
  const [a, b] = [Buffer.from(before).toString("utf8"), Buffer.from(after).toString("utf8")];
  if (wishesOf(a) !== wishesOf(b)) return [];
  const [rootA, rootB] = [readSvgRoot(a), readSvgRoot(b)];
  if (Math.abs(rootA.width - rootB.width) > SAME_SIZE || Math.abs(rootA.height - rootB.height) > SAME_SIZE) return [];
  const side = Math.max(rootA.width, rootA.height);
  return drawPixels([createPixelJob(a, toZoom(side)), createPixelJob(b, toZoom(side))], toPixels);
}

/** Noise of a size, in pixels. */
const SAME_SIZE = 0.01;

/** Small pictures fourfold, so that a line moved by part of a pixel shows; large ones as they are, as far as memory allows. */
function toZoom(side: number): number {
  const enlarged = Math.min(Math.max(4 * side, 96), 512);
  return Math.max(enlarged, Math.min(side, 2048)) / side;
}

/** What an SVG leaves to the page it stands in; pixels do not show it. */
function wishesOf(svg: string): string {
  const { attributes } = readSvgRoot(svg);
  const root = ["width", "height", "viewBox", "preserveAspectRatio"].filter((name) => attributes.has(name));
  const variables = new Set(svg.match(/var\(\s*--[^\s,()]+/g));
  const text = hasText(svg) ? textsOf(svg) : [];
  return JSON.stringify([root, svg.includes("currentColor"), [...variables].sort(), text]);
}

/** Texts in one certain form, without the noise of their numbers: they are not drawn. */
function textsOf(svg: string): string[] {
  const texts = optimiseSvg(svg).match(/<text[\s>][\s\S]*?<\/text>/g) ?? [];
  return texts.map((text) => text.replace(/-?\d*\.\d+/g, (number) => String(Math.round(Number(number) * 10) / 10)));
}

async function decode(bytes: Uint8Array): Promise<Pixels> {
  const { default: sharp } = await import("sharp");
  return toPixels(sharp(bytes));
}

async function toPixels(image: Sharp): Promise<Pixels> {
  const { data, info } = await image.toColourspace("srgb").ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  premultiply(data);
  return { width: info.width, height: info.height, data };
}

function premultiply(data: Uint8Array): void {
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3] ?? 0;
    if (alpha === 255) continue;
    for (let channel = at; channel < at + 3; channel += 1) data[channel] = Math.round(((data[channel] ?? 0) * alpha) / 255);
  }
}
