import { UserError } from "../errors.ts";
import type { RasterFormat } from "./raster.ts";
import type { ImageKind } from "./sniff.ts";

export interface ReencodeOptions {
  /** The kind it has unless told. */
  format?: RasterFormat | undefined;
  /** In pixels; a picture is never made larger. */
  width?: number | undefined;
  /** From 1 to 100, for all but PNG. */
  quality?: number | undefined;
}

/** More pixels than this are a bomb, not a picture. */
const MOST_PIXELS = 100_000_000;

/** A picture of pixels in another format or size, turned as its camera noted. Throws PICTURE_UNREADABLE. */
export async function reencode(bytes: Uint8Array, kind: Exclude<ImageKind, "svg">, options: ReencodeOptions): Promise<Uint8Array> {
  const { default: sharp } = await import("sharp");
  const format = options.format ?? kind;
  const animated = (kind === "gif" || kind === "webp") && (format === "gif" || format === "webp");
  const quality = options.quality === undefined ? {} : { quality: options.quality };
  try {
    const picture = sharp(bytes, { limitInputPixels: MOST_PIXELS, animated }).autoOrient();
    if (options.width !== undefined) picture.resize({ width: options.width, withoutEnlargement: true });
    if (format === "jpeg") picture.flatten({ background: "#ffffff" });
    return await picture.toFormat(format, format === "png" || format === "gif" ? {} : quality).toBuffer();
  } catch (cause) {
    throw new UserError("PICTURE_UNREADABLE", `The picture cannot be read: ${(cause as Error).message.split("\n")[0]}.`, { cause });
  }
}
