import type { Shape } from "../design.ts";
import type { Scene } from "./scene.ts";
import { type Fill, fillsOf, hasVisibleBlur, type Stroke, shadowsOf, strokesOf } from "./style.ts";

/** Whether only colours are put on a shape, without effects, dashes and ends, so that where its outline begins and which side is up are not seen. */
export function isPlainlyPainted(scene: Scene, shape: Shape): boolean {
  if (scene.inheritsPaint || shape.type === "image" || hasVisibleBlur(shape, "blur") || shadowsOf(shape).length > 0) return false;
  const isColor = ({ paint: { kind } }: Fill | Stroke) => kind === "color" || kind === "none";
  const isEven = ({ style = "solid", capStart, capEnd }: Stroke) => style === "solid" && capStart === undefined && capEnd === undefined;
  return fillsOf(shape).every(isColor) && strokesOf(shape).every((stroke) => isColor(stroke) && isEven(stroke));
}
