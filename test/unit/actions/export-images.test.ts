import sharp from "sharp";
import { describe, expect, it, vi } from "vitest";
import { exportImages } from "../../../src/actions/export-images.ts";
import { createArchiveMedia } from "../../../src/design/index.ts";
import type { Design, LibraryColor } from "../../../src/design.ts";
import { TransientError } from "../../../src/errors.ts";
import { createDesign } from "../../support/create-design.ts";
import { createFakeMedia } from "../../support/fake-penpot.ts";
import { readFixtureBytes } from "../../support/read-fixture.ts";
import { readAcme, runAction, textsOf } from "./run-action.ts";

const path = "img/${{ kebab(image.name) }}.${{ image.extension }}";
const png = await sharp({ create: { width: 8, height: 4, channels: 3, background: "#c00" } })
  .png()
  .toBuffer();
const jpeg = await sharp(png).jpeg().toBuffer();
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1"/></svg>');

/** A design whose library colours show these images: id → name, MIME type and bytes. */
function setUp(images: Record<string, { name: string; bytes?: Uint8Array; type?: string; path?: string[] }>) {
  const colors = Object.entries(images).map(([id, { name, type = "image/png", path: group = ["Photos"] }]): LibraryColor => {
    return { id: `c-${id}`, name, path: group, opacity: 1, image: { id, width: 8, height: 4, mtype: type } };
  });
  const media = createFakeMedia({ image: async (id) => images[id]?.bytes });
  return { design: createDesign({ colors }), media };
}

const run = ({ design, media }: { design: Design; media: ReturnType<typeof createFakeMedia> }, input: object = {}) =>
  runAction(exportImages, design, { path, ...input }, { media });

describe("export-images", () => {
  it("writes the recorded file's image byte for byte", async () => {
    const media = createArchiveMedia(readFixtureBytes("penpot/acme/acme.v1.penpot"));
    const result = await runAction(exportImages, readAcme("v1"), { path, prune: "img" }, { media });
    expect(result.artifacts?.map(({ path: at, from }) => [at, from])).toEqual([
      ["img/photo.png", { kind: "image", id: "5974007e-87d4-80ef-8008-fb1ba4c00eee", name: "Components/surface/card/photo" }],
    ]);
    expect(Buffer.from(result.artifacts?.[0]?.content ?? [])).toEqual(
      Buffer.from(readFixtureBytes("penpot/rpc/assets.by-file-media-id.no-token.body.png")),
    );
    expect(result).toMatchObject({ prune: ["img"], keep: [], notes: [], outputs: { count: 1, skipped: 0, paths: ["img/photo.png"] } });
  });

  it("deletes nothing when nothing fits", async () => {
    const result = await run(setUp({ a: { name: "Paper", bytes: png } }), { select: { colors: "Fotos/**" }, prune: "img" });
    expect(result).toMatchObject({ artifacts: [], prune: [], keep: ["img"] });
    expect(result.notes?.map(({ message }) => message)).toEqual([
      'No image fits {"colors":"Fotos/**"}.',
      "Nothing fits, so nothing was deleted from img.",
    ]);
  });

  it("names an image by what it is, not by what the design says", async () => {
    const { artifacts } = await run(setUp({ a: { name: "Paper", bytes: jpeg } }));
    expect(artifacts?.map(({ path: at }) => at)).toEqual(["img/paper.jpg"]);
  });

  it("knows all about an image in the path", async () => {
    const template = "${{ image.path }}/${{ image.name }}-${{ image.id }}-${{ image.width }}x${{ image.height }}.${{ image.extension }}";
    const { artifacts } = await run(setUp({ a: { name: "Paper", bytes: png, path: ["Photos", "Old"] } }), { path: template });
    expect(artifacts?.[0]?.path).toBe("Photos/Old/Paper-a-8x4.png");
  });

  it("notes an image that is gone, and keeps its file", async () => {
    const result = await run(setUp({ a: { name: "Gone", type: "image/jpeg" }, b: { name: "Here", bytes: png } }));
    expect(result.keep).toEqual(["img/gone.jpg"]);
    expect(result.notes).toEqual([
      {
        level: "warning",
        message:
          'The image of the library colour "Photos/Gone" was not written: it is not there any more. The file img/gone.jpg stays as it is.',
      },
    ]);
    expect(result.outputs).toMatchObject({ count: 1, skipped: 1 });
  });

  it("notes what is no picture", async () => {
    const { artifacts, keep, notes } = await run(setUp({ a: { name: "Page", bytes: Buffer.from("<html>") } }));
    expect([artifacts, keep]).toEqual([[], ["img/page.png"]]);
    expect(notes?.[0]?.message).toContain("what came is no picture (6 bytes)");
  });

  it("throws passing trouble, so that the run is tried again", async () => {
    const { design } = setUp({ a: { name: "a" } });
    const image = vi.fn().mockRejectedValue(new TransientError("PENPOT_BUSY", "Busy."));
    await expect(run({ design, media: createFakeMedia({ image }) })).rejects.toMatchObject({ code: "PENPOT_BUSY" });
  });

  it("writes harmless SVG images, whatever the format", async () => {
    const result = await run(setUp({ a: { name: "Logo", bytes: svg } }), { format: "webp" });
    expect(textsOf(result)).toEqual({ "img/logo.svg": svg.toString() });
  });

  it("refuses SVG images that do more than draw", async () => {
    const bad = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>');
    const { artifacts, keep, notes } = await run(setUp({ a: { name: "Logo", bytes: bad } }));
    expect([artifacts, keep]).toEqual([[], ["img/logo.svg"]]);
    expect(notes?.[0]?.message).toContain("it is an SVG that has an element <script>");
  });

  it("says so when nothing fits", async () => {
    const one = setUp({ a: { name: "a", bytes: png } });
    expect((await run(one, { select: { colors: "Icons/**" } })).notes?.[0]?.message).toBe('No image fits {"colors":"Icons/**"}.');
    expect((await run(setUp({}))).notes?.[0]?.message).toBe("The design shows no images.");
  });
});

describe("two images at one path", () => {
  it("are an error that names both", async () => {
    const two = setUp({ a: { name: "Paper", bytes: png }, b: { name: "paper", bytes: Buffer.concat([png, Buffer.from([0])]) } });
    await expect(run(two)).rejects.toMatchObject({
      code: "PATH_COLLISION",
      message:
        'The image of the library colour "Photos/Paper" and the image of the library colour "Photos/paper" would both be written to "img/paper.png".',
      hint: expect.stringContaining("image.path or image.id"),
    });
  });

  it("are one file when they are the same bytes", async () => {
    const { artifacts } = await run(setUp({ a: { name: "Paper", bytes: png }, b: { name: "paper", bytes: png } }));
    expect(artifacts).toHaveLength(1);
  });
});

describe("writing images anew", () => {
  it.each([
    ["webp", "webp"],
    ["jpeg", "jpg"],
    ["avif", "avif"],
  ])("as %s gives .%s", async (format, extension) => {
    const { artifacts } = await run(setUp({ a: { name: "a", bytes: png } }), { format });
    expect(artifacts?.[0]?.path).toBe(`img/a.${extension}`);
    expect((await sharp(artifacts?.[0]?.content).metadata()).width).toBe(8);
  });

  it("makes them as wide as told", async () => {
    const { artifacts } = await run(setUp({ a: { name: "a", bytes: png } }), { width: 4 });
    expect(await sharp(artifacts?.[0]?.content).metadata()).toMatchObject({ format: "png", width: 4, height: 2 });
  });

  it("is done once for the same image", async () => {
    const cache = new Map<string, Uint8Array>();
    const { design, media } = setUp({ a: { name: "a", bytes: png } });
    const image = vi.fn(media.image);
    for (const _ of [1, 2]) await runAction(exportImages, design, { path, format: "webp" }, { media: { ...media, image }, cache });
    expect(image).toHaveBeenCalledTimes(1);
    expect([...cache.keys()]).toHaveLength(2);
  });

  it("notes an image that cannot be read, and keeps its file in the format wanted", async () => {
    const { keep, notes } = await run(setUp({ a: { name: "Cut", bytes: png.subarray(0, 40) } }), { format: "webp" });
    expect(keep).toEqual(["img/cut.webp"]);
    expect(notes?.[0]?.message).toContain("The picture cannot be read");
  });
});

describe("the input", () => {
  it.each([
    [{ path: "img/a.png" }, "must name each image"],
    [{ quality: 80 }, "needs format or width"],
    [{ format: "gif" }, "must be png, jpeg, webp or avif"],
    [{ width: 0 }, ""],
    [{ colour: 1 }, "colour"],
    [{ select: { shapes: "{a" } }, "never closed"],
  ])("%j is refused", (input, message) => {
    const result = exportImages.input.safeParse({ path, ...input });
    expect(result.success).toBe(false);
    expect(result.error?.issues.map((issue) => JSON.stringify(issue)).join()).toContain(message);
  });
});
