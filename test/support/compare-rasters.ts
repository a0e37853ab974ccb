import { Resvg } from "@resvg/resvg-js";
import pixelmatch from "pixelmatch";

/** How two pictures differ: the share of pixels that any channel tells apart, and the share a viewer would tell apart. */
export interface RasterDifference {
  /** Pixels whose largest channel difference is over 3 of 255. */
  touched: number;
  /** Pixels that pixelmatch counts, edges smoothed differently left out. */
  seen: number;
}

export interface RasterOptions {
  zoom?: number;
  /** Font files for `<text>`; without them resvg draws no text. */
  fontFiles?: readonly string[];
  defaultFont?: string;
}

interface Raster {
  width: number;
  height: number;
  pixels: Buffer;
}

/** Draws two SVGs with resvg, at fourfold size unless told, and compares them; both must have the same size. */
export function compareRasters(ours: string, theirs: string, options: RasterOptions = {}): RasterDifference {
  const [a, b] = [rasterise(ours, options), rasterise(tame(theirs), options)];
  if (a.width !== b.width || a.height !== b.height) throw new Error(`${a.width}×${a.height} is not ${b.width}×${b.height}`);
  const area = a.width * a.height;
  let touched = 0;
  for (let at = 0; at < a.pixels.length; at += 4) {
    if ([0, 1, 2, 3].some((channel) => Math.abs((a.pixels[at + channel] ?? 0) - (b.pixels[at + channel] ?? 0)) > 3)) touched += 1;
  }
  return { touched: touched / area, seen: pixelmatch(a.pixels, b.pixels, undefined, a.width, a.height, { threshold: 0.1 }) / area };
}

/** The picture as RGBA pixels. */
export function rasterise(svg: string, { zoom = 4, fontFiles = [], defaultFont = "" }: RasterOptions = {}): Raster {
  const font = { loadSystemFonts: false, fontFiles: [...fontFiles], defaultFontFamily: defaultFont };
  const image = new Resvg(svg, { fitTo: { mode: "zoom", value: zoom }, font }).render();
  return { width: image.width, height: image.height, pixels: image.pixels };
}

/** Penpot's markup as resvg reads it (rendering.md §10.3): unquoted references, no HTML, no pattern tiles that are larger than any picture. */
function tame(svg: string): string {
  return svg
    .replace(/url\('(#[^']*)'\)/g, "url($1)")
    .replace(/url\(&#x27;(#[^&]*)&#x27;\)/g, "url($1)")
    .replace(/url\(&#39;(#[^&]*)&#39;\)/g, "url($1)")
    .replace(/<foreignObject[\s\S]*?<\/foreignObject>/g, "")
    .replace(/<pattern[^>]*patternUnits="objectBoundingBox"[^>]*>/g, (tag) =>
      tag.replace(/ (width|height)="[^"]*"/g, (_whole, name: string) => ` ${name}="1"`),
    );
}
