import { describe, expect, it } from "vitest";
import { exportAssets } from "../../../src/actions/export-assets.ts";
import { actions } from "../../../src/actions/index.ts";
import { selectComponents } from "../../../src/assets/index.ts";
import { readArchive } from "../../../src/design/index.ts";
import type { Component, Design, Shape } from "../../../src/design.ts";
import { compileTemplate } from "../../../src/engine/expressions.ts";
import { renderSvg } from "../../../src/render/index.ts";
import { hasSamples, listSamples, readFixture, readSampleBytes, samplesNote } from "../../support/read-fixture.ts";
import { readAcme, runAction, textsOf } from "./run-action.ts";

const ICONS = { select: { components: "icon/**" }, path: "icons/${{ component.fullName }}.svg" };

const DRAWN = [
  ...["arrow-down", "arrow-left", "arrow-right", "arrow-up", "badge", "battery", "bell", "check", "circle-inner", "circle-outer"],
  ...["clock", "close", "grid", "home", "menu", "minus", "play", "plus", "search"],
  ...["shape/cloud", "shape/donut", "shape/heart", "shape/lens", "shape/moon", "shape/star", "square-filled", "square-inner", "sun"],
].map((name) => `icons/icon/${name}.svg`);

describe("export-assets on the Acme file", () => {
  it("draws every icon but the two with a marker and a mask, which it keeps and names", async () => {
    const result = await runAction(exportAssets, readAcme("v1"), ICONS);
    expect(Object.keys(textsOf(result)).sort()).toEqual(DRAWN);
    expect(result.keep).toEqual(["icons/icon/link-arrow.svg", "icons/icon/masked-dot.svg"]);
    expect(result.notes).toEqual([
      {
        level: "warning",
        message:
          'The component "icon/link-arrow" was not drawn: the layer "line" has an arrow or marker at the end of a stroke. The file icons/icon/link-arrow.svg stays as it is.',
      },
      {
        level: "warning",
        message:
          'The component "icon/masked-dot" was not drawn: the layer "masked" has a mask. The file icons/icon/masked-dot.svg stays as it is.',
      },
    ]);
    expect(result.outputs).toEqual({ count: 28, skipped: 2, paths: DRAWN });
  });

  it.each(["battery", "check", "play", "shape/donut", "sun"])("draws %s as was looked at", async (name) => {
    const { [`icons/icon/${name}.svg`]: svg } = textsOf(await runAction(exportAssets, readAcme("v1"), ICONS));
    await expect(svg).toMatchFileSnapshot(`../../fixtures/render/acme/${name.replace("/", "-")}.svg`);
  });

  it.each(["v1", "v2"] as const)("%s gives the same bytes from JSON, Transit and the archive", async (version) => {
    const [json, transit, archive] = await Promise.all(
      (["json", "transit", "archive"] as const).map((channel) => runAction(exportAssets, readAcme(version, channel), ICONS)),
    );
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
    await expect(runAction(exportAssets, readAcme("v1"), ICONS, signal)).rejects.toThrow("the worker is closing");
  });
});

describe("the path of export-assets", () => {
  const BUTTONS = { select: { components: "button" } };

  it("tells variants apart by their properties", async () => {
    const path = "b/${{ component.variant.State }}-${{ component.variant['Size'] }}.svg";
    const { keep } = await runAction(exportAssets, readAcme("v1"), { ...BUTTONS, path });
    expect(keep?.toSorted()).toEqual(["b/default-md.svg", "b/default-sm.svg", "b/hover-md.svg", "b/hover-sm.svg"]);
  });

  it("that is one for two variants is an error that names both and says what to do", async () => {
    await expect(runAction(exportAssets, readAcme("v1"), { ...BUTTONS, path: "b/${{ component.name }}.svg" })).rejects.toMatchObject({
      name: "UserError",
      code: "PATH_COLLISION",
      message: expect.stringMatching(
        /^The component "button \(State=.*\)" and the component "button \(State=.*\)" would both be written to "b\/button.svg"\.$/,
      ),
      hint: 'Put the variant into the path, for example with component.variant["State"].',
    });
  });

  it("that differs in case only is an error too", async () => {
    const design = makeDesign([makeComponent("Check"), makeComponent("check")]);
    await expect(runAction(exportAssets, design, { path: "${{ component.name }}.svg" })).rejects.toMatchObject({
      code: "PATH_COLLISION",
      hint: "Put more into the path, for example component.path, or rename one of them in the design.",
    });
  });

  it("cannot leave the repository, whatever a component is called", async () => {
    const design = makeDesign([makeComponent("..")]);
    await expect(
      runAction(exportAssets, design, { select: { components: ".." }, path: "a/${{ component.name }}/${{ component.name }}" }),
    ).rejects.toMatchObject({
      code: "ARTIFACT_PATH",
    });
  });

  it("may use everything that is promised and nothing else", () => {
    const names = ["name", "path", "id", "fullName", "variant.Size"].map((name) => `\${{ component.${name} }}`);
    expect(compileTemplate(`${names.join("")}\${{ page.name }}`, exportAssets.items?.["path"] ?? {}).problems).toEqual([]);
    expect(compileTemplate("${{ component.nam }}", exportAssets.items?.["path"] ?? {}).problems).toHaveLength(1);
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
    const texts = Array.from(
      { length: 9 },
      (_, at): Shape => ({ id: `t${at}`, name: `label ${at}`, type: "text", selrect: { x: 0, y: 0, width: 1, height: 1 } }),
    );
    const design = makeDesign([makeComponent("a")], texts);
    const { notes } = await runAction(exportAssets, design, { path: "${{ component.name }}.svg" });
    expect(notes?.[0]?.message).toContain('the layer "label 2" has text; and 6 more. ');
  });
});

describe("the input of export-assets", () => {
  it("needs a path only", () => {
    const path = "${{ component.id }}.svg";
    expect(exportAssets.input.parse({ path })).toEqual({ select: { components: "**" }, format: "svg", path });
  });

  it.each([
    [{ path: "a", format: "png" }, "must be svg, the only format so far"],
    [{ path: "a", select: { components: "!icon" } }, 'the pattern "!icon" starts with !, which negates nothing here'],
    [{ path: "a", prune: "../x" }, 'is "../x", which leaves the repository'],
    [{ path: "icon.svg" }, "must name each component, for example with ${{ kebab(component.name) }}"],
    [{ path: ".git/config" }, 'is ".git/config", which lies inside .git'],
    [{ path: "a", selct: {} }, 'Unrecognized key: "selct"'],
  ])("refuses %j", (input, message) => {
    expect(JSON.stringify(exportAssets.input.safeParse(input).error?.issues)).toContain(JSON.stringify(message).slice(1, -1));
  });

  it("and of every action describes all its keys", () => {
    for (const { input } of actions) {
      const shape = (input as unknown as { shape: Record<string, { description?: string }> }).shape;
      expect(Object.entries(shape).filter(([, value]) => !value.description)).toEqual([]);
    }
  });
});

describe.skipIf(!hasSamples)(`components of the Penpot samples${samplesNote}`, () => {
  // drawn and refused, of those that are not deleted, hidden or private
  it.each([
    ["generated/linked-files.penpot", 1, 0],
    ["generated/rich-sample.penpot", 3, 2],
    ["penpot-files/50-social-media-icons.penpot", 43, 7],
    ["penpot-files/bpmn-kit.penpot", 0, 21],
    ["penpot-files/design-tokens-math-functions.penpot", 0, 0],
    ["penpot-files/qedra-icons.penpot", 63, 0],
    ["penpot-files/tokens-starter-kit-v3.penpot", 0, 0],
    ["penpot-files/user-flow-elements.penpot", 18, 11],
    ["penpot-files/variants-sample.penpot", 16, 26],
  ])("%s: %i are drawn and %i refused, none throws", (sample, drawn, refused) => {
    const archive = readArchive(readSampleBytes(sample));
    const results = archive.files.flatMap(({ id }) => {
      return selectComponents(archive.design(id)).map(
        ({ component, page }) => renderSvg(page?.objects ?? {}, component.rootId).unfaithful.length === 0,
      );
    });
    expect([results.filter((good) => good).length, results.filter((good) => !good).length]).toEqual([drawn, refused]);
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

function makeComponent(name: string): Component {
  return { id: name, name, path: [], pageId: "p", rootId: "root", deleted: false };
}

function makeDesign(components: readonly Component[], shapes: readonly Shape[] = []): Design {
  const root: Shape = {
    id: "root",
    name: "root",
    type: "frame",
    selrect: { x: 0, y: 0, width: 9, height: 9 },
    shapes: shapes.map(({ id }) => id),
  };
  const objects = Object.fromEntries([root, ...shapes].map((shape) => [shape.id, shape]));
  const envelope = { channel: "json", id: "f", name: "File", revn: 1, vern: 0, isShared: false, complete: true, problems: [] } as const;
  return { ...envelope, pages: [{ id: "p", name: "Page", objects }], components, colors: [], typographies: [] };
}
