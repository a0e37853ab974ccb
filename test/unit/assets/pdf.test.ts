import { describe, expect, it } from "vitest";
import { toPdf } from "../../../src/assets/index.ts";
import type { Shape } from "../../../src/design.ts";
import { renderSvg } from "../../../src/render/index.ts";
import { readFixture } from "../../support/read-fixture.ts";

function picture(body: string, defs = "", size = "24"): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="24" viewBox="0 0 ${size} 24" fill="none"><defs>${defs}</defs>${body}</svg>\n`;
}

const PLAIN = picture('<path d="M3 3h9v9z" fill="#ff8000"/>');

/** What a reader of PDF needs at least: every object where the table says, one page, its size. */
function readPdf(bytes: Uint8Array): { size: number[]; text: string; objects: number } {
  const text = Buffer.from(bytes).toString("latin1");
  const start = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1]);
  const [, count = "0", table = ""] = /^xref\s+0 (\d+)\s+([\s\S]*?)trailer/.exec(text.slice(start)) ?? [];
  const offsets = table.trim().split(/\s*\n/).slice(1);
  for (const [index, line] of offsets.entries()) {
    expect(text.slice(Number(line.slice(0, 10)))).toMatch(new RegExp(`^${index + 1} 0 obj`));
  }
  expect(offsets).toHaveLength(Number(count) - 1);
  expect(text.match(/\/Type \/Page\b/g)).toHaveLength(1);
  const size = /\/MediaBox \[([^\]]*)\]/.exec(text)?.[1]?.split(" ").map(Number) ?? [];
  return { size, text, objects: offsets.length };
}

describe("a PDF", () => {
  it("has one page of the picture's size in points, drawn as lines", async () => {
    const { bytes, raster } = await toPdf(picture('<path d="M3 3h9v9z" fill="#ff8000"/>', "", "48.5"));
    const { size, text } = readPdf(bytes);
    expect(raster).toBe(false);
    expect(size).toEqual([0, 0, 48.5, 24]);
    expect(text).toMatch(/\b3 3 m\s/);
    expect(text).toMatch(/\n1 0\.50196\d* 0 scn?\n|\n1 0\.50196\d* 0 rg\n/);
  });

  it("has the same bytes every time, and no date", async () => {
    const { bytes } = await toPdf(PLAIN);
    expect(Buffer.compare(bytes, (await toPdf(PLAIN)).bytes)).toBe(0);
    expect(readPdf(bytes).text).not.toMatch(/Date|\b20\d\d\b|FlateDecode/);
  });

  it("draws every case of ours as lines or pixels", async () => {
    const { cases } = JSON.parse(readFixture("penpot/rendering-golden.json")) as {
      cases: { root: string; objects: Record<string, Shape> }[];
    };
    for (const { root, objects } of cases) {
      const { svg } = renderSvg(objects, root, { text: "outlines" });
      if (!/<text[\s>]/.test(svg)) readPdf((await toPdf(svg)).bytes);
    }
  });
});

const GRADIENT =
  '<linearGradient id="g" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="24" y2="0"><stop offset="0" stop-color="#f00"/><stop offset="1" stop-color="#00f"/></linearGradient>';
const FADE = GRADIENT.replace('stop-color="#00f"', 'stop-color="#00f" stop-opacity="0.5"');
const RECT = '<rect width="24" height="24" fill="#f00"';

describe("what is drawn as lines", () => {
  it.each([
    ["a gradient", picture('<rect width="24" height="24" fill="url(#g)"/>', GRADIENT)],
    ["a gradient that fades", picture('<rect width="24" height="24" fill="url(#g)"/>', FADE)],
    ["a clip", picture(`${RECT} clip-path="url(#c)"/>`, '<clipPath id="c"><circle cx="9" cy="9" r="5"/></clipPath>')],
    ["a mask of black and white", picture(`${RECT} mask="url(#m)"/>`, '<mask id="m"><rect width="9" height="9" fill="#fff"/></mask>')],
    ["opacity of fill and stroke together", picture(`${RECT} stroke="#000" opacity="0.5"/>`)],
    ["custom properties and currentColor", picture('<path d="M0 0h9v9z" fill="var(--a, #f00)" stroke="currentColor"/>')],
  ])("%s", async (_name, svg) => {
    const { bytes, raster } = await toPdf(svg);
    expect(raster).toBe(false);
    readPdf(bytes);
  });

  it("paints a stroke that lets something through after its fill, not with it", async () => {
    const { text } = readPdf((await toPdf(picture(`${RECT} stroke="#000" stroke-opacity="0.5"/>`))).bytes);
    expect(text.match(/\n(?:f|S|B|b)\n/g)).toEqual(["\nf\n", "\nS\n"]);
  });
});

describe("what PDF, or what draws it, has no means for becomes pixels", () => {
  it.each([
    ["a filter", picture(`${RECT} filter="url(#f)"/>`, '<filter id="f"><feGaussianBlur stdDeviation="2"/></filter>')],
    ["a blend mode", picture(`${RECT} style="mix-blend-mode:multiply"/>`)],
    [
      "an alpha mask",
      picture(`${RECT} mask="url(#m)"/>`, '<mask id="m" mask-type="alpha"><rect width="9" height="9" fill="#fff"/></mask>'),
    ],
    ["a mask of greys", picture(`${RECT} mask="url(#m)"/>`, '<mask id="m"><rect width="9" height="9" fill="#888"/></mask>')],
    [
      "a pattern",
      picture(
        '<rect width="24" height="24" fill="url(#p)"/>',
        '<pattern id="p" width="4" height="4"><path d="M0 0h2v2z" fill="#f00"/></pattern>',
      ),
    ],
    ["a gradient that fades in a group", picture('<g opacity="0.5"><rect width="24" height="24" fill="url(#g)"/></g>', FADE)],
    ["a clip and a mask on one element", picture(`${RECT} clip-path="url(#c)" mask="url(#m)"/>`, '<clipPath id="c"/><mask id="m"/>')],
    [
      "a clip that is moved",
      picture(`${RECT} clip-path="url(#c)"/>`, '<clipPath id="c" transform="translate(2 2)"><path d="M0 0h9v9z"/></clipPath>'),
    ],
    ["dashes of no length", picture('<path d="M1 1h20" stroke="#000" stroke-linecap="round" stroke-dasharray="0 4"/>')],
    ["an SVG in an image", picture('<image width="9" height="9" href="data:image/svg+xml;base64,PHN2Zy8+"/>')],
    ["what nobody knows", picture('<path d="M0 0h9v9z" fill="#f00" vector-effect="non-scaling-stroke"/>')],
  ])("%s", async (_name, svg) => {
    const { bytes, raster } = await toPdf(svg);
    expect(raster).toBe(true);
    const { size, text } = readPdf(bytes);
    expect(size).toEqual([0, 0, 24, 24]);
    expect(text).toContain("/Width 96");
    expect(Buffer.compare(bytes, (await toPdf(svg)).bytes)).toBe(0);
  });

  it("never text, which would be lost", async () => {
    await expect(toPdf(picture("<text>Hi</text>"))).rejects.toMatchObject({ code: "PICTURE_HAS_TEXT" });
  });
});
