import { sniffImage } from "./sniff-image.ts";
import { findSvgDanger } from "./svg-danger.ts";

/** An image as the value of an `href`, or why it must not be one; the reason completes "the layer has …". */
export type ImageType = { type: string } | { refused: string };

const UNKNOWN: ImageType = { refused: "an image of an unknown kind" };

/** The MIME type that the bytes themselves show; what is not an image or could run or fetch something is refused. */
export function imageTypeOf(bytes: Uint8Array): ImageType {
  const kind = sniffImage(bytes);
  // Penpot takes no AVIF, and not all that draws a picture knows it.
  if (kind === undefined || kind === "avif") return UNKNOWN;
  if (kind !== "svg") return { type: `image/${kind}` };
  return findSvgDanger(bytes) === undefined
    ? { type: "image/svg+xml" }
    : { refused: "an SVG image with scripts or foreign references in it" };
}
