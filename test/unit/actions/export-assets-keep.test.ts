import { describe, expect, it } from "vitest";
import type { Base } from "../../../src/action.ts";
import { exportAssets } from "../../../src/actions/export-assets.ts";
import type { Artifact } from "../../../src/artifact.ts";
import type { Design, Shape } from "../../../src/design.ts";
import type { FontVariant, Media } from "../../../src/media.ts";
import { createDesign } from "../../support/create-design.ts";
import { makeLayer, makePage } from "./make-design.ts";
import { readAcme, readAcmeMedia, runAction, textsOf } from "./run-action.ts";

const ICONS = { select: { components: "icon/*" }, path: "icons/${{ component.name }}.${{ format }}" };

/** A base branch that holds these artifacts. */
function baseOf(artifacts: readonly Artifact[] = []): Base {
  const files = new Map(artifacts.map(({ path, content }) => [path, content]));
  return {
    async differing(given) {
      const pairs = given.map(({ path, content }) => [path, content, files.get(path)] as const);
      return new Map(pairs.flatMap(([path, content, old]) => (old && !Buffer.from(old).equals(content) ? [[path, old]] : [])));
    },
  };
}

/** A cache that counts. */
function countingCache() {
  const entries = new Map<string, Uint8Array>();
  const counts = { found: 0, missed: 0, made: 0 };
  return {
    counts,
    get(key: string) {
      const value = entries.get(key);
      counts[value ? "found" : "missed"] += 1;
      return value;
    },
    set(key: string, value: Uint8Array) {
      counts.made += 1;
      entries.set(key, value);
    },
    reset: () => Object.assign(counts, { found: 0, missed: 0, made: 0 }),
  };
}

/** The design with the paths of a component's shapes changed. */
function redraw(design: Design, name: string, change: (path: string) => string): Design {
  const component = design.components.find((one) => one.name === name);
  const isInside = (objects: Record<string, Shape>, shape: Shape | undefined): boolean =>
    shape !== undefined &&
    shape.parentId !== shape.id &&
    (shape.id === component?.rootId || isInside(objects, objects[shape.parentId ?? ""]));
  const pages = design.pages.map((page) => ({
    ...page,
    objects: Object.fromEntries(
      Object.entries(page.objects).map(([id, shape]) => {
        const content = shape["content"];
        return [id, typeof content === "string" && isInside(page.objects, shape) ? { ...shape, content: change(content) } : shape];
      }),
    ),
  }));
  return { ...design, pages };
}

const shake = (path: string) => path.replace(/\d+\.\d+/g, (number) => String(Number(number) + 0.003));
const grow = (path: string) => path.replace(/\d+\.\d+/, (number) => String(Number(number) - 4));

describe("keep-if-equal", () => {
  it.each(["svg", "png", "webp"])("keeps the old bytes of a %s that a re-save changed too little to see", async (format) => {
    const before = await runAction(exportAssets, readAcme("v1"), { ...ICONS, format, scale: 2 });
    const design = redraw(readAcme("v1"), "check", shake);
    const result = await runAction(exportAssets, design, { ...ICONS, format, scale: 2 }, { base: baseOf(before.artifacts) });
    const [old, kept] = [before, result].map(
      ({ artifacts = [] }) => artifacts.find(({ path }) => path === `icons/check.${format}`)?.content,
    );
    expect(Buffer.compare(old ?? new Uint8Array(), kept ?? new Uint8Array([1]))).toBe(0);
    expect(result.pictures?.map(({ path }) => path)).toEqual([`icons/check.${format}`]);
    for (const picture of result.pictures ?? []) expect(picture).toMatchObject({ kept: true, tolerance: 0.001 });
  });

  it("says of every picture with other bytes how it was judged", async () => {
    const before = await runAction(exportAssets, readAcme("v1"), ICONS);
    const design = redraw(redraw(readAcme("v1"), "check", grow), "close", shake);
    const result = await runAction(exportAssets, design, ICONS, { base: baseOf(before.artifacts) });
    expect(result.pictures).toEqual([
      { path: "icons/check.svg", difference: expect.any(Number), tolerance: 0.001, kept: false },
      { path: "icons/close.svg", difference: expect.any(Number), tolerance: 0.001, kept: true },
    ]);
    expect(result.pictures?.[0]?.difference).toBeGreaterThan(0.001);
    const [old, fresh] = [before, result].map(textsOf);
    expect(fresh?.["icons/check.svg"]).not.toBe(old?.["icons/check.svg"]);
    expect(fresh?.["icons/close.svg"]).toBe(old?.["icons/close.svg"]);
    expect(result.outputs).toMatchObject({ kept: ["icons/close.svg"] });
  });

  it("takes another tolerance", async () => {
    const before = await runAction(exportAssets, readAcme("v1"), ICONS);
    const design = redraw(readAcme("v1"), "check", grow);
    const input = { ...ICONS, "keep-if-equal": { tolerance: 0.9 } };
    const result = await runAction(exportAssets, design, input, { base: baseOf(before.artifacts) });
    expect(result.pictures).toMatchObject([{ path: "icons/check.svg", tolerance: 0.9, kept: true }]);
  });

  it("compares nothing when it is off", async () => {
    const before = await runAction(exportAssets, readAcme("v1"), ICONS);
    const input = { ...ICONS, "keep-if-equal": false };
    const result = await runAction(exportAssets, redraw(readAcme("v1"), "close", shake), input, { base: baseOf(before.artifacts) });
    expect(result.pictures).toEqual([]);
    expect(textsOf(result)["icons/close.svg"]).not.toBe(textsOf(before)["icons/close.svg"]);
  });

  it("does not take a file for the same that is no picture, or has another size", async () => {
    const before = await runAction(exportAssets, readAcme("v1"), ICONS);
    const old = (before.artifacts ?? []).map((artifact) => ({ ...artifact, content: Buffer.from("nothing to see\n") }));
    const result = await runAction(exportAssets, readAcme("v1"), ICONS, { base: baseOf(old) });
    expect(new Set(result.pictures?.map(({ difference, kept }) => `${difference} ${kept}`))).toEqual(new Set(["Infinity false"]));
  });

  it.each([
    ["colours that come from outside", '<path fill="currentColor" d="M0 0h24v24z"/>', '<path fill="#000" d="M0 0h24v24z"/>'],
    ["custom properties", '<path fill="var(--a,#000)" d="M0 0h24v24z"/>', '<path fill="var(--b,#000)" d="M0 0h24v24z"/>'],
    ["text", '<text x="1" y="9">On</text>', '<text x="1" y="9">Off</text>'],
    ["what stands before ids", '<path id="a" d="M0 0h24v24z"/>', '<path id="check-a" d="M0 0h24v24z"/>'],
    ["images beside it", '<image href="a.png" width="9" height="9"/>', '<image href="b.png" width="9" height="9"/>'],
  ])("sees %s, which no pixel shows", async (_, before, after) => {
    const svg = (content: string) => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24">${content}</svg>\n`);
    const { keepEqual } = await import("../../../src/actions/export-assets/keep-equal.ts");
    const made = (content: string) => [{ artifact: { path: "a.svg", content: svg(content) }, format: "svg" as const }];
    const context = (old: string) =>
      ({ base: baseOf([{ path: "a.svg", content: svg(old) }]), cache: new Map(), signal: new AbortController().signal }) as never;
    expect((await keepEqual(made(after), true, context(before))).pictures).toEqual([
      { path: "a.svg", difference: Infinity, tolerance: 0.001, kept: false },
    ]);
    expect((await keepEqual(made(`${after} `), true, context(after))).pictures).toMatchObject([{ difference: 0, kept: true }]);
  });
});

describe("the cache", () => {
  it("lets an unchanged second run draw, optimise and fetch nothing", async () => {
    const cache = countingCache();
    const asked: string[] = [];
    const media: Media = {
      ...readAcmeMedia(),
      image: (id) => {
        asked.push(id);
        return readAcmeMedia().image(id);
      },
    };
    const input = { ...ICONS, select: { components: ["icon/*", "surface/*"] }, format: ["svg", "png"] };
    const first = await runAction(exportAssets, readAcme("v1"), input, { cache, media });
    const total = first.artifacts?.length ?? 0;
    expect(cache.counts).toEqual({ found: 0, missed: total, made: total });
    expect(asked).toHaveLength(1);
    cache.reset();
    const second = await runAction(exportAssets, readAcme("v1", "transit"), input, { cache, media });
    expect(cache.counts).toEqual({ found: total, missed: 0, made: 0 });
    expect(asked).toHaveLength(1);
    expect(second).toEqual(first);
  });

  it("draws only what changed", async () => {
    const cache = countingCache();
    await runAction(exportAssets, readAcme("v1"), ICONS, { cache });
    cache.reset();
    await runAction(exportAssets, redraw(readAcme("v1"), "check", grow), ICONS, { cache });
    expect(cache.counts).toMatchObject({ missed: 1, made: 1 });
  });

  it.each([
    [{ svgo: false }],
    [{ colors: "current-color" }],
    [{ bounds: "content" }],
    [{ text: "text" }],
    [{ images: { folder: "img" } }],
    [{ format: "webp" }],
  ])("draws anew with %j", async (extra) => {
    const cache = countingCache();
    const { artifacts = [] } = await runAction(exportAssets, readAcme("v1"), ICONS, { cache });
    cache.reset();
    await runAction(exportAssets, readAcme("v1"), { ...ICONS, ...extra }, { cache });
    expect(cache.counts).toMatchObject({ found: 0, missed: artifacts.length });
  });

  it("draws pixels anew with another scale, quality or background, and not because of SVGO", async () => {
    const cache = countingCache();
    const png = { ...ICONS, select: { components: "icon/check" }, format: "webp" };
    await runAction(exportAssets, readAcme("v1"), png, { cache });
    for (const extra of [{ scale: 2 }, { quality: 50 }, { background: "#fff" }])
      await runAction(exportAssets, readAcme("v1"), { ...png, ...extra }, { cache });
    expect(cache.counts.made).toBe(4);
    await runAction(exportAssets, readAcme("v1"), { ...png, svgo: false, colors: "current-color" }, { cache });
    expect(cache.counts.made).toBe(4);
  });

  it("keeps nothing that lacks an image, for it may come back", async () => {
    const cache = countingCache();
    const input = { ...ICONS, select: { components: "surface/card" } };
    const missing = await runAction(exportAssets, readAcme("v1"), input, {
      cache,
      media: { ...readAcmeMedia(), image: async () => undefined },
    });
    expect([missing.artifacts, missing.keep, cache.counts.made]).toEqual([[], ["icons/card.svg"], 0]);
    const back = await runAction(exportAssets, readAcme("v1"), input, { cache, media: readAcmeMedia() });
    expect(back.artifacts).toHaveLength(1);
  });

  it("draws anew when another file was uploaded for a font", async () => {
    const text = { fontId: "custom-f1", fontVariantId: "v1", fontFamily: "Acme", fontWeight: "400", fontStyle: "normal", text: "Hi" };
    const content = { type: "root", children: [{ type: "paragraph-set", children: [{ type: "paragraph", children: [text] }] }] };
    const design = createDesign({ pages: [makePage("Page", [makeLayer("label", "text", { content })])] });
    const cache = countingCache();
    const variant = (ttf: string): FontVariant => ({
      id: "v1",
      fontId: "f1",
      family: "Acme",
      weight: 400,
      style: "normal",
      files: { ttf },
    });
    for (const file of ["a", "a", "b"]) {
      const media = { ...readAcmeMedia(), fontVariants: async () => [variant(file)] };
      await runAction(exportAssets, design, { select: { shapes: "**" }, path: "${{ shape.name }}.svg" }, { cache, media });
    }
    expect(cache.counts).toMatchObject({ found: 1, missed: 2 });
  });

  it("that holds rubbish is not believed", async () => {
    const rubbish = { get: () => Buffer.from("{}\nrubbish"), set: () => undefined };
    const [plain, cached] = await Promise.all(
      [{}, { cache: rubbish }].map((context) => runAction(exportAssets, readAcme("v1"), ICONS, context)),
    );
    expect(cached).toEqual(plain);
  });

  it("remembers how two pictures were judged", async () => {
    const cache = countingCache();
    const before = await runAction(exportAssets, readAcme("v1"), ICONS);
    const design = redraw(readAcme("v1"), "close", shake);
    const base = baseOf(before.artifacts);
    const first = await runAction(exportAssets, design, ICONS, { base, cache });
    cache.reset();
    expect(await runAction(exportAssets, design, ICONS, { base, cache })).toEqual(first);
    expect(cache.counts.made).toBe(0);
  });
});
