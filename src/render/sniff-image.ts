/** What a picture is, by its first bytes. */
export type ImageKind = "png" | "jpeg" | "gif" | "webp" | "avif" | "svg";

const HEAD = 16_384;

/** The kind of picture that the bytes begin as, whatever anybody says of them; undefined for anything else. */
export function sniffImage(bytes: Uint8Array): ImageKind | undefined {
  if (startsWith(bytes, "\x89PNG\r\n\x1a\n")) return "png";
  if (startsWith(bytes, "\xff\xd8\xff")) return "jpeg";
  if (startsWith(bytes, "GIF87a") || startsWith(bytes, "GIF89a")) return "gif";
  if (startsWith(bytes, "RIFF") && startsWith(bytes, "WEBP", 8)) return "webp";
  if (startsWith(bytes, "ftyp", 4) && /^avi[fs]/.test(toLatin(bytes, 8, 12))) return "avif";
  return isSvg(bytes) ? "svg" : undefined;
}

/** An XML text whose first element is `svg`, behind what may stand before it. */
function isSvg(bytes: Uint8Array): boolean {
  let rest = new TextDecoder().decode(bytes.subarray(0, HEAD)).trimStart();
  for (;;) {
    const end = rest.startsWith("<!--")
      ? "-->"
      : rest.startsWith("<?")
        ? "?>"
        : /^<!doctype\s+(?:[\w-]+:)?svg\b/i.test(rest)
          ? ">"
          : undefined;
    if (end === undefined) return /^<(?:[\w-]+:)?svg[\s>/]/.test(rest);
    const at = rest.indexOf(end);
    if (at < 0) return false;
    rest = rest.slice(at + end.length).trimStart();
  }
}

function startsWith(bytes: Uint8Array, text: string, at = 0): boolean {
  return toLatin(bytes, at, at + text.length) === text;
}

function toLatin(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
