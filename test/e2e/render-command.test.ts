import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildArchive } from "../support/build-archive.ts";
import { type Finished, penops } from "../support/penops.ts";

const ACME = fileURLToPath(new URL("../fixtures/penpot/acme/acme.v1.penpot", import.meta.url));

const ROOT = "00000000-0000-0000-0000-000000000000";

let cwd: string;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "penops-render-"));
});

afterEach(() => rm(cwd, { recursive: true, force: true }));

function render(...args: string[]): Promise<Finished> {
  return penops(["render", ACME, ...args], { cwd });
}

describe("penops render", () => {
  it("draws every component into a folder, named after its group and name", async () => {
    const { code, err } = await render("--out", "icons");
    const files = (await readdir(join(cwd, "icons"), { recursive: true })).filter((name) => name.endsWith(".svg")).sort();
    expect({ code, count: files.length }).toEqual({ code: 0, count: 35 });
    expect(files).toEqual(expect.arrayContaining(["button-default-md.svg", "icon/check.svg", "icon/shape/moon.svg", "surface/card.svg"]));
    expect(await readFile(join(cwd, "icons/icon/minus.svg"), "utf8")).toMatch(/^<svg [^>]*viewBox="0 0 24 24"[^>]*>.*<\/svg>\n$/s);
    expect(err).toContain('5 pictures were drawn, but not as Penpot would: layers in them have text in the font "Work Sans" 600,');
    expect(err).not.toContain("nevertheless");
    expect(err).toMatch(/35 files written to icons\n$/);
  });

  it("draws what fits a glob, in the formats and scales that are asked for", async () => {
    const { code } = await render("--component", "icon/arrow-*", "--format", "png", "--format", "svg", "--scale", "2", "--out", "out");
    const names = ["arrow-down", "arrow-left", "arrow-right", "arrow-up"];
    expect(code).toBe(0);
    expect((await readdir(join(cwd, "out/icon"))).sort()).toEqual(names.flatMap((name) => [`${name}.svg`, `${name}@2x.png`]).sort());
    expect(await sharp(join(cwd, "out/icon/arrow-up@2x.png")).metadata()).toMatchObject({ width: 48, height: 48, format: "png" });
  });

  it("draws layers by a glob, and whatever has an id", async () => {
    expect(await render("--shape", "Icons/**/moon", "--format", "svg", "--out", "a")).toMatchObject({
      code: 0,
      err: "1 file written to a\n",
    });
    expect(await render("--id", "2e641969-cd25-8cba-8af6-356ccd55ccf1", "--out", "b")).toMatchObject({ code: 0 });
    expect(await readdir(join(cwd, "b/icon"))).toEqual(["check.svg"]);
  });

  it("puts all pictures on one sheet", async () => {
    const { code, err } = await render("--component", "icon/**", "--contact-sheet", "sheet.png");
    expect({ code, err }).toEqual({ code: 0, err: "30 pictures on sheet.png\n" });
    const { width, height, format } = await sharp(join(cwd, "sheet.png")).metadata();
    expect({ width, height, format }).toEqual({ width: 1072, height: 768, format: "png" });
    const { channels } = await sharp(join(cwd, "sheet.png")).stats();
    expect(channels[0]?.min).toBeLessThan(40);
    expect(await readdir(cwd)).toEqual(["sheet.png"]);
  });
});

describe("penops render says what is wrong and what to do", () => {
  it("when nothing is to be written", async () => {
    expect(await render()).toMatchObject({
      code: 2,
      err: "Nothing is to be written.\n    Name a folder with --out, a picture with --contact-sheet, or both.\n",
    });
  });

  it("when the archive is none", async () => {
    await writeFile(join(cwd, "a.penpot"), "hello");
    const { code, err } = await penops(["render", "a.penpot", "--out", "out"], { cwd });
    expect({ code, err }).toEqual({
      code: 2,
      err: "a.penpot  The archive was not read: it is no .penpot archive (a zip file).\n    Export the file from Penpot with “Download Penpot file (.penpot)”.\n",
    });
  });

  it("when an entry of the archive cannot be read: the archive's name, and the entry's path once", async () => {
    await writeFile(join(cwd, "a.penpot"), buildArchive([], { entries: { "manifest.json": "{" } }));
    const { code, err } = await penops(["render", "a.penpot", "--out", "out"], { cwd });
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringMatching(/^a\.penpot {2}The archive's entry "manifest\.json" could not be read/),
    });
    expect(err.split("manifest.json")).toHaveLength(2);
  });

  it.each([
    [["--format", "gif"], "option '--format <format>' argument 'gif' is invalid. It is svg, png, webp, avif, jpeg or pdf."],
    [["--scale", "100"], "It is a number from 0.1 to 16."],
    [["--component", "["], "option '--component <glob>' argument '[' is invalid. The pattern has a [ that is never closed"],
    [["--component", "a", "--board", "b"], "--component and --board cannot be used together."],
    [["--id", "nope"], "fits --id nope"],
  ])("when it is asked for %j", async (args, words) => {
    const { code, err } = await render("--out", "out", ...args);
    expect(code).toBe(2);
    expect(err).toContain(words);
  });

  it("when nothing fits: the names that may be meant, and no empty sheet", async () => {
    expect(await render("--out", "out", "--contact-sheet", "s.png", "--component", "icons/**")).toMatchObject({
      code: 2,
      err: `No component in ${ACME} fits --component icons/**.\n    Did you mean "icon/**"?\n`,
    });
    expect(await readdir(cwd)).toEqual([]);
    const { err } = await render("--out", "out", "--board", "Nothing/at-all");
    expect(err).toContain('There are "Icons/');
  });

  it("when the file has no components", async () => {
    const home = { id: "h", name: "Home", type: "frame", parentId: ROOT };
    const page = {
      id: "p",
      name: "Screens",
      objects: { [ROOT]: { id: ROOT, name: "Root", type: "frame", parentId: ROOT, shapes: ["h"] }, h: home },
    };
    await writeFile(join(cwd, "boards.penpot"), buildArchive([{ id: "f", name: "Boards", pages: [page] }]));
    const { code, err } = await penops(["render", "boards.penpot", "--contact-sheet", "s.png"], { cwd });
    expect({ code, err }).toEqual({
      code: 2,
      err: 'The file "Boards" in boards.penpot has no components to draw.\n    --board draws boards instead: there is "Screens/Home".\n',
    });
  });

  it("when the folder cannot be written to", async () => {
    await writeFile(join(cwd, "file"), "");
    const { code, err } = await render("--out", "file");
    expect(code).toBe(2);
    expect(err).toContain("file/button-default-md.svg cannot be written: EEXIST");
    expect(err).toContain("Name a folder with space that you may write to.");
  });
});
