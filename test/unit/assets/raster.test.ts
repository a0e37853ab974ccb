import { Resvg } from "@resvg/resvg-js";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { type RasterFormat, rasterise } from "../../../src/assets/index.ts";

const FORMATS: readonly RasterFormat[] = ["png", "webp", "avif", "jpeg"];

function picture(width = 24, height = 24, body = `<rect x="2" y="3" width="9" height="5" fill="#ff8000"/>`): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" fill="none">${body}</svg>`;
}

async function pixelsOf(bytes: Uint8Array): Promise<{ width: number; height: number; at: (x: number, y: number) => number[] }> {
  const { data, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    at: (x, y) => [...data.subarray((y * info.width + x) * 4, (y * info.width + x) * 4 + 4)],
  };
}

describe("rasterising", () => {
  it.each(FORMATS)("draws %s in the right size and colours, the same bytes every time, without metadata", async (format) => {
    const bytes = await rasterise(picture(), { format, scale: 2 });
    expect(Buffer.compare(bytes, await rasterise(picture(), { format, scale: 2 }))).toBe(0);
    const { width, height, at } = await pixelsOf(bytes);
    expect([width, height]).toEqual([48, 48]);
    const [red = 0, green = 0, blue = 255, alpha] = at(12, 10);
    expect([red > 240, Math.abs(green - 128) < 12, blue < 20, alpha]).toEqual([true, true, true, 255]);
    const meta = await sharp(bytes).metadata();
    expect([meta.format, meta.exif, meta.icc, meta.xmp]).toEqual([format === "avif" ? "heif" : format, undefined, undefined, undefined]);
  });

  it.each([
    [24, 24, 1.5, 36, 36],
    [24.4, 10.6, 1, 24, 11],
    [24.4, 10.6, 2, 49, 21],
    [0.4, 3, 1, 1, 3],
  ])("makes %d × %d at scale %d exactly %d × %d pixels", async (width, height, scale, pixelsX, pixelsY) => {
    const found = await pixelsOf(await rasterise(picture(width, height), { format: "png", scale }));
    expect([found.width, found.height]).toEqual([pixelsX, pixelsY]);
  });

  it("keeps lines sharp that lie on pixels although the size is rounded", async () => {
    const svg = picture(24.4, 24, '<rect x="8" width="4" height="24" fill="#000"/>');
    const { at } = await pixelsOf(await rasterise(svg, { format: "png", scale: 1 }));
    expect([7, 8, 11, 12].map((x) => at(x, 5)[3])).toEqual([0, 255, 255, 0]);
  });

  it.each([1, 3, 60])("writes at scale %d the bytes that resvg writes", async (scale) => {
    const direct = new Resvg(picture(), { fitTo: { mode: "zoom", value: scale }, font: { loadSystemFonts: false } }).render().asPng();
    expect(Buffer.compare(await rasterise(picture(), { format: "png", scale }), direct)).toBe(0);
  });

  it("leaves the ground transparent, except for JPEG, and paints a background when told", async () => {
    const corner = async (format: RasterFormat, background?: string) =>
      (await pixelsOf(await rasterise(picture(), { format, scale: 1, ...(background && { background }) }))).at(0, 0);
    expect(await corner("png")).toEqual([0, 0, 0, 0]);
    expect((await corner("webp"))[3]).toBe(0);
    expect(Math.min(...(await corner("jpeg")))).toBeGreaterThan(250);
    expect(await corner("png", "rgba(0, 0, 255, 0.5)")).toEqual([0, 0, 255, 127]);
  });

  it("shows the fallback of a custom property", async () => {
    const svg = picture(4, 4, '<rect width="4" height="4" fill="var(--a, var(--b, #00ff00))"/>');
    expect((await pixelsOf(await rasterise(svg, { format: "png", scale: 1 }))).at(1, 1)).toEqual([0, 255, 0, 255]);
  });

  it("loses nothing when told to", async () => {
    const png = await rasterise(picture(), { format: "png", scale: 3 });
    const raw = await sharp(png).raw().toBuffer();
    for (const format of ["webp", "avif"] as const) {
      const lossless = await sharp(await rasterise(picture(), { format, scale: 3, lossless: true }))
        .ensureAlpha()
        .raw()
        .toBuffer();
      expect([...lossless].every((value, index) => Math.abs(value - (raw[index] ?? 0)) <= (format === "webp" ? 0 : 2))).toBe(true);
    }
  });

  it.each([
    ["png", 1000, "At scale 1000 the picture would have 24000 × 24000 pixels, more than 64 megapixels.", "A scale of 330 would do."],
    ["webp", 700, "At scale 700 the picture would have 16800 × 8400 pixels", "A scale of"],
  ] as const)("refuses a %s at scale %d and says which would do", async (format, scale, message, hint) => {
    const svg = format === "webp" ? picture(24, 12) : picture();
    await expect(rasterise(svg, { format, scale })).rejects.toMatchObject({
      code: "PICTURE_TOO_LARGE",
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
  });

  it.each([
    ["a scale of nothing", picture(), { scale: 0 }, "SCALE_INVALID"],
    ["a background that is no colour", picture(), { background: "nope" }, "BACKGROUND_INVALID"],
    ["what is no SVG", "<p/>", {}, "SVG_INVALID"],
    ["an SVG cut short", picture().slice(0, 120), {}, "SVG_INVALID"],
    ["one without a size", '<svg xmlns="http://www.w3.org/2000/svg"/>', {}, "SVG_INVALID"],
    ["text in a font", picture(24, 24, "<text>Hi</text>"), {}, "PICTURE_HAS_TEXT"],
  ])("refuses %s", async (_name, svg, options, code) => {
    await expect(rasterise(svg, { format: "png", scale: 1, ...options })).rejects.toMatchObject({ name: "UserError", code });
  });

  it("draws what makes resvg end its process, and many pictures with layers at once", async () => {
    const filter = (at: number) =>
      `<filter id="f" filterUnits="userSpaceOnUse" x="${at}" y="0" width="9" height="9"><feGaussianBlur stdDeviation="1"/></filter>`;
    const layered = (at: number) =>
      picture(
        24,
        24,
        `${filter(at)}<rect x="${at}" width="4" height="4" fill="#f00" filter="url(#f)"/><rect x="9" y="9" width="6" height="6" fill="#00f"/>`,
      );
    const all = await Promise.all([60, 0, 60, 2, 4].map((at) => rasterise(layered(at), { format: "png", scale: 2 })));
    const pixels = await Promise.all(all.map(pixelsOf));
    expect(pixels.map(({ at }) => at(24, 24))).toEqual(all.map(() => [0, 0, 255, 255]));
    expect(Buffer.compare(all[0] ?? Buffer.of(0), all[2] ?? Buffer.of(1))).toBe(0);
  });

  it("leaves the event loop free while it draws something large", async () => {
    const circles = Array.from({ length: 300 }, (_, at) => `<circle cx="${at}" cy="${at}" r="40" fill="#0a0" fill-opacity="0.1"/>`).join(
      "",
    );
    const work = rasterise(picture(300, 300, circles), { format: "png", scale: 8 });
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    await work;
    clearInterval(timer);
    expect(turns).toBeGreaterThan(10);
  });
});
