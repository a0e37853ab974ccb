import { describe, expect, it } from "vitest";
import type { EarlierStep, StepResult } from "../../../src/action.ts";
import { buildIcons } from "../../../src/actions/build-icons.ts";
import { exportAssets } from "../../../src/actions/export-assets.ts";
import { actions } from "../../../src/actions/index.ts";
import type { Artifact } from "../../../src/artifact.ts";
import { parseRecipe } from "../../../src/engine/parse-recipe.ts";
import { formatProblem } from "../../../src/errors.ts";
import { readAcme, runAction, textsOf } from "./run-action.ts";

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M0 0H9V9Z"/></svg>';
const ALL = {
  ...{ sprite: "o/sprite.svg", react: "o/react", vue: "o/vue", svelte: "o/svelte", "web-components": "o/elements", ts: "o/icons.ts" },
  ...{ iconify: { path: "o/acme.json", prefix: "acme" }, android: "o/drawable", ios: "o/Icons.xcassets", flutter: "o/flutter" },
};

function file(path: string, text = SVG, from?: Artifact["from"]): Artifact {
  return { path, content: Buffer.from(text), ...(from && { from }) };
}

function step(id: string, artifacts: readonly Artifact[], keep: readonly string[] = [], uses = "export-assets"): EarlierStep {
  return { id, uses, artifacts, keep };
}

function build(input: Record<string, unknown>, steps: readonly EarlierStep[], base: Record<string, string> = {}): Promise<StepResult> {
  const differing = async (files: readonly Artifact[]) =>
    new Map(files.flatMap(({ path }) => (base[path] === undefined ? [] : [[path, Buffer.from(base[path])] as const])));
  return runAction(buildIcons, readAcme("v1"), input, { steps, base: { differing } });
}

async function buildAcme(version: "v1" | "v2", input: Record<string, unknown> = ALL): Promise<StepResult> {
  const path = "svg/${{ component.fullName }}.svg";
  const { artifacts = [], keep = [] } = await runAction(exportAssets, readAcme(version), { select: { components: "icon/**" }, path });
  return build({ from: "icons", ...input }, [step("icons", artifacts, keep)]);
}

describe("build-icons on the Acme file", () => {
  it("makes every output, each file with a comment that says what made it", async () => {
    const texts = textsOf(await buildAcme("v1"));
    for (const [path, text] of Object.entries(texts)) {
      if (/Contents\.json$|\.ttf$/.test(path)) continue;
      expect([path, text.includes("Made by Penops from Acme")]).toEqual([path, true]);
    }
    expect(Object.keys(texts)).toEqual(expect.arrayContaining(["o/react/Star.tsx", "o/drawable/ic_star.xml", "o/flutter/app_icons.ttf"]));
  });

  it("makes the same bytes again", async () => {
    expect(await buildAcme("v1")).toEqual(await buildAcme("v1"));
  });

  it("changes only what belongs to the icons that changed", async () => {
    const [before, after] = [textsOf(await buildAcme("v1")), textsOf(await buildAcme("v2"))];
    const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((path) => before[path] !== after[path]);
    expect(changed.filter((path) => path.startsWith("o/react")).sort()).toEqual(
      ["Check.tsx", "ChevronDown.tsx", "Minus.tsx", "index.ts"].map((name) => `o/react/${name}`),
    );
    const [was, is] = [before, after].map((texts) => texts["o/sprite.svg"]?.split("\n") ?? []);
    expect(is?.filter((line) => !was?.includes(line)).map((line) => /id="([^"]*)"/.exec(line)?.[1])).toEqual(["check", "chevron-down"]);
  });

  it("prunes nothing when a step that exports icons found none", async () => {
    const steps = [step("icons", [file("svg/star.svg")]), step("flags", [], ["svg/flags"])];
    const { prune, notes } = await build({ react: "o/react" }, steps);
    expect(prune).toEqual([]);
    expect(notes).toContainEqual({
      level: "warning",
      message: "Nothing fits in the step flags, so nothing was deleted from icon packages.",
    });
    expect((await build({ react: "o/react" }, [step("icons", [file("svg/star.svg")]), step("flags", [], ["svg/de.svg"])])).prune).toEqual([
      "o/react",
    ]);
  });

  it("prunes the folders that are its own, unless told", async () => {
    const { prune } = await buildAcme("v1", { ...ALL, vue: { folder: "o/vue", prune: false } });
    expect(prune).toEqual(["o/react", "o/svelte", "o/elements", "o/Icons.xcassets"]);
  });

  it("tells what could not be made in one note for each reason", async () => {
    const { notes = [], keep } = await buildAcme("v1", { android: "d", flutter: "f" });
    expect(notes.map(({ message }) => message)).toContain(
      'Left out of android: "icon/clock"; each has a dashed or dotted stroke, which a vector drawable cannot show.',
    );
    expect(notes.find(({ message }) => /^Left out of flutter: .* and \d+ more; each has strokes/.test(message))).toBeDefined();
    expect(keep).toContain("d/ic_clock.xml");
  });
});

describe("the icons that build-icons takes", () => {
  const names = async (input: Record<string, unknown>, steps: readonly EarlierStep[], base?: Record<string, string>) =>
    [...(textsOf(await build({ ts: "o.ts", ...input }, steps, base))["o.ts"] ?? "").matchAll(/^ {2}"?([\w-]+)"?: /gm)].map(
      ([, name]) => name,
    );

  const STEPS = [
    step("a", [file("a/one.svg"), file("a/one.png", "x")]),
    step("b", [file("b/two.svg")]),
    step("c", [file("c/sprite.svg")], [], "build-icons"),
  ];

  it("are those of the step that is named, or of several", async () => {
    expect(await names({ from: "a" }, STEPS)).toEqual(["one"]);
    expect(await names({ from: ["b", "a"] }, STEPS)).toEqual(["one", "two"]);
  });

  it("are those of all steps above but its own kind, when none is named", async () => {
    expect(await names({}, STEPS)).toEqual(["one", "two"]);
  });

  it("are also those that could not be drawn this time, as they are on the base", async () => {
    const steps = [step("a", [file("one.svg")], ["two.svg", "three.svg", "two.png"])];
    expect(await names({}, steps, { "two.svg": SVG, "two.png": "x" })).toEqual(["one", "two"]);
  });

  it("must come from a step that there is", async () => {
    await expect(build({ from: "d", ts: "o.ts" }, STEPS)).rejects.toMatchObject({
      code: "UNKNOWN_STEP",
      hint: "The steps above are: a, b, c.",
    });
  });

  it("are called as name says, after their component", async () => {
    const component = readAcme("v1").components.find(({ name }) => name === "star");
    const from = { kind: "component", id: component?.id ?? "", name: "whatever" } as const;
    const steps = [
      step("a", [file("x/1.svg", SVG, from), file("x/2.svg", SVG, { kind: "shape", id: "s", name: "Page/a board" }), file("x/3.svg")]),
    ];
    expect(await names({ name: "${{ component.path }} ${{ component.name }} ${{ icon.name }} x" }, steps)).toEqual([
      "icon-3-3-x",
      "icon-shape-star-1-x",
      "page-a-board-2-x",
    ]);
  });

  it("that would be called the same are an error that names both", async () => {
    const steps = [step("a", [file("x/arrow-up.svg"), file("y/Arrow Up.svg"), file("y/arrowup.svg")])];
    await expect(build({ sprite: "o.svg" }, steps)).rejects.toMatchObject({
      name: "UserError",
      code: "ICON_NAMES",
      message: 'The icons "x/arrow-up" (x/arrow-up.svg) and "y/Arrow Up" (y/Arrow Up.svg) would both be "arrow-up" in sprite.',
    });
    await expect(build({ react: "o" }, [step("a", [file("x/arrow-up.svg"), file("y/arrowup.svg")])])).rejects.toMatchObject({
      code: "ICON_NAMES",
      message: expect.stringContaining('would both be "Arrowup" in react'),
    });
  });

  it("that hold a script are left out and named, and nothing is pruned then", async () => {
    const steps = [
      step("a", [file("ok.svg"), file("bad.svg", SVG.replace("<path", "<script>x</script><path")), file("worse.svg", "<svg")]),
    ];
    const { artifacts, notes, prune } = await build({ react: "o" }, steps);
    expect(artifacts?.map(({ path }) => path)).toEqual(["o/Ok.tsx", "o/icon-props.ts", "o/index.ts"]);
    expect(notes?.[0]).toEqual({ level: "warning", message: 'The icon "bad" was left out: bad.svg has a script.' });
    expect(notes?.[1]?.message).toBe('The icon "worse" was left out: worse.svg is no SVG.');
    expect(prune).toEqual([]);
  });

  it("that are none change nothing and are missed", async () => {
    expect(await build({ react: "o" }, [step("a", [])])).toEqual({
      notes: [{ level: "warning", message: "No SVG file was made by the steps above, so there are no icons to build." }],
      outputs: { count: 0, paths: [] },
    });
  });

  it("of a step that was left out are not taken for gone", async () => {
    const steps = [...STEPS.slice(1), { ...step("a", []), leftOut: true }];
    const { artifacts, notes } = await build({ react: "o" }, steps);
    expect([artifacts, notes?.[0]?.message]).toEqual([undefined, "The step a was left out, so icon packages stay as they are."]);
    expect(await names({ from: "b" }, steps)).toEqual(["two"]);
  });

  it("that may not be all change nothing", async () => {
    const design = { ...readAcme("v1"), complete: false };
    const { artifacts, prune, notes } = await runAction(buildIcons, design, { react: "o" }, { steps: STEPS });
    expect([artifacts, prune, notes?.[0]?.message]).toEqual([
      undefined,
      undefined,
      "The file could not be read completely, so icon packages stay as they are.",
    ]);
  });
});

describe("the input of build-icons", () => {
  const RECIPE = `name: icons
source: {}
steps:
  - { id: icons, uses: export-assets, with: { path: "\${{ component.name }}.svg" } }
  - uses: build-icons
    with: WITH
pull-request: { repository: "github:acme/web" }
`;

  it.each([
    ["{ from: icons, react: a, ios: { folder: B.xcassets } }", []],
    ["{ from: [icons], name: '${{ pascal(component.name) }}Icon', ts: '${{ file.name }}.ts' }", []],
    ["{ from: icon, react: a }", ['There is no step "icon" above.\n    Did you mean "icons"?']],
    ["{ from: [icons, other], react: a }", ['There is no step "other" above.\n    Give the step that is meant this id.']],
    [
      "{ from: icons }",
      ['Step 2, "with" needs an output: sprite, react, vue, svelte, web-components, ts, iconify, android, ios, flutter.'],
    ],
    ["{ raect: a, ts: a.ts }", ['Unknown key "raect" in step 2, "with".\n    Did you mean "react"?']],
    ["{ react: { folder: a, sufix: Icon } }", ['Unknown key "sufix" in step 2, "with.react".\n    Did you mean "suffix"?']],
    ["{ react: { suffix: Icon } }", ['Step 2, "with.react.folder" is missing.']],
    ["{ react: 3 }", ['Step 2, "with.react" must be text or must be a map.']],
    ["{ react: ../a }", ['Step 2, "with.react" is "../a", which leaves the repository.']],
    ["{ ios: { folder: a } }", ['Step 2, "with.ios.folder" must end in .xcassets.']],
    ["{ ios: a }", ['Step 2, "with.ios" must end in .xcassets.']],
    ["{ iconify: { path: a.json } }", ['Step 2, "with.iconify.prefix" is missing.']],
    ["{ react: { folder: a, suffix: icon } }", ['Step 2, "with.react.suffix" must be a word like Icon.']],
    ["{ react: a, name: '${{ component.nam }}' }", ['"component" has no field "nam".']],
  ])("of %s is answered with %j", (input, messages) => {
    const { problems } = parseRecipe(RECIPE.replace("WITH", input), "r.yaml", { actions });
    expect(problems.map((problem) => formatProblem(problem).replace(/^\S+ +/, ""))).toEqual(
      messages.map((message) => expect.stringContaining(message)),
    );
  });
});
