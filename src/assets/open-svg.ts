import type { Sharp } from "sharp";

/** Above what any picture has. */
const MOST_PIXELS = 2 ** 28;

/**
 * An SVG as an image that librsvg draws when it is asked for; it reads no files and asks no network. Without limits of XML, as an
 * embedded photograph may be longer than they allow; depth and number of elements stay limited, and the caller sees to it that there are no entities.
 */
export async function openSvg(svg: string): Promise<Sharp> {
  const { default: sharp } = await import("sharp");
  return sharp(Buffer.from(svg), { unlimited: true, limitInputPixels: MOST_PIXELS });
}
