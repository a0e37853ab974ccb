import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { reencode } from "../../../src/assets/reencode.ts";
import { sniffImage } from "../../../src/assets/sniff.ts";

const create = (width: number, height: number, alpha = 1) =>
  sharp({ create: { width, height, channels: 4, background: { r: 200, g: 30, b: 30, alpha } } });
const png = await create(40, 20).png().toBuffer();

describe("reencode", () => {
  it.each(["png", "jpeg", "webp", "avif"] as const)("writes %s", async (format) => {
    const bytes = await reencode(png, "png", { format, quality: 80 });
    expect(sniffImage(bytes)).toBe(format);
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 40, height: 20 });
  });

  it("makes wide pictures smaller, and keeps the kind", async () => {
    const bytes = await reencode(png, "png", { width: 10 });
    expect(await sharp(bytes).metadata()).toMatchObject({ format: "png", width: 10, height: 5 });
  });

  it("never makes a picture larger", async () => {
    expect(await sharp(await reencode(png, "png", { width: 400 })).metadata()).toMatchObject({ width: 40 });
  });

  it("puts white under what is transparent where the format cannot say it", async () => {
    const clear = await create(2, 2, 0).png().toBuffer();
    const { data } = await sharp(await reencode(clear, "png", { format: "jpeg" }))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([...data.subarray(0, 3)]).toEqual([255, 255, 255]);
  });

  it("turns a photo as its camera noted", async () => {
    const turned = await create(40, 20).jpeg().withMetadata({ orientation: 6 }).toBuffer();
    expect(await sharp(await reencode(turned, "jpeg", { format: "png" })).metadata()).toMatchObject({ width: 20, height: 40 });
  });

  it("gives the same bytes every time", async () => {
    const [one, other] = [await reencode(png, "png", { format: "webp" }), await reencode(png, "png", { format: "webp" })];
    expect(Buffer.compare(one, other)).toBe(0);
  });

  it.each([
    ["cut short", png.subarray(0, 60)],
    ["no picture", Buffer.from("hello")],
  ])("refuses what is %s", async (_, bytes) => {
    await expect(reencode(bytes, "png", { format: "webp" })).rejects.toMatchObject({ code: "PICTURE_UNREADABLE" });
  });

  it("refuses more pixels than a picture has", async () => {
    const bomb = await create(12_000, 12_000).png().toBuffer();
    await expect(reencode(bomb, "png", { width: 10 })).rejects.toMatchObject({ code: "PICTURE_UNREADABLE" });
  });
});
