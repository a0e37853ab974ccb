import { describe, expect, it } from "vitest";
import { exportAssets } from "../../../src/actions/export-assets.ts";
import { createArchiveMedia, readArchive } from "../../../src/design/index.ts";
import { hasSamples, listSamples, readFixture, readSampleBytes, samplesNote } from "../../support/read-fixture.ts";
import { makeComponent, makeDesign, makeLayer } from "./make-design.ts";
import { readAcme, readAcmeMedia, runAction, textsOf } from "./run-action.ts";

const ICONS = { select: { components: "icon/**" }, path: "icons/${{ component.fullName }}.svg" };

const DRAWN = [
  ...["arrow-down", "arrow-left", "arrow-right", "arrow-up", "badge", "battery", "bell", "check", "circle-inner", "circle-outer"],
  ...["clock", "close", "grid", "home", "link-arrow", "masked-dot", "menu", "minus", "play", "plus", "search"],
  ...["shape/cloud", "shape/donut", "shape/heart", "shape/lens", "shape/moon", "shape/star", "square-filled", "square-inner", "sun"],
].map((name) => `icons/icon/${name}.svg`);

describe("export-assets on the Acme file", () => {
  it("draws every icon", async () => {
    const result = await runAction(exportAssets, readAcme("v1"), ICONS);
    expect(result.artifacts?.map(({ path }) => path)).toEqual(DRAWN);
    expect(result).toMatchObject({ keep: [], notes: [], pictures: [], outputs: { count: 30, skipped: 0, paths: DRAWN, kept: [] } });
  });

  it.each(["battery", "check", "play", "shape/donut", "sun"])("draws %s as was looked at", async (name) => {
    const { [`icons/icon/${name}.svg`]: svg } = textsOf(await runAction(exportAssets, readAcme("v1"), { ...ICONS, svgo: false }));
    await expect(svg).toMatchFileSnapshot(`../../fixtures/render/acme/${name.replace("/", "-")}.svg`);
  });

  it("makes the markup small unless told otherwise", async () => {
    const [small, large] = await Promise.all(
      [true, false].map(async (svgo) => textsOf(await runAction(exportAssets, readAcme("v1"), { ...ICONS, svgo }))),
    );
    for (const path of DRAWN) expect([path, (small?.[path] ?? "").length < (large?.[path] ?? "").length]).toEqual([path, true]);
  });

  it.each([
    ["v1", "SVG", { select: {} }, 35],
    ["v2", "SVG", { select: {} }, 35],
    ["v1", "every format", { select: { components: "icon/{c,p}*" }, format: ["svg", "png", "webp", "jpeg", "pdf"], scale: 2 }, 35],
    ["v2", "every format", { select: { variant: { State: "hover" } }, format: ["svg", "png", "avif", "pdf"] }, 8],
  ] as const)("%s gives the same %s from JSON, Transit and the archive", async (version, _, input, count) => {
    const media = readAcmeMedia(version);
    const path = "${{ component.fullName }}-${{ component.id }}.${{ format }}";
    const [json, transit, archive] = await Promise.all(
      (["json", "transit", "archive"] as const).map((channel) =>
        runAction(exportAssets, readAcme(version, channel), { ...input, path }, { media }),
      ),
    );
    expect(json?.artifacts).toHaveLength(count);
    expect(transit).toEqual(json);
    expect(archive).toEqual(json);
  });

  it("changes from v1 to v2 exactly the files of the icons that changed", async () => {
    const [before, after] = await Promise.all(
      [readAcme("v1"), readAcme("v2")].map(async (design) => textsOf(await runAction(exportAssets, design, ICONS))),
    );
    const paths = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
    const changed = [...paths]
      .filter((path) => before?.[path] !== after?.[path])
      .map((path) => [path, path in (before ?? {}), path in (after ?? {})]);
    expect(changed).toEqual([
      ["icons/icon/check.svg", true, true],
      ["icons/icon/minus.svg", true, false],
      ["icons/icon/chevron-down.svg", false, true],
    ]);
    expect(expectedChanges()).toEqual(["check", "chevron-down", "minus"]);
  });

  it("makes each file of its component", async () => {
    const { artifacts } = await runAction(exportAssets, readAcme("v1"), { ...ICONS, select: { components: "icon/check" } });
    expect(artifacts).toMatchObject([{ from: { kind: "component", id: "2e641969-cd25-8cba-8af6-356ccd55ccf1", name: "icon/check" } }]);
  });

  it("passes the folder to prune on", async () => {
    expect((await runAction(exportAssets, readAcme("v1"), { ...ICONS, prune: "icons" })).prune).toEqual(["icons"]);
    expect((await runAction(exportAssets, readAcme("v1"), ICONS)).prune).toEqual([]);
  });

  it.each([
    [{ components: "icons/**" }, "Nothing fits"],
    [{ components: "button" }, "No picture was written"],
  ])("deletes nothing when %j makes nothing", async (select, why) => {
    const result = await runAction(exportAssets, readAcme("v1"), {
      ...ICONS,
      path: "icons/${{ component.id }}.svg",
      select,
      prune: "icons",
    });
    expect(result.artifacts).toEqual([]);
    expect(result.prune).toEqual([]);
    expect(result.keep).toContain("icons");
    expect(result.notes).toContainEqual({ level: "warning", message: `${why}, so nothing was deleted from icons.` });
  });

  it("warns when nothing fits the selection", async () => {
    const { artifacts, notes } = await runAction(exportAssets, readAcme("v1"), { ...ICONS, select: { components: "icons/**" } });
    expect(artifacts).toEqual([]);
    expect(notes).toEqual([{ level: "warning", message: 'No component fits {"components":"icons/**"}; the design has 35.' }]);
  });

  it("stops when the run is aborted", async () => {
    const signal = AbortSignal.abort(new Error("the worker is closing"));
    await expect(runAction(exportAssets, readAcme("v1"), ICONS, { signal })).rejects.toThrow("the worker is closing");
  });
});

describe("what pictures lack", () => {
  const run = (channel: "transit" | "archive") =>
    runAction(exportAssets, readAcme("v1", channel), { select: { components: "button" }, path: "${{ component.id }}.svg" });

  it("is told once for all that lack the same, and says what to do", async () => {
    const { notes = [] } = await run("transit");
    expect(notes).toHaveLength(1);
    expect(notes[0]?.message).toMatch(
      /^4 pictures were not drawn: layers in them have text in the font "Work Sans" 600, whose file could not be had\. They are the components "button \(.*\)", "button \(.*\)", "button \(.*\)" and 1 more\. The files \S+, \S+, \S+ and 1 more stay as they are\. Upload the font to the Penpot team, or, if it is one of Google's, let the Penpot server reach it\.$/,
    );
  });

  it("is explained by the archive when the design is read from one", async () => {
    const { notes = [] } = await run("archive");
    expect(notes[0]?.message).toMatch(
      / A \.penpot archive carries no fonts: letters can be drawn when the file is read from Penpot itself\.$/,
    );
  });
});

describe("names", () => {
  it("that start with . or _ are told with their number when they would fit", async () => {
    const design = makeDesign(["a", "_b", ".c"].map((name) => makeComponent(name, { path: ["icon"] })));
    const { artifacts, notes } = await runAction(exportAssets, design, ICONS);
    expect(artifacts).toHaveLength(1);
    expect(notes).toEqual([
      {
        level: "info",
        message:
          '2 of what fits are left out, because a part of the name starts with . or _: "icon/_b", "icon/.c". A pattern that names such a part takes it in.',
      },
    ]);
    const named = await runAction(exportAssets, design, { ...ICONS, select: { components: ["icon/_*", "icon/.*"] } });
    expect(named).toMatchObject({ artifacts: [{}, {}], notes: [] });
  });

  it("of private layers are told too, and the list is short", async () => {
    const design = makeDesign(
      [],
      Array.from({ length: 9 }, (_, at) => makeLayer(`_${at}`)),
    );
    const { notes = [] } = await runAction(exportAssets, design, { select: { shapes: "**" }, path: "${{ shape.id }}.svg" });
    expect(notes[0]?.message).toContain("9 of what fits are left out");
    expect(notes[0]?.message).toContain('"Page/root/_4" and 4 more.');
  });

  it("that Windows keeps for devices are warned of", async () => {
    const design = makeDesign(["con", "Aux", "com1", "console", "com"].map((name) => makeComponent(name)));
    const { notes } = await runAction(exportAssets, design, { path: "${{ component.name }}.svg" });
    expect(notes).toEqual([
      {
        level: "warning",
        message:
          "Windows keeps such names for devices and cannot check them out: Aux.svg, com1.svg, con.svg. Rename them in the design, or put something before the name in the path.",
      },
    ]);
  });
});

describe("ids of pictures that are put into one page", () => {
  const idsOf = async (extra: object, path = ICONS.path) => {
    const result = await runAction(exportAssets, readAcme("v1"), { select: { components: "icon/masked-dot" }, path, ...extra });
    return [
      ...Object.values(textsOf(result))
        .join("")
        .matchAll(/ id="([^"]*)"/g),
    ].map(([, id]) => id);
  };

  it.each(["current-color", "css-variables"])("begin with the file's name with colors: %s", async (colors) => {
    expect(await idsOf({ colors })).toEqual(["masked-dot-a"]);
    expect(await idsOf({ colors }, "${{ component.fullName }}/24 Px.svg")).toEqual(["_24-px-a"]);
  });

  it("begin with what the recipe says", async () => {
    expect(await idsOf({ colors: "css-variables", svgo: { prefixIds: "x_" } })).toEqual(["x_a"]);
  });

  it("are short in files that stand alone", async () => {
    expect(await idsOf({})).toEqual(["a"]);
  });
});

describe("components that are not whole", () => {
  it("are kept and named when their page is missing", async () => {
    const design = { ...makeDesign([makeComponent("a")]), pages: [] };
    const { keep, notes } = await runAction(exportAssets, design, { path: "${{ component.name }}.svg" });
    expect(keep).toEqual(["a.svg"]);
    expect(notes?.[0]?.message).toBe(
      'The component "a" was not drawn: the layer "" has no shape on its page. The file a.svg stays as it is.',
    );
  });

  it("with many faults are described shortly", async () => {
    const strange = Array.from({ length: 9 }, (_, at) => makeLayer(`l${at}`, "hologram"));
    const design = makeDesign([makeComponent("a")], strange);
    const { notes } = await runAction(exportAssets, design, { path: "${{ component.name }}.svg" });
    expect(notes?.[0]?.message).toMatch(/: the layers "l0", "l1", "l2" and 6 more have .*\. The file a\.svg stays/);
  });
});

describe.skipIf(!hasSamples)(`components of the Penpot samples${samplesNote}`, () => {
  // those that are not deleted, hidden or private
  it.each([
    ["generated/linked-files.penpot", 1],
    ["generated/rich-sample.penpot", 5],
    ["penpot-files/50-social-media-icons.penpot", 50],
    ["penpot-files/bpmn-kit.penpot", 21],
    ["penpot-files/design-tokens-math-functions.penpot", 0],
    ["penpot-files/qedra-icons.penpot", 63],
    ["penpot-files/tokens-starter-kit-v3.penpot", 0],
    ["penpot-files/user-flow-elements.penpot", 29],
    ["penpot-files/variants-sample.penpot", 42],
  ])("%s: each of %i is written, or kept with a reason", async (sample, total) => {
    const bytes = readSampleBytes(sample);
    const archive = readArchive(bytes);
    const media = createArchiveMedia(bytes);
    const results = await Promise.all(
      archive.files.map(({ id }) => runAction(exportAssets, archive.design(id), { path: "${{ component.id }}.svg" }, { media })),
    );
    const written = results.flatMap(({ artifacts = [] }) => artifacts);
    const kept = results.flatMap(({ keep = [] }) => keep);
    expect(written.length + kept.length).toBe(total);
    const reasons = results.flatMap(({ notes = [] }) => notes).filter(({ message }) => / (?:was|were) not drawn: /.test(message));
    expect(reasons.length > 0).toBe(kept.length > 0);
  });

  it("are all in the list above", () => {
    const samples = [...listSamples("penpot-files"), ...listSamples("generated")];
    expect(samples.filter((name) => name.endsWith(".penpot"))).toHaveLength(9);
  });
});

function expectedChanges(): string[] {
  const diff = JSON.parse(readFixture("penpot/acme/expected-diff.v1-v2.json")) as Record<string, { name: string }[]>;
  return ["componentsChanged", "componentsAdded", "componentsDeleted"].flatMap((key) => (diff[key] ?? []).map(({ name }) => name)).sort();
}
