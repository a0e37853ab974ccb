import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { type ArchiveLimits, readArchive, toDesign } from "../../../src/design/index.ts";
import { UserError } from "../../../src/errors.ts";
import { type ArchiveFile, type ArchiveOptions, buildArchive } from "../../support/build-archive.ts";
import { createPage } from "../../support/create-file.ts";
import { readFixture, readFixtureBytes } from "../../support/read-fixture.ts";

const acme = readFixtureBytes("penpot/acme/acme.v1.penpot");
const icons: ArchiveFile = { id: "f1", name: "Icons", pages: [createPage([{ id: "s1" }], { id: "p1" })] };

function build(options: ArchiveOptions = {}): Uint8Array {
  return buildArchive([icons], options);
}

/** What goes wrong when an archive is opened and read. */
function failureOf(bytes: Uint8Array, limits: Partial<ArchiveLimits> = {}): UserError {
  try {
    readArchive(bytes, limits).design();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("The archive was read.");
}

/** The bytes with a change near the first place that holds `text`, seen from the end. */
function patchLast(bytes: Uint8Array, text: string, patch: (bytes: Buffer, at: number) => void): Uint8Array {
  const copy = Buffer.from(bytes);
  patch(copy, copy.lastIndexOf(text));
  return copy;
}

describe("readArchive", () => {
  it("gives the file as get-file does, pages in order and image bytes", () => {
    const archive = readArchive(acme);
    const answer = JSON.parse(readFixture("penpot/acme/acme.v1.get-file.json"));
    const raw = archive.raw() as { data: Record<string, unknown> };
    const { permissions: _p, backend: _b, commentThreadSeqn: _c, features: _f, ...envelope } = answer;
    expect(raw).toMatchObject({
      ...envelope,
      data: { pages: answer.data.pages, tokensLib: expect.any(Object), options: answer.data.options },
    });
    expect(raw.data.pagesIndex).toEqual(answer.data.pagesIndex);
    expect(raw.data.components).toEqual(answer.data.components);
    expect(archive.files).toEqual([{ id: answer.id, name: "Acme Design System" }]);
    const image = archive.media("5974007e-87d4-80ef-8008-fb1ba4c00eee");
    expect(
      Buffer.from(image ?? [])
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
    expect(archive.media("5974007e-87d4-80ef-8008-000000000000")).toBeUndefined();
  });

  it("reads what @penpot/library wrote as what Penpot made of it", () => {
    const built = readArchive(readFixtureBytes("penpot/acme/acme.built.penpot")).design();
    const imported = readArchive(acme).design();
    expect(built.problems).toEqual([]);
    expect(built.components.map(({ name }) => name)).toEqual(imported.components.map(({ name }) => name));
    const contents = (design: typeof built) =>
      design.pages.flatMap(({ objects }) =>
        Object.values(objects).flatMap(({ id, type, content }) => (type === "path" ? [[id, content]] : [])),
      );
    expect(contents(built)).toEqual(contents(imported));
  });

  it("reads a small archive of several files, the main one by default", () => {
    const library: ArchiveFile = {
      id: "lib",
      name: "Library",
      pages: [createPage([], { id: "p2", name: "Second" }), createPage([], { id: "p1", name: "First" })],
      colors: [{ id: "c", name: "ink", color: "#000000" }],
      components: [{ id: "k", name: "gone", deleted: true }],
      tokensLib: { core: {}, $themes: [], $metadata: { tokenSetOrder: ["core"], activeThemes: [], activeSets: [] } },
      media: { m1: new Uint8Array([1, 2, 3]) },
      metadata: { isShared: true, revn: 7, options: { baseFontSize: "16px" } },
    };
    const archive = readArchive(buildArchive([library, icons], { relations: [["f1", "lib"]] }));
    expect(archive.files.map(({ id }) => id)).toEqual(["lib", "f1"]);
    expect(archive.design()).toMatchObject({ id: "f1", name: "Icons", channel: "archive", complete: true });
    const design = archive.design("lib");
    expect(design).toMatchObject({
      revn: 7,
      isShared: true,
      colors: [{ id: "c" }],
      components: [{ id: "k", deleted: true }],
      tokens: { sets: [{ name: "core" }] },
    });
    expect(design.pages.map(({ name }) => name)).toEqual(["Second", "First"]);
    expect(archive.media("m1")).toEqual(new Uint8Array([1, 2, 3]));
    expect(toDesign(archive.raw("lib"), "archive")).toEqual(design);
  });

  it("gives the same when it is asked twice, whatever the limit of the whole", () => {
    const archive = readArchive(build(), { totalBytes: 2000 });
    expect(archive.design()).toEqual(archive.design());
    for (let again = 0; again < 20; again++) expect(archive.design().complete).toBe(true);
  });

  it("reports a page without shapes as incomplete", () => {
    const root = "files/f1/pages/p1/00000000-0000-0000-0000-000000000000.json";
    const design = readArchive(build({ entries: { [root]: undefined, "files/f1/pages/p1/s1.json": undefined } })).design();
    expect(design).toMatchObject({ complete: false, problems: ["The page p1 could not be read: its shapes are missing."] });
  });
});

describe("readArchive on bad archives", () => {
  const v1 = new Uint8Array([0x01, 0x0b, 0x1a, 0x86, 0x50, 0x63, 0xa1, 0x5f, 0, 0]);

  it.each([
    ["nothing", new Uint8Array(), "ARCHIVE_NOT_ZIP", "Export the file from Penpot"],
    ["something else than a zip", Buffer.from("<html></html>"), "ARCHIVE_NOT_ZIP", "Export the file from Penpot"],
    ["the old binary format", v1, "ARCHIVE_V1", "Import it into Penpot 2.4 or later"],
    ["a zip cut in the middle", acme.subarray(0, 60_000), "ARCHIVE_TRUNCATED", "Download it again"],
    ["a zip cut near its end", acme.subarray(0, acme.length - 30), "ARCHIVE_TRUNCATED", "Download it again"],
    ["a zip without its beginning", Buffer.concat([acme.subarray(0, 4), acme.subarray(50_000)]), "ARCHIVE_TRUNCATED", "Download it again"],
    ["a zip that is no Penpot export", zipSync({ "readme.txt": new Uint8Array([1]) }), "ARCHIVE_MANIFEST", "other zip files"],
    ["a manifest of something else", build({ entries: { "manifest.json": '{"type":"other"}' } }), "ARCHIVE_MANIFEST", "other zip files"],
    ["a manifest without files", buildArchive([]), "ARCHIVE_MANIFEST", "again"],
    ["a manifest that is no JSON", build({ entries: { "manifest.json": "{" } }), "ARCHIVE_JSON", "mend this entry"],
    ["a shape that is no JSON", build({ entries: { "files/f1/pages/p1/s1.json": '{"id":' } }), "ARCHIVE_JSON", "mend this entry"],
    ["a shape that is no object", build({ entries: { "files/f1/pages/p1/s1.json": "[]" } }), "ARCHIVE_JSON", "again"],
    ["absurd nesting", build({ entries: { "files/f1/tokens.json": "[".repeat(5000) } }), "ARCHIVE_JSON", "mend this entry"],
    ["a missing file entry", build({ entries: { "files/f1.json": undefined } }), "ARCHIVE_JSON", "again"],
  ])("refuses %s", (_, bytes, code, hint) => {
    const error = failureOf(bytes);
    expect(error.code).toBe(code);
    expect(error.hint).toContain(hint);
  });

  it("names the entry that is wrong as the place", () => {
    const error = failureOf(build({ entries: { "files/f1/pages/p1/s1.json": "{" } }));
    expect(error.problems[0]?.place).toEqual({ file: "files/f1/pages/p1/s1.json" });
    expect(error.message).toBe('The archive\'s entry "files/f1/pages/p1/s1.json" could not be read: it is no JSON.');
  });

  it.each(["../evil.json", "files/../../evil.json", "/etc/evil.json", "C:/evil.json", "files\\evil.json", "./evil.json"])(
    "refuses an entry named %s",
    (name) => {
      const error = failureOf(build({ entries: { [name]: "{}" } }));
      expect(error).toMatchObject({ code: "ARCHIVE_PATH", problems: [{ place: { file: name } }] });
    },
  );

  it("refuses an entry whose bytes are damaged", () => {
    const stored = zipSync({ "manifest.json": [Buffer.from('{"type":"penpot/export-files"}'), { level: 0 }] });
    const damaged = Buffer.from(stored);
    damaged[damaged.indexOf('{"type"') + 3] = 0x78;
    expect(failureOf(damaged)).toMatchObject({ code: "ARCHIVE_ENTRY", problems: [{ place: { file: "manifest.json" } }] });
    const packed = Buffer.from(build());
    packed.fill(0xff, packed.indexOf("manifest.json") + 13, packed.indexOf("manifest.json") + 23);
    expect(failureOf(packed).code).toBe("ARCHIVE_ENTRY");
  });

  it("refuses an encrypted entry, an unknown packing and a doubled name", () => {
    const central = (patch: (bytes: Buffer, header: number) => void) =>
      patchLast(build(), "manifest.json", (bytes, at) => patch(bytes, at - 46));
    expect(failureOf(central((bytes, header) => bytes.writeUInt16LE(1, header + 8)))).toMatchObject({
      code: "ARCHIVE_ENTRY",
      message: expect.stringContaining("encrypted"),
    });
    expect(failureOf(central((bytes, header) => bytes.writeUInt16LE(12, header + 10)))).toMatchObject({
      code: "ARCHIVE_ENTRY",
      message: expect.stringContaining("12"),
    });
    const doubled = patchLast(build({ entries: { "manifesT.json": "{}" } }), "manifesT.json", (bytes, at) => bytes.write("t", at + 7));
    expect(failureOf(doubled)).toMatchObject({ code: "ARCHIVE_ENTRY", message: expect.stringContaining("twice") });
  });

  it("refuses a file id that is not in it, and says which are", () => {
    expect(() => readArchive(build()).design("f2")).toThrow(
      expect.objectContaining({ code: "ARCHIVE_FILE", hint: "It holds f1 (Icons)." }),
    );
  });
});

describe("readArchive on what costs too much", () => {
  const zeros = (bytes: number): string => JSON.stringify({ padding: " ".repeat(bytes) });

  it("stops at the limit of entries before it reads them", () => {
    const error = failureOf(build(), { entries: 4 });
    expect(error).toMatchObject({ code: "ARCHIVE_TOO_LARGE", message: "The archive was not read: it has 5 entries, and 4 are allowed." });
  });

  it.each([
    ["an entry", { entryBytes: 50_000 }, "is larger than 50000 bytes"],
    ["the ratio", { ratio: 20, ratioFloorBytes: 1000 }, "becomes more than 20 times larger when it is unpacked"],
    ["the whole", { totalBytes: 60_000 }, "brings the unpacked archive over 60000 bytes"],
  ])("stops at the limit of %s while it unpacks", (_, limits, breach) => {
    const error = failureOf(build({ entries: { "files/f1/tokens.json": zeros(100_000) } }), limits);
    expect(error).toMatchObject({ code: "ARCHIVE_TOO_LARGE", problems: [{ place: { file: "files/f1/tokens.json" } }] });
    expect(error.message).toContain(breach);
    expect(error.hint).toContain("raise the limits");
  });

  it("does not believe an entry that says it is small", () => {
    const bomb = build({ entries: { "files/f1/tokens.json": zeros(3 * 1024 * 1024) } });
    const lying = patchLast(bomb, "files/f1/tokens.json", (bytes, at) => bytes.writeUInt32LE(100, at - 46 + 24));
    expect(failureOf(lying)).toMatchObject({ code: "ARCHIVE_TOO_LARGE" });
  });

  it("counts what several entries take together", () => {
    const entries = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`files/f1/components/c${index}.json`, zeros(10_000)]));
    expect(failureOf(build({ entries }), { totalBytes: 50_000 })).toMatchObject({ code: "ARCHIVE_TOO_LARGE" });
  });
});
