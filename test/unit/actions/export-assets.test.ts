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
    expect(notes?.[0]?.message).toMatch(/the layer "l2" has .*; and 6 more\. /);
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
    const reasons = results.flatMap(({ notes = [] }) => notes).filter(({ message }) => message.includes(" was not drawn: "));
    expect(reasons).toHaveLength(kept.length);
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
