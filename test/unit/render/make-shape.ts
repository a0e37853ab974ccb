import type { Shape } from "../../../src/design.ts";
import { type Rendering, type RenderOptions, renderSvg } from "../../../src/render/index.ts";

type Box = readonly [x: number, y: number, width: number, height: number];

/** A shape with the geometry Penpot stores; without a transform in `extra` it stands upright. */
export function makeShape(id: string, type: string, [x, y, width, height]: Box, extra: Record<string, unknown> = {}): Shape {
  const selrect = { x, y, width, height, x1: x, y1: y, x2: x + width, y2: y + height };
  return { id, name: id, type, x, y, width, height, selrect, ...extra };
}

/** The linear map of a rotation, as Penpot stores it. */
export function turned(degrees: number): Record<string, unknown> {
  const angle = (degrees * Math.PI) / 180;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  return {
    rotation: degrees,
    transform: { a: cos, b: sin, c: -sin, d: cos, e: 0, f: 0 },
    transformInverse: { a: cos, b: -sin, c: sin, d: cos, e: 0, f: 0 },
  };
}

export function fill(color: string, opacity = 1): Record<string, unknown> {
  return { fillColor: color, fillOpacity: opacity };
}

export function stroke(width: number, strokeAlignment: string, extra: Record<string, unknown> = {}): Record<string, unknown> {
  return { strokeColor: "#000000", strokeOpacity: 1, strokeStyle: "solid", strokeWidth: width, strokeAlignment, ...extra };
}

/** Renders the first shape with the others as the page's objects. */
export function render(...shapes: Shape[]): Rendering {
  return renderWith({}, ...shapes);
}

/** The same with options. */
export function renderWith(options: RenderOptions, ...shapes: Shape[]): Rendering {
  return renderSvg(Object.fromEntries(shapes.map((shape) => [shape.id, shape])), shapes[0]?.id ?? "", options);
}

/** The lines between the `<svg …>` and the `</svg>`, without indentation. */
export function contentOf(svg: string): string[] {
  return svg
    .trimEnd()
    .split("\n")
    .slice(1, -1)
    .map((line) => line.trim());
}
