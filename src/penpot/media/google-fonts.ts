const GOOGLE = "https://fonts.gstatic.com/s/";
const FONT_FILE = /^[\w.~!$&'()*+,;=:@%/-]+\.(?:ttf|otf|woff2?)$/;
const FORMATS = ["truetype", "opentype", "woff", "woff2"];

/** Where the instance gives the style sheet of a Google font's variant (file-model.md §4.3). */
export function googleCssUrl(base: string, family: string, variantId: string): string {
  return `${base}/internal/gfonts/css?family=${encodeURIComponent(family)}:${encodeURIComponent(variantId)}&display=block`;
}

interface Face {
  /** A part of the characters: `latin`, `cyrillic-ext`; undefined when the file holds all of them. */
  subset: string | undefined;
  url: string;
  format: string;
}

/**
 * The address, on the instance's own origin, of the font file that a style sheet names: the whole font if there is one file for all
 * characters, else its Latin part. Undefined when the sheet names no file that the instance hands out.
 */
export function findGoogleFontUrl(css: string, base: string): string | undefined {
  const faces = [...listFaces(css, base)];
  const isWanted = ({ subset }: Face) => subset === undefined || subset === "latin";
  const fitting = faces.some(isWanted) ? faces.filter(isWanted) : faces;
  return fitting.sort((a, b) => FORMATS.indexOf(a.format) - FORMATS.indexOf(b.format))[0]?.url;
}

function* listFaces(css: string, base: string): Generator<Face> {
  let subset: string | undefined;
  for (const part of css.split("}")) {
    subset = /\/\*\s{0,9}([\w-]{1,40})\s{0,9}\*\//.exec(part)?.[1] ?? undefined;
    const [, quoted, plain] = /\burl\(\s{0,9}(?:["']([^"'\\\n]{1,2000})["']|([^"'()\\\s]{1,2000}))\s{0,9}\)/.exec(part) ?? [];
    const url = toOwnUrl(quoted ?? plain ?? "", base);
    if (url === undefined || !part.includes("@font-face")) continue;
    const format = /\bformat\(\s{0,9}["']?([\w-]{1,20})/.exec(part)?.[1] ?? formatOf(url);
    if (FORMATS.includes(format)) yield { subset, url, format };
  }
}

/** The file as the instance hands it out; undefined for what lies anywhere else. */
function toOwnUrl(url: string, base: string): string | undefined {
  const own = `${base}/internal/gfonts/font/`;
  if (!URL.canParse(url, own)) return undefined;
  const { href } = new URL(url, own);
  const path = [GOOGLE, own].flatMap((start) => (href.startsWith(start) ? [href.slice(start.length)] : []))[0];
  return path !== undefined && FONT_FILE.test(path) ? own + path : undefined;
}

function formatOf(url: string): string {
  if (url.endsWith(".ttf")) return "truetype";
  if (url.endsWith(".otf")) return "opentype";
  return url.endsWith(".woff2") ? "woff2" : "woff";
}
