import type { FontRef } from "../../media.ts";
import type { Sketch } from "../sketch.ts";
import { quote } from "../values.ts";
import type { Font } from "./font.ts";

/** The font from the options; undefined when it is not at hand. */
export function findFont({ options }: Sketch, font: FontRef): Font | undefined {
  return options.fonts?.find(font);
}

/** What of a text is not as in the design, because of its font. Completes "the layer has …". */
export function explainLack({ options }: Sketch, font: FontRef, lack: "font" | "characters"): string {
  const name = `the font ${quote(font.family)} ${font.weight}${font.style === "normal" ? "" : ` ${font.style}`}`;
  if (lack === "characters") return `text with characters that ${name} lacks`;
  return `text in ${name}, ${options.fonts?.isBroken(font) ? "whose file cannot be read" : "which is not at hand"}`;
}
