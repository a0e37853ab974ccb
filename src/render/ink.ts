import type { Shape } from "../design.ts";
import { namedColor } from "./color-names.ts";
import type { Sketch } from "./sketch.ts";

/** A colour as it is printed, and how much of it. */
export interface Ink {
  color: string;
  opacity: number;
}

/**
 * The colour of a fill or stroke as the options want it printed. They are asked in the form `#rrggbb`;
 * a colour they leave alone keeps the form it came in, but alpha digits become opacity, which every viewer reads.
 */
export function toInk(sketch: Sketch, shape: Shape, part: "fill" | "stroke", ink: Ink): Ink {
  const { toColor } = sketch.options;
  const { long, alpha } = expand(ink.color, toColor !== undefined);
  if (long === undefined) return ink;
  const asked = toColor?.(shape, part, long) ?? long;
  const kept = alpha === 1 ? ink.color : long;
  return { color: asked === long ? kept : asked, opacity: ink.opacity * alpha };
}

/** `#rgb`, `#rgba`, `#rrggbbaa` and, where they are asked for, names to `#rrggbb` and alpha; anything else has no long form. */
function expand(color: string, names: boolean): { long: string | undefined; alpha: number } {
  if (!color.startsWith("#")) return { long: names ? namedColor(color) : undefined, alpha: 1 };
  if (color.length === 7) return { long: color.toLowerCase(), alpha: 1 };
  const digits = color.length < 7 ? [...color.slice(1)].map((digit) => digit + digit).join("") : color.slice(1);
  const alpha = digits.length > 6 ? Number.parseInt(digits.slice(6), 16) / 255 : 1;
  return { long: `#${digits.slice(0, 6).toLowerCase()}`, alpha };
}
