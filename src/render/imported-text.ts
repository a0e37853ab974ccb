import type { Shape } from "../design.ts";
import { resolveReferences } from "./definitions.ts";
import { type Attributes, createElement, type Element } from "./element.ts";
import type { Presentation } from "./imported.ts";
import { inheritFrom, visiblePaint } from "./imported-paint.ts";
import type { Sketch } from "./sketch.ts";
import type { SvgAttributes } from "./svg-attributes.ts";
import { isBlank, toLine } from "./text/characters.ts";
import { toRecord } from "./values.ts";

const PLACE = [
  "x",
  "y",
  "dx",
  "dy",
  "rotate",
  "textLength",
  "lengthAdjust",
  "xml:space",
  "dominant-baseline",
  "direction",
  "text-decoration",
];

const FONT = ["font-family", "font-size", "font-weight", "font-style", "letter-spacing", "word-spacing", "text-anchor"];

/** Imported text as `<text>`, with a report: which font it is shown in is up to the viewer (section 2.9). Nothing where it has no letters. */
export function drawImportedText(sketch: Sketch, shape: Shape, inherited: Presentation, transform: string | undefined): Element[] {
  const look = inheritFrom(sketch, shape, inherited);
  const children = textOf(sketch, shape, look);
  const paint = visiblePaint(look, "text");
  if (children.every((child) => typeof child === "string" && isBlank(child))) return [];
  sketch.report(shape, "imported text");
  return [createElement("text", { ...placeOf(sketch, shape), ...pick(look, FONT), transform, ...paint }, children)];
}

function textOf(sketch: Sketch, shape: Shape, inherited: Presentation): (Element | string)[] {
  return sketch.scene.children(shape).flatMap((child): (Element | string)[] => {
    const { content } = child;
    if (child.type !== "svg-raw" || child.hidden === true) return [];
    if (typeof content === "string") return [toLine(content)];
    // Anything else stands in a group, which browsers don't show inside of text.
    if (toRecord(content)["tag"] !== "tspan") return [];
    const children = textOf(sketch, child, inheritFrom(sketch, child, inherited));
    return children.length > 0 ? [createElement("tspan", spanOf(sketch, child, inherited), children)] : [];
  });
}

function spanOf(sketch: Sketch, span: Shape, inherited: Presentation): Attributes {
  const look = inheritFrom(sketch, span, inherited);
  const font = resolveReferences(sketch, span, pick(sketch.scene.imported(span).all, FONT), inherited);
  return { ...placeOf(sketch, span), ...font, fill: "none", ...visiblePaint(look, "text") };
}

function placeOf({ scene }: Sketch, shape: Shape): Attributes {
  return pick(scene.imported(shape).all, PLACE);
}

function pick(attributes: SvgAttributes, names: readonly string[]): SvgAttributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => names.includes(name)));
}
