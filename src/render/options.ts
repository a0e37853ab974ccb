import type { Shape } from "../design.ts";
import type { FontBook } from "./text/font-book.ts";

/** How a picture is drawn. Without options nothing from outside the shapes is in it: images and fonts are missing, and reported. */
export interface RenderOptions {
  /** PNG, JPEG, WebP, GIF or SVG bytes by the id that fills and strokes name. */
  images?: ReadonlyMap<string, Uint8Array>;
  /** How an image is referred to; a data URI of its bytes unless told. */
  toImageHref?: (id: string, bytes: Uint8Array) => string;
  fonts?: FontBook;
  /** `outlines`: glyphs become paths, which look the same everywhere. `text`: text stays text in the design's font. */
  text?: "outlines" | "text";
  /** What is written for a colour (`#rrggbb`) of a shape's fill or stroke; the colour itself unless told. */
  toColor?: (shape: Shape, part: "fill" | "stroke", color: string) => string;
  /** `penpot`: the exporter's own bounds, which cut children's strokes and leave room around shadows. `content`: what is painted, no more and no less. */
  bounds?: "penpot" | "content";
  /** `auto-start-reverse`: one arrow for both ends of a line, as Penpot prints it. `auto`: one for each, for viewers that turn none around. */
  markers?: "auto-start-reverse" | "auto";
}
