import type { ResvgRenderOptions } from "@resvg/resvg-js";
import { UserError } from "../errors.ts";
import { resolveVariables } from "./css-values.ts";
import { readSvgRoot, withRootAttributes } from "./svg-root.ts";

/** An SVG made ready for resvg, and the size it will have. */
export interface PixelJob {
  svg: string;
  width: number;
  height: number;
  /** Where the root's open tag ends. */
  rootEnd: number;
  options: ResvgRenderOptions;
}

/** Sets an SVG up to be drawn at exactly that scale; half a pixel at the right and lower edge is cut or left free. Throws SVG_INVALID. */
export function createPixelJob(svg: string, scale: number, background?: string): PixelJob {
  const root = readSvgRoot(svg);
  const [x, y, boxWidth, boxHeight] = root.viewBox;
  const width = toSize(root.width, scale);
  const height = toSize(root.height, scale);
  // A view box of the pixels' own shape: scaling to a rounded size would blur lines that lie on pixels.
  const [unitsX, unitsY] = [boxWidth / (root.width * scale) || 1, boxHeight / (root.height * scale) || 1];
  const viewBox = [x, y, width * unitsX, height * unitsY].join(" ");
  const sized = resolveVariables(withRootAttributes(svg, root, { width: String(width), height: String(height), viewBox }));
  return {
    svg: sized,
    width,
    height,
    rootEnd: readSvgRoot(sized).end,
    options: { font: { loadSystemFonts: false }, ...(background !== undefined && { background }) },
  };
}

function toSize(length: number, scale: number): number {
  return Math.max(1, Math.round(length * scale));
}

/** Sorts what resvg throws: a bad colour or an SVG it cannot read. */
export function toPixelError(cause: unknown, background?: string): UserError {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (message === "invalid value" && background !== undefined) {
    return new UserError("BACKGROUND_INVALID", `The background ${JSON.stringify(background)} is no colour.`, {
      hint: "Write a CSS colour, for example #ffffff or rgba(0, 0, 0, 0.5).",
      cause,
    });
  }
  return new UserError("SVG_INVALID", `The picture cannot be drawn: ${message}.`, { cause });
}
