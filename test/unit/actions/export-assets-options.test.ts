import sharp from "sharp";
import { describe, expect, it } from "vitest";
import type { StepResult } from "../../../src/action.ts";
import { exportAssets } from "../../../src/actions/export-assets.ts";
import { sniffImage } from "../../../src/assets/index.ts";
import { createDesign } from "../../support/create-design.ts";
import { makeComponent, makeDesign, makeLayer, makePage } from "./make-design.ts";
import { readAcme, readAcmeMedia, runAction, textsOf } from "./run-action.ts";

const CARD = { select: { components: "surface/card" }, path: "ui/${{ component.name }}.${{ format }}" };
const CHECK = { select: { components: "icon/check" }, path: "ui/${{ component.name }}.${{ format }}" };
const HOVER = { select: { components: "button", variant: { State: "hover", Size: "md" } }, path: "ui/button.${{ format }}" };
const IMAGE = "5974007e-87d4-80ef-8008-fb1ba4c00eee";

function run(input: Record<string, unknown>, context: Parameters<typeof runAction>[3] = { media: readAcmeMedia() }): Promise<StepResult> {
  return runAction(exportAssets, readAcme("v1"), input, context);
}

async function only(input: Record<string, unknown>): Promise<string> {
  return Object.values(textsOf(await run(input)))[0] ?? "";
}

describe("the format of export-assets", () => {
  it("makes every format at every scale, and svg and pdf once", async () => {
    const path = "${{ component.name }}@${{ scale }}.${{ format }}";
    const { artifacts = [] } = await run({ ...CHECK, format: ["svg", "png", "webp", "avif", "jpeg", "pdf"], scale: [1, 2.5], path });
    expect(artifacts.map(({ path: at }) => at)).toEqual([
      ...["check@1.avif", "check@1.jpg", "check@1.pdf", "check@1.png", "check@1.svg", "check@1.webp"],
      ...["check@2.5.avif", "check@2.5.jpg", "check@2.5.png", "check@2.5.webp"],
    ]);
    for (const { path: at, content } of artifacts) {
      const extension = at.split(".").at(-1) ?? "";
      if (extension === "pdf") expect(Buffer.from(content).subarray(0, 5).toString()).toBe("%PDF-");
      else expect([at, sniffImage(content)]).toEqual([at, extension === "jpg" ? "jpeg" : extension]);
      if (extension === "svg" || extension === "pdf") continue;
      const { width } = await sharp(content).metadata();
      expect([at, width]).toEqual([at, at.includes("@2.5") ? 60 : 24]);
    }
  });

  it("makes each file once, however often it is asked for", async () => {
    const { artifacts = [] } = await run({ ...CHECK, format: ["png", "png"], scale: [2, 2] });
    expect(artifacts).toHaveLength(1);
  });

  it("takes a background and a quality for pixels", async () => {
    const [plain, green, small] = await Promise.all(
      [{}, { background: "#00ff00" }, { quality: 5 }].map(async (extra) => {
        const { artifacts = [] } = await run({ ...CHECK, format: "webp", scale: 4, ...extra });
        return artifacts[0]?.content ?? new Uint8Array();
      }),
    );
    const corner = async (bytes: Uint8Array | undefined) => [...(await sharp(bytes).ensureAlpha().raw().toBuffer()).subarray(0, 4)];
    expect((await corner(plain))[3]).toBe(0);
    expect((await corner(green))[3]).toBe(255);
    expect(small?.length).toBeLessThan(plain?.length ?? 0);
  });

  it("keeps the colours in pixels although the SVG follows the text around it", async () => {
    const [kept, current] = await Promise.all(["keep", "current-color"].map((colors) => run({ ...CHECK, format: "png", colors })));
    expect(current?.artifacts).toEqual(kept?.artifacts);
  });

  it("draws arrows that need no viewer to turn them around", async () => {
    const strokes = [
      { strokeColor: "#000000", strokeWidth: 2, strokeStyle: "solid", strokeCapStart: "line-arrow", strokeCapEnd: "line-arrow" },
    ];
    const board = makeLayer("board", "frame", { shapes: ["arrow"] });
    const arrow = makeLayer("arrow", "path", { content: "M2,2L20,20", strokes, frameId: "board", parentId: "board" });
    const design = createDesign({ pages: [makePage("Page", [board, arrow])] });
    const result = await runAction(exportAssets, design, { select: { boards: "**" }, format: ["svg", "pdf"], path: "a.${{ format }}" });
    const svg = textsOf(result)["a.svg"] ?? "";
    expect(svg.match(/orient="auto"/g)).toHaveLength(2);
    expect(svg).not.toContain("auto-start-reverse");
    expect(result.notes ?? []).toEqual([]);
  });

  it("names a picture that is too large instead of failing all", async () => {
    const huge = makeLayer("huge", "frame", { selrect: { x: 0, y: 0, width: 90_000, height: 90_000 } });
    const design = createDesign({ pages: [makePage("Page", [huge, makeLayer("small", "frame")])] });
    const result = await runAction(exportAssets, design, { select: { boards: "**" }, format: "png", path: "${{ shape.name }}.png" });
    expect(result.artifacts?.map(({ path }) => path)).toEqual(["small.png"]);
    expect(result).toMatchObject({ keep: ["huge.png"], outputs: { count: 1, skipped: 1 } });
    expect(result.notes?.[0]?.message).toMatch(/^The board "Page\/huge" was not drawn: .*\. The file huge\.png stays as it is\.$/);
  });
});

describe("presets", () => {
  it("give their own type, scale and suffix", async () => {
    const { artifacts = [] } = await run({ select: { preset: true }, path: "ui/${{ kebab(component.name) }}.${{ format }}" });
    expect(artifacts.map(({ path, from }) => [path, from?.name])).toEqual([
      ["ui/card.svg", "surface/card"],
      ["ui/card@2x.png", "surface/card"],
    ]);
    const { width } = await sharp(artifacts[1]?.content).metadata();
    const plain = await run({ ...CARD, format: "png" });
    expect(width).toBe(2 * ((await sharp(plain.artifacts?.[0]?.content).metadata()).width ?? 0));
  });

  it("put the suffix where the path wants it", async () => {
    const { artifacts = [] } = await run({ select: { preset: { type: "png" } }, path: "ui/card/x${{ suffix }}/x.${{ format }}" });
    expect(artifacts.map(({ path }) => path)).toEqual(["ui/card/x@2x/x.png"]);
  });

  it("only choose what is drawn when there is a format", async () => {
    const { artifacts = [] } = await run({ select: { preset: true }, format: "webp", scale: [1, 3], path: "${{ scale }}.${{ format }}" });
    expect(artifacts.map(({ path }) => path)).toEqual(["1.webp", "3.webp"]);
  });

  it("make a JPEG end in .jpg, and a suffix safe for file names", async () => {
    const exports = [
      { type: "jpeg", scale: 1, suffix: " a/b:c" },
      { type: "svg", scale: 3, suffix: "" },
      { type: "svg", scale: 1, suffix: "" },
    ];
    const design = createDesign({ pages: [makePage("Page", [makeLayer("hero", "rect", { exports })])] });
    const result = await runAction(exportAssets, design, { select: { preset: true }, path: "x.d/${{ shape.name }}.${{ format }}" });
    expect(result.artifacts?.map(({ path, from }) => [path, from])).toEqual([
      ["x.d/hero a_b_c.jpg", { kind: "shape", id: "hero", name: "Page/hero" }],
      ["x.d/hero.svg", { kind: "shape", id: "hero", name: "Page/hero" }],
    ]);
  });
});

describe("what is written into an SVG", () => {
  it("follows the text around it with current-color", async () => {
    const svg = await only({ ...CHECK, colors: "current-color" });
    expect(svg).toContain("currentColor");
    expect(svg).not.toContain("#17162b");
  });

  it("follows custom properties with css-variables", async () => {
    expect(await only({ ...HOVER, colors: "css-variables" })).toContain("var(--button-background-hover");
    expect(await only({ ...HOVER, colors: { "css-variables": { prefix: "acme" } } })).toContain("var(--acme-button-background-hover");
  });

  it("has text as outlines, or as text", async () => {
    expect(await only(HOVER)).not.toContain("<text");
    expect(await only({ ...HOVER, text: "text" })).toContain("<text");
  });

  it("may be told to SVGO", async () => {
    expect((await only({ ...CHECK, svgo: { pretty: true } })).split("\n").length).toBeGreaterThan(2);
  });

  it("reaches as far as what is painted with bounds: content", async () => {
    const sizeOf = (svg: string) => /viewBox="([^"]*)"/.exec(svg)?.[1];
    expect(sizeOf(await only({ ...HOVER, bounds: "content" }))).not.toBe(sizeOf(await only(HOVER)));
  });

  it("holds images, or refers to them beside it, one file for each", async () => {
    expect(await only(CARD)).toContain('href="data:image/');
    const path = "ui/${{ scale }}/${{ component.id }}/a b#.${{ format }}";
    const { artifacts = [], outputs } = await run({ ...CARD, path, format: ["svg", "png"], images: { folder: "img/shared" } });
    const [image, ...pictures] = [...artifacts].sort((a, b) => (a.path < b.path ? -1 : 1));
    expect(image).toMatchObject({ path: `img/shared/${IMAGE}.png`, from: { kind: "image", id: IMAGE } });
    expect(sniffImage(image?.content ?? new Uint8Array())).toBe("png");
    const svg = pictures.find((picture) => picture.path.endsWith(".svg"));
    expect(Buffer.from(svg?.content ?? []).toString()).toContain(`href="../../../img/shared/${IMAGE}.png"`);
    expect(outputs).toMatchObject({ count: 2, images: [`img/shared/${IMAGE}.png`] });
  });
});

describe("what cannot be drawn faithfully", () => {
  it("is kept and named, with the images that the old file shows", async () => {
    const old = `<svg><image href="../img/${IMAGE}.png"/><image href="../img/other.png"/><image href="../elsewhere.png"/></svg>`;
    const result = await run(
      { ...CARD, images: { folder: "img" } },
      {
        media: { ...readAcmeMedia(), image: async () => undefined },
        base: { differing: async () => new Map([["ui/card.svg", Buffer.from(old)]]) },
      },
    );
    expect(result.artifacts).toEqual([]);
    expect(result.keep).toEqual(["ui/card.svg", `img/${IMAGE}.png`, "img/other.png"]);
    expect(result.notes).toEqual([
      {
        level: "warning",
        message: expect.stringMatching(
          /^The component "surface\/card" was not drawn: the layer "photo" has an image that Penpot does not have\. The file ui\/card\.svg stays as it is\. Put the image into the layer again\.$/,
        ),
      },
    ]);
  });

  it("is named once for all its files", async () => {
    const input = { ...CARD, format: ["png", "webp"], scale: [1, 2], path: "ui/${{ component.name }}@${{ scale }}.${{ format }}" };
    const { notes, keep } = await run(input, { media: { ...readAcmeMedia(), image: async () => undefined } });
    expect(keep).toHaveLength(4);
    expect(notes?.map(({ message }) => message)).toEqual([
      expect.stringMatching(/ The files ui\/card@1\.png, ui\/card@1\.webp, ui\/card@2\.png and 1 more stay as they are\. /),
    ]);
  });

  it("is written when told to, and named", async () => {
    const result = await run({ ...CARD, unfaithful: "write" }, { media: { ...readAcmeMedia(), image: async () => undefined } });
    expect(result.artifacts?.map(({ path }) => path)).toEqual(["ui/card.svg"]);
    expect(result.keep).toEqual([]);
    expect(result.notes?.[0]?.message).toMatch(
      /^The component "surface\/card" was drawn, but not as Penpot would: the layer "photo" has .*\. The file ui\/card\.svg was written nevertheless\. /,
    );
  });
});

describe("a selection that finds nothing", () => {
  it.each([
    [{ components: "icons/**" }, 'No component fits {"components":"icons/**"}; the design has 35.'],
    [{ page: "Nowhere" }, 'No component fits {"components":"**","page":"Nowhere"}; the design has 35.'],
    [{ boards: "Screens/*" }, 'No board fits {"boards":"Screens/*"}; the pages are "Icons", "Components".'],
    [{ shapes: "x" }, 'No layer fits {"shapes":"x"}; the pages are "Icons", "Components".'],
    [{ preset: { type: "pdf" } }, 'No layer with an export preset fits {"preset":{"type":"pdf"}}; the pages are "Icons", "Components".'],
  ])("%j says so", async (select, message) => {
    const result = await run({ select, path: "${{ shape.id }}" });
    expect(result).toMatchObject({ artifacts: [], notes: [{ level: "warning", message }] });
  });

  it("by id names the ids", async () => {
    const design = makeDesign([makeComponent("a")]);
    const result = await runAction(exportAssets, design, { select: { id: ["a", "b", "c"] }, path: "${{ component.id }}" });
    expect(result.notes).toEqual([{ level: "warning", message: "Nothing that is shown and fits has the ids b, c." }]);
  });
});
