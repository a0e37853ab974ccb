import { formatNumber } from "./element.ts";
import type { Imported } from "./imported.ts";
import type { Outline } from "./outline.ts";
import { readLength } from "./svg-values.ts";

const OWN: Record<string, readonly ("x" | "y" | "width" | "height" | "rx" | "ry" | "cx" | "cy" | "d")[]> = {
  rect: ["x", "y", "width", "height", "rx", "ry"],
  circle: ["cx", "cy", "rx", "ry"],
  ellipse: ["cx", "cy", "rx", "ry"],
  path: ["d"],
};

/** The outline of a shape's fill, whose size and place an import may have told otherwise; strokes keep to the shape's own (section 2.8). */
export function importedOutline({ attributes }: Imported, outline: Outline): Outline {
  if (Object.keys(attributes).length === 0) return outline;
  const told = (OWN[outline.tag] ?? []).flatMap((name) => {
    const value = attributes[name];
    if (value === undefined) return [];
    const length = name === "d" ? undefined : readLength(String(value));
    const known = outline.attributes[name] ?? (outline.tag === "circle" ? outline.attributes.r : 0);
    if (length !== undefined && formatNumber(length) === formatNumber(Number(known))) return [];
    return [[name, length ?? value]];
  });
  if (told.length === 0) return outline;
  const { r, ...rest } = outline.attributes;
  const round = outline.tag === "circle" ? { tag: "ellipse", attributes: { ...rest, rx: r, ry: r } } : outline;
  return { ...round, attributes: { ...round.attributes, ...Object.fromEntries(told) } };
}
