import type { Shape } from "../design.ts";
import type { Attributes } from "./element.ts";
import { toNumber } from "./values.ts";

const BLEND_MODES = new Set([
  ...["darken", "multiply", "color-burn", "lighten", "screen", "color-dodge", "overlay", "soft-light", "hard-light"],
  ...["difference", "exclusion", "hue", "saturation", "color", "luminosity"],
]);

/** Whether CSS knows the blend mode. */
export function isBlendMode(mode: string): boolean {
  return BLEND_MODES.has(mode);
}

/** The blend mode, unless it is the usual one. */
export function blendModeOf(shape: Shape): string | undefined {
  const mode = shape["blendMode"];
  return typeof mode === "string" && mode !== "normal" && mode !== "" ? mode : undefined;
}

/** Opacity from 0 to 1 of the shape as a whole. */
export function opacityOf(shape: Shape): number {
  return Math.min(1, Math.max(0, toNumber(shape["opacity"]) ?? 1));
}

/** What a shape as a whole looks like: its opacity and blend mode, where they change anything (sections 6.5, 6.6). */
export function appearanceOf(shape: Shape): Attributes {
  const opacity = opacityOf(shape);
  const mode = blendModeOf(shape);
  return {
    opacity: opacity < 1 ? opacity : undefined,
    style: mode !== undefined && isBlendMode(mode) ? `mix-blend-mode:${mode}` : undefined,
  };
}
