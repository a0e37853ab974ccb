import { chain, scale, translate } from "../../render/geometry.ts";
import { comparePictures } from "../compare.ts";
import { toFontOutlines } from "./flat/contours.ts";
import { type FlatShape, flatten } from "./flat/flatten.ts";
import { toSegments, transformPath } from "./flat/shape-path.ts";
import type { Icon } from "./icon.ts";

/** Units of the square every glyph fills. */
export const EM = 1920;

/** An icon as a glyph's outline with y upwards, or why a font cannot show it; `impossible` completes "has …". */
export type Glyph = { outline: string } | { impossible: string };

/** Makes one outline of an icon's filled shapes, as large as the em and in the middle of it. */
export async function toGlyph(icon: Icon): Promise<Glyph> {
  const { shapes, impossible } = flatten(icon);
  const reasons = [...impossible, ...findImpossible(shapes)];
  if (reasons.length > 0) return { impossible: reasons.join(", ") };
  const [, , width, height] = icon.viewBox;
  const factor = EM / Math.max(width, height);
  const place = chain(translate({ x: (EM - width * factor) / 2, y: (EM - height * factor) / 2 }), scale(factor, factor));
  const placed = shapes.map(({ data, evenOdd }) => ({ data: transformPath(data, place), evenOdd }));
  const outlines = placed.map(({ data, evenOdd }) => toFontOutlines(toSegments(data), evenOdd)).join("");
  if (!(await isSame(placed, outlines))) return { impossible: "outlines that cross each other" };
  return { outline: transformPath(outlines, chain(translate({ x: 0, y: EM }), scale(1, -1))) };
}

function findImpossible(shapes: readonly FlatShape[]): string[] {
  const paints = shapes.flatMap(({ fill }) => (fill ? [fill] : []));
  const colors = new Set(paints.map((paint) => (paint.kind === "color" ? paint.color : "gradient")));
  return [
    ...(shapes.some(({ stroke }) => stroke) ? ["strokes (outline them in the design)"] : []),
    ...(shapes.some(({ clips }) => clips.length > 0) ? ["a clip"] : []),
    ...(colors.has("gradient") ? ["a gradient"] : colors.size > 1 ? ["several colours"] : []),
    ...(paints.some((paint) => paint.kind === "color" && paint.alpha < 1) ? ["transparency"] : []),
    ...(shapes.length === 0 ? ["nothing that is painted"] : []),
  ];
}

const MOST_DIFFERENT = 0.01;

// Turning outlines by what lies in what is right for all that do not cross; whether they do, the picture tells.
async function isSame(shapes: readonly { data: string; evenOdd: boolean }[], outlines: string): Promise<boolean> {
  const count = shapes.reduce((sum, { data }) => sum + (data.match(/m/gi)?.length ?? 0), 0);
  if (count < 2 && !shapes.some(({ evenOdd }) => evenOdd)) return true;
  const draw = (paths: string) =>
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="0 0 ${EM} ${EM}">${paths}</svg>`);
  const before = shapes.map(({ data, evenOdd }) => `<path d="${data}"${evenOdd ? ' fill-rule="evenodd"' : ""}/>`).join("");
  return (await comparePictures(draw(before), draw(`<path d="${outlines}"/>`), "svg")) <= MOST_DIFFERENT;
}
