import { describe, expect, it } from "vitest";
import { createArchiveMedia } from "../../../src/design/index.ts";
import { buildArchive } from "../../support/build-archive.ts";
import { hasSamples, readFixtureBytes, readSampleBytes, samplesNote } from "../../support/read-fixture.ts";

const png = Buffer.from("\x89PNG\r\n\x1a\n-rest", "latin1");
const acme = readFixtureBytes("penpot/acme/acme.v1.penpot");

describe("createArchiveMedia", () => {
  it("gives the image that the recorded archive names by its media object's id", async () => {
    const bytes = await createArchiveMedia(acme).image("5974007e-87d4-80ef-8008-fb1ba4c00eee");
    expect(bytes && Buffer.from(bytes)).toEqual(Buffer.from(readFixtureBytes("penpot/rpc/assets.by-file-media-id.no-token.body.png")));
  });

  it("gives the images of libraries too", async () => {
    const archive = buildArchive([
      { id: "f1", name: "File" },
      { id: "f2", name: "Library", media: { m2: png } },
    ]);
    expect(await createArchiveMedia(archive).image("m2")).toHaveLength(png.length);
  });

  it("gives an image whose stored object has no extension", async () => {
    const archive = buildArchive([{ id: "f1", name: "File", media: { m1: png } }], {
      entries: { "objects/stored-m1.png": undefined, "objects/stored-m1": png },
    });
    expect(await createArchiveMedia(archive).image("m1")).toHaveLength(png.length);
  });

  it.each(["m9", "stored-m1", "../m1", ""])("has no image %j", async (id) => {
    expect(await createArchiveMedia(buildArchive([{ id: "f1", name: "File", media: { m1: png } }])).image(id)).toBeUndefined();
  });

  it("has no image whose object is missing", async () => {
    const archive = buildArchive([{ id: "f1", name: "File", media: { m1: png } }], { entries: { "objects/stored-m1.png": undefined } });
    expect(await createArchiveMedia(archive).image("m1")).toBeUndefined();
  });

  it("refuses an image that is too large", async () => {
    const archive = buildArchive([{ id: "f1", name: "File", media: { m1: Buffer.alloc(2000) } }]);
    const media = createArchiveMedia(archive, { entryBytes: 1000 });
    await expect(media.image("m1")).rejects.toMatchObject({ code: "ARCHIVE_TOO_LARGE" });
  });

  it("gives the archive itself, and no fonts", async () => {
    const media = createArchiveMedia(acme);
    expect(await media.archive()).toBe(acme);
    expect(await media.fontVariants()).toEqual([]);
    expect(await media.fontFile("x")).toBeUndefined();
  });

  it("refuses what is no archive", () => {
    expect(() => createArchiveMedia(png)).toThrowError(expect.objectContaining({ code: "ARCHIVE_NOT_ZIP" }));
  });

  it.skipIf(!hasSamples)(`gives all images that a sample of several shows${samplesNote}`, async () => {
    const media = createArchiveMedia(readSampleBytes("penpot-files/tokens-starter-kit-v3.penpot"));
    expect(await media.image("53c6237a-bee3-80ac-8007-7619a18aeb55")).toHaveLength(19_677);
  });
});
