import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, it, onTestFinished } from "vitest";
import { type RasterFormat, rasterise } from "../../../src/assets/index.ts";
import { withServer } from "../../support/replay-server.ts";

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

  it.each([1, 3, 60])("writes at scale %d what librsvg draws", async (scale) => {
    const svg = picture().replace(/width="24" height="24"/, `width="${24 * scale}" height="${24 * scale}"`);
    const direct = await sharp(Buffer.from(svg)).raw().toBuffer();
    const ours = await sharp(await rasterise(picture(), { format: "png", scale }))
      .raw()
      .toBuffer();
    expect(Buffer.compare(ours, direct)).toBe(0);
  });

  it("leaves the ground transparent, except for JPEG, and paints a background when told", async () => {
    const corner = async (format: RasterFormat, background?: string) =>
      (await pixelsOf(await rasterise(picture(), { format, scale: 1, ...(background && { background }) }))).at(0, 0);
    expect(await corner("png")).toEqual([0, 0, 0, 0]);
    expect((await corner("webp"))[3]).toBe(0);
    expect(Math.min(...(await corner("jpeg")))).toBeGreaterThan(250);
    expect(await corner("png", "rgba(0, 0, 255, 0.5)")).toEqual([0, 0, 255, 128]);
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

  it("shows a marker turned at the start of a line", async () => {
    const marker =
      '<marker id="m" orient="auto-start-reverse" markerWidth="4" markerHeight="4" refY="2" overflow="visible"><path d="M0 0h4v4H0z" fill="#f00"/></marker>';
    const svg = picture(24, 24, `${marker}<path d="M8 12h8" stroke="#000" marker-start="url(#m)"/>`);
    const { at } = await pixelsOf(await rasterise(svg, { format: "png", scale: 1 }));
    expect([at(6, 13), at(10, 13)]).toEqual([
      [255, 0, 0, 255],
      [0, 0, 0, 0],
    ]);
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

const RED = '<rect width="24" height="24" fill="#f00"/>';

function embed(svg: string): string {
  return `<image width="24" height="24" href="data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}"/>`;
}

async function draw(svg: string, scale = 1): Promise<number[]> {
  return (await pixelsOf(await rasterise(svg, { format: "png", scale }))).at(12, 12);
}

describe("a hostile picture", () => {
  it("reads no file and asks no server, by whatever means", async () => {
    const folder = mkdtempSync(join(tmpdir(), "penops-raster-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [png, svg, css] = ["a.png", "a.svg", "a.css"].map((name) => join(folder, name)) as [string, string, string];
    writeFileSync(png, await rasterise(picture(24, 24, RED), { format: "png", scale: 1 }));
    writeFileSync(svg, picture(24, 24, RED.replace("<rect", '<rect id="r"')));
    writeFileSync(css, "rect { fill: #f00 }");
    const seen = await withServer(
      (_request, response) => void response.end(),
      async ({ url, requests }) => {
        const targets = [png, svg].flatMap((file) => [file, `file://${file}`]).concat(`${url}/a.png`);
        const bodies = targets.flatMap((href) => [
          `<image width="24" height="24" href="${href}"/>`,
          `<image width="24" height="24" xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="${href}"/>`,
          `<use href="${href}#r"/>`,
          `<filter id="f"><feImage href="${href}"/></filter><g filter="url(#f)"><path d="M0 0h24v24H0z" fill="none"/></g>`,
          `<path d="M0 0h24v24H0z" fill="url(${href}#r)"/>`,
          `<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${href}"/>`,
          embed(picture(24, 24, `<image width="24" height="24" href="${href}"/>`)),
        ]);
        bodies.push(`<style>@import url("file://${css}"); @import url("${url}/a.css");</style><rect width="24" height="24" fill="none"/>`);
        const found = await Promise.all(bodies.map((body) => draw(picture(24, 24, body))));
        expect(found).toEqual(found.map(() => [0, 0, 0, 0]));
        const before = `<?xml-stylesheet href="${url}/a.css"?><!DOCTYPE svg SYSTEM "${url}/a.dtd" [<!ENTITY e SYSTEM "file://${svg}">]>`;
        expect(await draw(before + picture(24, 24, '<rect width="24" height="24" fill="none"/>'))).toEqual([0, 0, 0, 0]);
        await expect(draw(before + picture(24, 24, "&e;"))).rejects.toMatchObject({ code: "SVG_INVALID" });
        return requests;
      },
    );
    expect(seen).toEqual([]);
  });

  it("of entities in entities is refused, and inside another one is left out", async () => {
    const more = Array.from({ length: 11 }, (_, at) => `<!ENTITY a${at + 1} "${`&a${at};`.repeat(10)}">`).join("");
    const bomb = `<!DOCTYPE svg [<!ENTITY a0 "aaaaaaaaaa">${more}]>${picture(24, 24, `<desc>&a11;</desc>${RED}`)}`;
    await expect(draw(bomb)).rejects.toMatchObject({ code: "SVG_INVALID" });
    expect(await draw(picture(24, 24, embed(bomb)))).toEqual([0, 0, 0, 0]);
  });

  it("of 400 levels is drawn, of more it is said that there are too many", async () => {
    const nest = (levels: number) => picture(24, 24, `${"<g>".repeat(levels)}${RED}${"</g>".repeat(levels)}`);
    expect(await draw(nest(400))).toEqual([255, 0, 0, 255]);
    await expect(draw(nest(1000))).rejects.toMatchObject({ code: "SVG_INVALID", message: expect.stringContaining("maximum depth") });
    await expect(draw(nest(100_000))).rejects.toMatchObject({ code: "SVG_INVALID" });
  });

  it("with a photograph of many megabytes is drawn", async () => {
    const noise = { type: "gaussian", mean: 200, sigma: 40 } as const;
    const photo = await sharp({ create: { width: 1800, height: 1800, channels: 3, background: "#fff", noise } })
      .png()
      .toBuffer();
    expect(photo.length).toBeGreaterThan(8_000_000);
    const href = `data:image/png;base64,${photo.toString("base64")}`;
    expect((await draw(picture(24, 24, `<image width="24" height="24" href="${href}"/>`)))[3]).toBe(255);
  });

  it("of a path that crosses itself everywhere is drawn elsewhere, while others are drawn here", async () => {
    const d = Array.from({ length: 8_000 }, (_, at) => `L${(at * 7919) % 24} ${(at * 104_729) % 23}`).join("");
    const work = draw(picture(24, 24, `<path d="M0 0${d}" fill="#f00"/>`));
    expect((await Promise.all(Array.from({ length: 20 }, () => draw(picture(24, 24, RED))))).length).toBe(20);
    expect((await work).length).toBe(4);
  });

  it.each([
    ["in an embedded picture", embed(picture(24, 24, "<text>Hi</text>"))],
    ["in one whose address is not base64", `<image href="data:image/svg+xml,${encodeURIComponent(picture(24, 24, "<text>Hi</text>"))}"/>`],
    ["with a prefix", '<s:text xmlns:s="http://www.w3.org/2000/svg">Hi</s:text>'],
  ])("has no text in the fonts of this machine %s", async (_name, body) => {
    await expect(draw(picture(24, 24, body))).rejects.toMatchObject({ code: "PICTURE_HAS_TEXT" });
  });
});

describe("a picture of many large layers", () => {
  const filter = (at: number) =>
    `<filter id="f" filterUnits="userSpaceOnUse" x="${at}" y="0" width="9" height="9"><feGaussianBlur stdDeviation="1"/></filter>`;
  const layered = (at: number) =>
    picture(
      24,
      24,
      `${filter(at)}${`<rect x="${at}" width="4" height="4" fill="#f00" filter="url(#f)"/>`.repeat(60)}<rect x="9" y="9" width="6" height="6" fill="#00f"/>`,
    );

  it("is drawn although one lies outside of it, many at once", async () => {
    const all = await Promise.all([60, 0, 60, 2, 4].map((at) => rasterise(layered(at), { format: "png", scale: 20 })));
    const pixels = await Promise.all(all.map(pixelsOf));
    expect(pixels.map(({ at }) => at(240, 240))).toEqual(all.map(() => [0, 0, 255, 255]));
    expect(Buffer.compare(all[0] ?? Buffer.of(0), all[2] ?? Buffer.of(1))).toBe(0);
  });

  it("has the same background and format as others", async () => {
    const webp = await rasterise(layered(2), { format: "webp", scale: 20, background: "#0f0", lossless: true });
    expect((await pixelsOf(webp)).at(10, 470)).toEqual([0, 255, 0, 255]);
  });
});
