import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Finished, penops } from "../support/penops.ts";

const ACME = fileURLToPath(new URL("../fixtures/penpot/acme/acme.v1.penpot", import.meta.url));

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
    expect(err).toContain('The component "surface/card" was drawn, but not as Penpot would: the layer "title" has text in the font');
    expect(err).toMatch(/35 files written to icons\n$/);
  });

  it("draws what fits a glob, in the formats and scales that are asked for", async () => {
    const { code } = await render("--component", "icon/arrow-*", "--format", "png", "--format", "svg", "--scale", "2", "--out", "out");
    const names = ["arrow-down", "arrow-left", "arrow-right", "arrow-up"];
    expect(code).toBe(0);
    expect((await readdir(join(cwd, "out/icon"))).sort()).toEqual(names.flatMap((name) => [`${name}.svg`, `${name}@2x.png`]).sort());
    expect(await sharp(join(cwd, "out/icon/arrow-up@2x.png")).metadata()).toMatchObject({ width: 48, height: 48, format: "png" });
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
      err: "The archive was not read: it is no .penpot archive (a zip file).\n    Export the file from Penpot with “Download Penpot file (.penpot)”.\n",
    });
  });

  it.each([
    [["--format", "gif"], "format must be svg, png, webp, avif, jpeg or pdf"],
    [["--scale", "100"], "It is a number from 0.1 to 16."],
    [["--component", "["], "has a [ that is never closed"],
    [["--component", "a", "--board", "b"], "only one of them can be selected"],
  ])("when it is asked for %j", async (args, words) => {
    const { code, err } = await render("--out", "out", ...args);
    expect(code).toBe(2);
    expect(err).toContain(words);
  });

  it("when nothing fits", async () => {
    expect(await render("--out", "out", "--component", "nothing/**")).toMatchObject({
      code: 0,
      err: expect.stringContaining('No component fits {"components":["nothing/**"]}; the design has 35.'),
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
