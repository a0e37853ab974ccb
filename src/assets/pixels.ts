import { converter, parse } from "culori";
import { UserError } from "../errors.ts";
import { resolveVariables, withoutText } from "./css-values.ts";
import { readSvgRoot, withRootAttributes } from "./svg-root.ts";

/** An SVG made ready to be drawn, and the size it will have. */
export interface PixelJob {
  svg: string;
  width: number;
  height: number;
}

const toRgb = converter("rgb");

/**
 * Sets an SVG up to be drawn at exactly that scale; half a pixel at the right and lower edge is cut or left free. Nothing stands before
 * the root, so that no entity is declared, and texts are left out. Throws SVG_INVALID and BACKGROUND_INVALID.
 */
export function createPixelJob(svg: string, scale: number, background?: string): PixelJob {
  const root = readSvgRoot(svg);
  const [x, y, boxWidth, boxHeight] = root.viewBox;
  const width = toSize(root.width, scale);
  const height = toSize(root.height, scale);
  // A view box of the pixels' own shape: scaling to a rounded size would blur lines that lie on pixels.
  const [unitsX, unitsY] = [boxWidth / (root.width * scale) || 1, boxHeight / (root.height * scale) || 1];
  const box = [x, y, width * unitsX, height * unitsY] as const;
  const sized = withRootAttributes(svg, root, { width: String(width), height: String(height), viewBox: box.join(" ") }).slice(root.start);
  const end = readSvgRoot(sized).end;
  const ground = background === undefined ? "" : drawGround(box, background);
  return { svg: withoutText(resolveVariables(sized.slice(0, end) + ground + sized.slice(end))), width, height };
}

function toSize(length: number, scale: number): number {
  return Math.max(1, Math.round(length * scale));
}

function drawGround([x, y, width, height]: readonly [number, number, number, number], background: string): string {
  const color = toRgb(parse(background));
  if (!color) {
    throw new UserError("BACKGROUND_INVALID", `The background ${JSON.stringify(background)} is no colour.`, {
      hint: "Write a CSS colour, for example #ffffff or rgba(0, 0, 0, 0.5).",
    });
  }
  const channels = [color.r, color.g, color.b].map((part) => Math.round(Math.min(1, Math.max(0, part)) * 255));
  const paint = `fill="rgb(${channels.join(",")})" fill-opacity="${color.alpha ?? 1}" stroke="none"`;
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" ${paint}/>`;
}
