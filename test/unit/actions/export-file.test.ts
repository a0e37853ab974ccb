import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { exportFile } from "../../../src/actions/export-file.ts";
import { createArchiveMedia, readArchive } from "../../../src/design/index.ts";
import { TransientError } from "../../../src/errors.ts";
import { buildArchive } from "../../support/build-archive.ts";
import { createDesign } from "../../support/create-design.ts";
import { createFakeMedia } from "../../support/fake-penpot.ts";
import { readFixtureBytes } from "../../support/read-fixture.ts";
import { readAcme, runAction } from "./run-action.ts";

const acme = readFixtureBytes("penpot/acme/acme.v1.penpot");

async function backup(archive: Uint8Array, input: object = {}, design = readAcme("v1")) {
  const result = await runAction(exportFile, design, { path: "backup/acme.penpot", ...input }, { media: createArchiveMedia(archive) });
  return { ...result, bytes: result.artifacts?.[0]?.content ?? new Uint8Array() };
}

describe("export-file", () => {
  it("writes the archive, and Penpot's file can be read from it", async () => {
    const { artifacts, bytes, notes, outputs } = await backup(acme);
    expect(artifacts?.map(({ path, from }) => [path, from])).toEqual([
      ["backup/acme.penpot", { kind: "file", id: "5974007e-87d4-80ef-8008-fb1ba4aaa022", name: "Acme Design System" }],
    ]);
    expect(readArchive(bytes).design()).toEqual(readArchive(acme).design());
    expect(notes).toEqual([]);
    expect(outputs).toEqual({ count: 1, paths: ["backup/acme.penpot"], size: bytes.byteLength });
  });

  it("writes the same bytes for another export of the unchanged file", async () => {
    const entries = Object.entries(unzipSync(acme)).reverse();
    const compact = entries.map(([name, content]) => [
      name,
      name.endsWith(".json") ? strToU8(JSON.stringify(JSON.parse(strFromU8(content)))) : content,
    ]);
    const again = zipSync(Object.fromEntries(compact), { mtime: "2030-01-02T03:04:05Z" });
    expect(Buffer.compare((await backup(acme)).bytes, (await backup(again)).bytes)).toBe(0);
  });

  const library = buildArchive(
    [
      { id: "lib", name: "Library" },
      { id: "file", name: "File" },
    ],
    { relations: [["file", "lib"]] },
  );
  const design = createDesign({ id: "file", name: "File" });

  it("has the libraries, or not", async () => {
    const filesOf = async (libraries: boolean) =>
      readArchive((await backup(library, { libraries }, design)).bytes).files.map(({ id }) => id);
    expect(await filesOf(true)).toEqual(["file", "lib"]);
    expect(await filesOf(false)).toEqual(["file"]);
  });

  it("is about the design of the run, though others use it as a library", async () => {
    const { bytes } = await backup(library, { libraries: false }, createDesign({ id: "lib", name: "Library" }));
    expect(readArchive(bytes).files).toEqual([{ id: "lib", name: "Library" }]);
  });

  it("warns of a file that hosts may refuse", async () => {
    const small = unzipSync(buildArchive([{ id: "file", name: "File", media: { a: Buffer.from("x"), b: Buffer.from("x") } }]));
    const photo = Buffer.alloc(30_000_000, "noise");
    const stored = Object.entries(small).map(([name, content]) => [name, [name.endsWith(".png") ? photo : content, { level: 0 }]]);
    const { notes } = await backup(zipSync(Object.fromEntries(stored)), {}, design);
    expect(notes?.[0]?.message).toMatch(/^backup\/acme\.penpot is 60 MB large/);
  });

  it("throws what Penpot's export throws", async () => {
    const media = createFakeMedia({ archive: () => Promise.reject(new TransientError("PENPOT_BUSY", "Busy.")) });
    await expect(runAction(exportFile, design, { path: "a.penpot" }, { media })).rejects.toMatchObject({ code: "PENPOT_BUSY" });
  });

  it("stops when the run does", async () => {
    const signal = AbortSignal.abort(new Error("stopped"));
    const media = createArchiveMedia(acme);
    await expect(runAction(exportFile, readAcme("v1"), { path: "a.penpot" }, { media, signal })).rejects.toThrow("stopped");
  });

  it.each([{}, { path: "" }, { path: "../a.penpot" }, { path: "a.penpot", prune: "a" }])("refuses %j", (input) => {
    expect(exportFile.input.safeParse(input).success).toBe(false);
  });
});
