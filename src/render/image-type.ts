/** An image as the value of an `href`, or why it must not be one; the reason completes "the layer has …". */
export type ImageType = { type: string } | { refused: string };

const SIGNATURES: readonly (readonly [type: string, at: number, bytes: string])[] = [
  ["image/png", 0, "\x89PNG\r\n\x1a\n"],
  ["image/jpeg", 0, "\xff\xd8\xff"],
  ["image/gif", 0, "GIF8"],
  ["image/webp", 8, "WEBP"],
];

/** The MIME type that the bytes themselves show; what is not an image or could run or fetch something is refused. */
export function imageTypeOf(bytes: Uint8Array): ImageType {
  const known = SIGNATURES.find(([, at, signature]) => startsWith(bytes, at, signature));
  if (known) return { type: known[0] };
  const text = new TextDecoder().decode(bytes);
  if (!/^\s*(?:<\?xml\b[^>]*\?>\s*)?(?:<!--[\s\S]*?-->\s*|<!doctype\s+svg\b[^>[]*>\s*)*<svg[\s>]/i.test(text.slice(0, 10_000))) {
    return { refused: "an image of an unknown kind" };
  }
  return isHarmless(text) ? { type: "image/svg+xml" } : { refused: "an SVG image with scripts or foreign references in it" };
}

function startsWith(bytes: Uint8Array, at: number, signature: string): boolean {
  return [...signature].every((character, index) => bytes[at + index] === character.charCodeAt(0));
}

const HARMS = [
  /<\s*(?:[\w-]+:)?(?:script|foreignobject|iframe|embed|object|handler|listener)\b/i,
  /\son\w+\s*=/i,
  /javascript\s*:/i,
  /<!entity|<\?xml-stylesheet/i,
  /@import/i,
  /\burl\(\s*(?!['"]?#|(?:['"]|&quot;|&apos;)?data:image\/)/i,
  /\bhref\s*=\s*["'](?!\s*#|\s*data:image\/|\s*["'])/i,
  /<\s*(?:[\w-]+:)?(?:set|animate)\b[^>]*\battributeName\s*=\s*["'](?:[\w-]+:)?href/i,
];

/** Whether an SVG names nothing but its own parts and pictures in itself, and holds nothing that runs. */
function isHarmless(svg: string): boolean {
  return !HARMS.some((harm) => harm.test(svg));
}
