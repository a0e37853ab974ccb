export { type ImageKind, sniffImage } from "../render/sniff-image.ts";

/** What a font file is, by its first bytes. */
export type FontKind = "ttf" | "otf" | "woff" | "woff2";

/** The format of a font file; undefined for anything else. */
export function sniffFont(bytes: Uint8Array): FontKind | undefined {
  switch (String.fromCharCode(...bytes.subarray(0, 4))) {
    case "\x00\x01\x00\x00":
    case "true":
      return "ttf";
    case "OTTO":
      return "otf";
    case "wOFF":
      return "woff";
    case "wOF2":
      return "woff2";
    default:
      return undefined;
  }
}
