import { describe, expect, it } from "vitest";
import { comparePictures, optimiseSvg, PICTURE_TOLERANCE, type RasterFormat, rasterise } from "../../../src/assets/index.ts";
import type { Shape } from "../../../src/design.ts";
import { renderSvg } from "../../../src/render/index.ts";
import { readFixture } from "../../support/read-fixture.ts";

const BODY = '<rect x="3" y="3" width="18" height="18" rx="2" stroke="#333" stroke-width="1"/><path d="M6 12h12" stroke="#333"/>';

function icon(body = BODY, root = 'width="24" height="24"'): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" ${root} viewBox="0 0 24 24" fill="none">${body}</svg>`;
}

function compare(before: string, after: string): Promise<number> {
  return comparePictures(Buffer.from(before), Buffer.from(after), "svg");
}

describe("pictures that look the same", () => {
  it.each([
    ["a line moved by a fiftieth of a pixel", BODY.replace("M6 12", "M6 12.02")],
    ["other markup", BODY.replace("M6 12h12", "M18 12L6 12").replaceAll("#333", "#333333")],
    ["a colour one step of 255 beside", BODY.replaceAll("#333", "#343333")],
    ["something beside the picture", `${BODY}<circle cx="90" cy="90" r="3" fill="#f00"/>`],
  ])("are told apart by less than the tolerance: %s", async (_name, body) => {
    expect(await compare(icon(), icon(body))).toBeLessThan(PICTURE_TOLERANCE);
  });

  it("are all cases before and after optimising, whatever the form", async () => {
    const { cases } = JSON.parse(readFixture("penpot/rendering-golden.json")) as {
      cases: { name: string; root: string; objects: Record<string, Shape> }[];
    };
    const worst: string[] = [];
    for (const { name, root, objects } of cases) {
      const { svg } = renderSvg(objects, root);
      for (const other of [optimiseSvg(svg), optimiseSvg(svg, { pretty: true, precision: 4 })]) {
        const difference = await compare(svg, other);
        if (difference > PICTURE_TOLERANCE / 2) worst.push(`${name}: ${difference}`);
      }
    }
    expect(worst).toEqual([]);
  });

  it("are those whose custom properties have the colour for their fallback", async () => {
    const variable = (color: string) => icon(BODY.replaceAll("#333", `var(--ink, ${color})`));
    expect(await compare(variable("#333"), variable("#333333"))).toBe(0);
    expect(await compare(variable("#333"), variable("#933"))).toBeGreaterThan(PICTURE_TOLERANCE);
  });
});

describe("pictures that do not look the same", () => {
  it.each([
    ["a line moved by a pixel", BODY.replace("M6 12", "M6 13")],
    ["a line moved by a tenth of a pixel", BODY.replace("M6 12", "M6 12.1")],
    ["a line a pixel shorter", BODY.replace("h12", "h11")],
    ["one pixel more", `${BODY}<path d="M10 6h1v1h-1z" fill="#333"/>`],
    ["a slightly other colour", BODY.replaceAll("#333", "#363333")],
    ["a slightly other opacity", BODY.replace("<path", '<path opacity="0.97"')],
    ["a rounder corner", BODY.replace('rx="2"', 'rx="2.5"')],
  ])("are told apart: %s", async (_name, body) => {
    expect(await compare(icon(), icon(body))).toBeGreaterThan(PICTURE_TOLERANCE * 1.5);
  });

  it("are told apart by a small change in a large picture as by one in a small", async () => {
    const board = (x: number) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1200" viewBox="0 0 1600 1200"><rect width="1600" height="1200" fill="#fff"/><rect x="${x}" y="700" width="6" height="6" fill="#000"/></svg>`;
    expect(await compare(board(800), board(803))).toBeGreaterThan(PICTURE_TOLERANCE);
  });

  it.each([
    ["one without a size", icon(BODY, "")],
    ["one of another size", icon(BODY, 'width="25" height="24"')],
    ["one that takes the text's colour", icon(BODY.replaceAll("#333", "currentColor"))],
    ["one that follows a custom property", icon(BODY.replaceAll("#333", "var(--ink, #333)"))],
    ["one with a text", icon(`${BODY}<text>Hi</text>`)],
    ["one that cannot be read", "<svg"],
    ["nothing", ""],
  ])("are infinitely far apart: %s", async (_name, after) => {
    expect(await compare(icon(), after)).toBe(Infinity);
    expect(await compare(after, icon())).toBe(Infinity);
  });

  it("are those whose texts differ, as far as noise goes", async () => {
    const text = (words: string, x: string) => icon(`<text x="${x}" y="9">${words}</text>`);
    expect(await compare(text("Hi", "1.0001"), text("Hi", "1"))).toBe(0);
    expect(await compare(text("Hi", "1"), text("Ho", "1"))).toBe(Infinity);
  });
});

describe("pictures of pixels", () => {
  const draw = (body: string, format: RasterFormat, quality?: number) =>
    rasterise(icon(body), { format, scale: 4, ...(quality && { quality }) });

  it.each(["png", "webp", "avif", "jpeg"] as const)("as %s are told apart by what is on them", async (format) => {
    expect(await comparePictures(await draw(BODY, format), await draw(BODY, format), format)).toBe(0);
    const moved = await draw(BODY.replace("M6 12", "M6 13"), format);
    expect(await comparePictures(await draw(BODY, format), moved, format)).toBeGreaterThan(PICTURE_TOLERANCE);
    expect(await comparePictures(await draw(BODY, format), Buffer.from("no picture"), format)).toBe(Infinity);
  });

  it.each(["webp", "avif", "jpeg"] as const)("as %s are the same with a little other quality", async (format) => {
    const difference = await comparePictures(await draw(BODY, format, 85), await draw(BODY, format, 88), format);
    expect(difference).toBeLessThan(PICTURE_TOLERANCE);
  });

  it("are infinitely far apart when their sizes differ", async () => {
    const small = await rasterise(icon(), { format: "png", scale: 1 });
    expect(await comparePictures(small, await draw(BODY, "png"), "png")).toBe(Infinity);
  });
});

it("takes PDFs for the same only byte by byte", async () => {
  expect(await comparePictures(Buffer.from("a"), Buffer.from("a"), "pdf")).toBe(0);
  expect(await comparePictures(Buffer.from("a"), Buffer.from("b"), "pdf")).toBe(Infinity);
});
