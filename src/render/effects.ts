import type { Shape } from "../design.ts";
import type { Sketch } from "./sketch.ts";
import { hasVisibleBlur, shadowsOf } from "./style.ts";

/** Whether a shape is drawn under a filter. */
export function hasEffects({ scene }: Sketch, shape: Shape): boolean {
  return !scene.isMask(shape) && (hasVisibleBlur(shape, "blur") || hasVisibleShadow(shape));
}

/** Whether a shape has a shadow that is switched on: then strokes without any fill cast it (section 6.3). */
export function hasVisibleShadow(shape: Shape): boolean {
  return shadowsOf(shape).some(({ hidden }) => !hidden);
}
