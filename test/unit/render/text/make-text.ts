import { loadDefaultFont } from "../../../../src/assets/default-font.ts";
import type { Shape } from "../../../../src/design.ts";
import type { FontRef } from "../../../../src/media.ts";
import { createFontBook, type FontBook, type Rendering, type RenderOptions, renderSvg } from "../../../../src/render/index.ts";
import { readFixtureBytes } from "../../../support/read-fixture.ts";
import { fill, makeShape } from "../make-shape.ts";

type Box = readonly [x: number, y: number, width: number, height: number];

/** Blocks: an A is 0.6 em wide with ink from 0.1 to 0.5 em, 0.7 em high; a space is 0.3 em; the box reaches 0.8 em up and 0.2 em down. */
export const BLOCK: FontRef = { fontId: "custom-block", variantId: "normal-400", family: "Acme Block", weight: "400", style: "normal" };

/** Where the blocks' font lies, for resvg. */
export const BLOCK_FILE = new URL("../../../fixtures/fonts/acme-block.ttf", import.meta.url).pathname;

export function blockBook(): FontBook {
  return createFontBook([{ font: BLOCK, bytes: readFixtureBytes("fonts/acme-block.ttf") }]);
}

export function defaultRef(variantId: string, weight: string, style: string): FontRef {
  return { fontId: "sourcesanspro", variantId, family: "sourcesanspro", weight, style };
}

/** The default font's regular face, from the package. */
export async function defaultBook(): Promise<FontBook> {
  const font = defaultRef("regular", "400", "normal");
  return createFontBook((await loadDefaultFont("regular")).map((file) => ({ font, ...file })));
}

/** A recorded run; `box` has its top, where Penpot stores its bottom. */
export function run(text: string, [x, top, width, height]: Box, extra: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ...{
      text,
      x,
      y: top + height,
      width,
      height,
      direction: "ltr",
      fontFamily: '"Acme Block"',
      fontSize: `${height}px`,
      fontWeight: "400",
    },
    ...{ fontStyle: "normal", letterSpacing: "normal", textTransform: "none", textDecoration: "none", fills: [fill("#000000")] },
    ...extra,
  };
}

export function text(runs: readonly unknown[], extra: Record<string, unknown> = {}): Shape {
  return makeShape("t", "text", [0, 0, 100, 40], { positionData: runs, ...extra });
}

/** Draws the first shape with the others as the page's objects. */
export function draw(shapes: Shape | readonly Shape[], options: RenderOptions = {}): Rendering {
  const list = "id" in shapes ? [shapes] : shapes;
  return renderSvg(Object.fromEntries(list.map((shape) => [shape.id, shape])), list[0]?.id ?? "", options);
}

/** What a picture is said to lack. */
export function lacks({ unfaithful }: Rendering): string[] {
  return unfaithful.map(({ what }) => what);
}
