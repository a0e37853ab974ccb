import type { Attributes } from "../element.ts";
import type { Point } from "../geometry.ts";
import type { Outline } from "../outline.ts";
import type { Run } from "./runs.ts";

/** A run as characters in the design's font, as Penpot writes it but for what attributes cannot say (section 7.3). */
export function toPlainText(run: Run, move: Point): Outline {
  const { box, font, size, letterSpacing, decorations, rtl } = run;
  const left = box.x + move.x;
  const attributes: Attributes = {
    x: rtl ? left + box.width : left,
    y: box.y + box.height + move.y,
    "dominant-baseline": "ideographic",
    textLength: box.width,
    lengthAdjust: "spacingAndGlyphs",
    "font-family": quoteFamily(font.family),
    "font-size": size,
    "font-weight": font.weight === "400" ? undefined : font.weight,
    "font-style": font.style === "normal" ? undefined : font.style,
    "letter-spacing": letterSpacing === 0 ? undefined : letterSpacing,
    "text-decoration": decorations.length > 0 ? decorations.join(" ") : undefined,
    direction: rtl ? "rtl" : undefined,
    "xml:space": /^\s|\s\s|\s$/.test(run.text) ? "preserve" : undefined,
  };
  return { tag: "text", attributes, children: [run.text] };
}

/** A family as CSS reads it: bare where it is made of plain words. */
function quoteFamily(family: string): string {
  return /^[A-Za-z][\w-]*(?: [A-Za-z][\w-]*)*$/.test(family) ? family : `'${family}'`;
}
