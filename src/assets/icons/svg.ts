import type { Attributes, Drawing } from "./element.ts";
import { printAttributes, printLine, printLines, xml } from "./print.ts";

/** What the root of an icon carries wherever it stands as an SVG of its own. */
export function toRootAttributes({ width, height, viewBox, attributes }: Drawing): Attributes {
  const size = { width: String(width), height: String(height), viewBox: viewBox.join(" ") };
  return { xmlns: "http://www.w3.org/2000/svg", ...size, ...attributes };
}

/** The icon as SVG text on one line. */
export function toSvg(drawing: Drawing): string {
  return `<svg${printAttributes(toRootAttributes(drawing), xml)}>${printLine(drawing.children, xml)}</svg>`;
}

/** The icon as an SVG file that says what made it. */
export function toSvgLines(drawing: Drawing, madeBy: string): string[] {
  const open = `<svg${printAttributes(toRootAttributes(drawing), xml)}>`;
  return [open, `  <!-- ${madeBy} -->`, ...printLines(drawing.children, xml, "  "), "</svg>"];
}
