import type { Sharp } from "sharp";
import { UserError } from "../errors.ts";
import { hasText } from "./css-values.ts";
import { drawPixels } from "./draw.ts";
import { createPixelJob } from "./pixels.ts";
import { readSvgRoot } from "./svg-root.ts";

/** What a picture can be drawn to, pixel by pixel. */
export type RasterFormat = "png" | "webp" | "avif" | "jpeg";

export interface RasteriseOptions {
  format: RasterFormat;
  /** Pixels for each unit of the SVG's width. */
  scale: number;
  /** A CSS colour behind the picture; none unless told, white for JPEG. */
  background?: string;
  /** From 1 to 100, for all but PNG; 85 for WebP and JPEG and 65 for AVIF unless told. */
  quality?: number;
  /** For WebP and AVIF. */
  lossless?: boolean;
}

/** The most pixels a picture may have. */
export const MAX_PIXELS = 64_000_000;
/** The longest side that can be drawn, or that the format can say. */
const MAX_SIDES: Record<RasterFormat, number> = { png: 32_767, webp: 16_383, avif: 16_384, jpeg: 32_767 };

/**
 * Draws an SVG `round(width * scale)` pixels wide and `round(height * scale)` high, the same bytes every time and no metadata.
 * Throws PICTURE_TOO_LARGE, PICTURE_TOO_COMPLEX, PICTURE_HAS_TEXT, BACKGROUND_INVALID and SVG_INVALID.
 */
export async function rasterise(svg: string, options: RasteriseOptions): Promise<Uint8Array> {
  const { format, scale } = options;
  const background = options.background ?? (format === "jpeg" ? "#ffffff" : undefined);
  if (hasText(svg)) {
    throw new UserError("PICTURE_HAS_TEXT", "The picture has text in a font, which only an SVG can keep.", {
      hint: "Let texts become outlines for pictures of pixels.",
    });
  }
  checkSize(svg, format, scale);
  const [bytes] = await drawPixels([createPixelJob(svg, scale, background)], (image) => encode(image, options));
  if (!bytes) throw new Error("Nothing was drawn.");
  return bytes;
}

function checkSize(svg: string, format: RasterFormat, scale: number): void {
  if (!(scale > 0) || !Number.isFinite(scale)) {
    throw new UserError("SCALE_INVALID", `The scale ${scale} is not more than 0.`, {
      hint: "A scale of 1 gives one pixel for each of the design's.",
    });
  }
  const { width, height } = readSvgRoot(svg);
  const side = MAX_SIDES[format];
  const most = Math.min(Math.sqrt(MAX_PIXELS / (width * height)), side / Math.max(width, height));
  const [pixelsX, pixelsY] = [Math.round(width * scale), Math.round(height * scale)];
  if (scale <= most || (pixelsX * pixelsY <= MAX_PIXELS && Math.max(pixelsX, pixelsY) <= side)) return;
  const why = pixelsX * pixelsY > MAX_PIXELS ? "more than 64 megapixels" : `and ${format} can have ${side} a side`;
  throw new UserError("PICTURE_TOO_LARGE", `At scale ${scale} the picture would have ${pixelsX} × ${pixelsY} pixels, ${why}.`, {
    hint: `A scale of ${roundDown(most)} would do.`,
  });
}

/** Two digits that count, never rounded up. */
function roundDown(value: number): number {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.floor(value / unit) * unit).toPrecision(2));
}

/** Every setting is written out, so that another version of sharp has no other defaults. */
async function encode(image: Sharp, { format, quality, lossless = false }: RasteriseOptions): Promise<Uint8Array> {
  if (format === "png") return image.png({ compressionLevel: 9, adaptiveFiltering: false, palette: false }).toBuffer();
  if (format === "webp")
    return image.webp({ quality: quality ?? 85, lossless, alphaQuality: 100, effort: 4, smartSubsample: true }).toBuffer();
  if (format === "avif") return image.avif({ quality: quality ?? 65, lossless, effort: 4, chromaSubsampling: "4:4:4" }).toBuffer();
  const jpeg = { quality: quality ?? 85, chromaSubsampling: "4:4:4", progressive: false, mozjpeg: true };
  // A background may let something through.
  return image.flatten({ background: "#ffffff" }).jpeg(jpeg).toBuffer();
}
