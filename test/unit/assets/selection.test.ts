import { describe, expect, it } from "vitest";
import { type AssetSelection, selectAssets, toAssetLabel, toFileSuffix, toShapeVariables, unknownIds } from "../../../src/assets/index.ts";
import type { Design, Shape } from "../../../src/design.ts";
import { createDesign } from "../../support/create-design.ts";
import { makeComponent, makeLayer, makePage } from "../actions/make-design.ts";
import { readAcme } from "../actions/run-action.ts";

const PNG2 = { type: "png", scale: 2, suffix: "@2x" };
const SVG = { type: "svg", scale: 1, suffix: "" };

function layer(id: string, type: string, extra: Partial<Shape> = {}): Shape {
  return makeLayer(id, type, extra);
}

const design: Design = createDesign({
  pages: [
    makePage(
      "Screens",
      [
        layer("home", "frame", { name: "Home", shapes: ["header", "hero"], exports: [PNG2] }),
        layer("header", "frame", { name: "Header", shapes: ["logo"] }),
        layer("logo", "path", { name: "Logo", exports: [SVG, { type: "png", scale: 1, suffix: "-small" }] }),
        layer("hero", "rect", { name: "Art / hero" }),
        layer("draft", "frame", { name: "_Draft", exports: [SVG] }),
        layer("old", "frame", { name: "Old", hidden: true, shapes: ["inside"] }),
        layer("inside", "frame", { name: "Inside", exports: [SVG] }),
      ],
      "p1",
    ),
    makePage(
      "Icons",
      [
        layer("check", "frame", { name: "icon / check", exports: [SVG] }),
        layer("sm", "frame", { name: "button" }),
        layer("lg", "frame", { name: "button" }),
        layer("base", "frame", { name: "_base" }),
      ],
      "p2",
    ),
    makePage(".Cover", [layer("cover", "frame", { name: "Cover" })], "p3"),
  ],
  components: [
    makeComponent("_base", { id: "c-base", pageId: "p2", rootId: "base" }),
    makeComponent("button", { id: "c-sm", pageId: "p2", rootId: "sm", variant: variant("sm", "on") }),
    makeComponent("button", { id: "c-lg", pageId: "p2", rootId: "lg", variant: variant("lg", "off") }),
    makeComponent("check", { id: "c-check", path: ["icon"], pageId: "p2", rootId: "check" }),
    makeComponent("gone", { id: "c-gone", pageId: "p2", rootId: "gone", deleted: true }),
  ],
});

function variant(size: string, state: string) {
  return {
    id: "v",
    properties: [
      { name: "Size", value: size },
      { name: "State", value: state },
    ],
  };
}

function labelsOf(selection: AssetSelection): string[] {
  return selectAssets(design, selection).map(toAssetLabel);
}

const BUTTONS = ["button (Size=sm, State=on)", "button (Size=lg, State=off)"];

describe("selectAssets", () => {
  it.each<[string, AssetSelection, string[]]>([
    ["all components without a word", {}, [...BUTTONS, "icon/check"]],
    ["components by glob", { components: "icon/*" }, ["icon/check"]],
    ["boards that stand on a page, by its name", { boards: "Screens/*" }, ["Screens/Home"]],
    ["boards anywhere in a page", { boards: "Screens/**" }, ["Screens/Home", "Screens/Home/Header"]],
    ["boards whose name has parts", { boards: "*/icon/*" }, ["icon/check"]],
    [
      "layers of any kind",
      { shapes: "Screens/Home/**" },
      ["Screens/Home", "Screens/Home/Header", "Screens/Home/Header/Logo", "Screens/Home/Art / hero"],
    ],
    ["a layer by its whole path", { shapes: "Screens/Home/Art/hero" }, ["Screens/Home/Art / hero"]],
    ["layers without some", { shapes: "Screens/**", exclude: ["**/Home", "**/hero"] }, ["Screens/Home/Header", "Screens/Home/Header/Logo"]],
    ["private layers only when named", { boards: "Screens/_*" }, ["Screens/_Draft"]],
    ["private pages only when named", { boards: ".Cover/*" }, [".Cover/Cover"]],
    ["what is marked for export", { preset: true }, ["Screens/Home", "Screens/Home/Header/Logo", "icon/check"]],
    ["presets of a type", { preset: { type: "png" } }, ["Screens/Home", "Screens/Home/Header/Logo"]],
    ["presets with a suffix", { preset: { suffix: "@*" } }, ["Screens/Home"]],
    ["presets of types", { preset: { type: ["svg", "pdf"], suffix: "" } }, ["Screens/Home/Header/Logo", "icon/check"]],
    ["components that are marked for export", { components: "**", preset: true }, ["icon/check"]],
    ["boards that are marked for export", { boards: "**", preset: true }, ["Screens/Home", "icon/check"]],
    [
      "a page's",
      { boards: "**", page: "Icons" },
      ["icon/check", "Icons/button", "Icons/button"].map((name, at) => (at === 0 ? name : (BUTTONS[at - 1] ?? ""))),
    ],
    ["components by their id", { id: "c-check" }, ["icon/check"]],
    ["components by their main instance's id", { id: ["check"] }, ["icon/check"]],
    ["layers by their id", { id: ["logo", "c-lg"] }, [BUTTONS[1] ?? "", "Screens/Home/Header/Logo"]],
    ["private ones by their id", { id: ["c-base", "draft"] }, ["_base", "Screens/_Draft"]],
    ["nothing hidden or deleted by its id", { id: ["old", "inside", "c-gone"] }, []],
    ["boards by their id", { boards: "**", id: ["home", "logo"] }, ["Screens/Home"]],
    ["components of a glob by their id", { components: "icon/*", id: ["c-base", "c-check"] }, ["icon/check"]],
    ["variants by a value", { variant: { Size: "sm" } }, ["button (Size=sm, State=on)"]],
    ["variants by values", { variant: { Size: ["sm", "lg"], State: "o*" } }, BUTTONS],
    ["variants by a glob", { variant: { State: "?ff" } }, ["button (Size=lg, State=off)"]],
    ["no variant without the property", { variant: { Colour: "*" } }, []],
  ])("takes %s", (_, selection, expected) => {
    expect(labelsOf(selection)).toEqual(expected);
  });

  it("takes a component that is on its page once, however often it is meant", () => {
    expect(selectAssets(design, { id: ["check", "c-check"] })).toHaveLength(1);
  });

  it("gives layers the component whose main instance they are", () => {
    expect(selectAssets(design, { boards: "*/icon/check" })[0]?.component?.id).toBe("c-check");
  });

  it("names ids that were not found", () => {
    const selection = { id: ["check", "nobody", "inside"] };
    expect(unknownIds(selectAssets(design, selection), selection)).toEqual(["nobody", "inside"]);
  });

  it("tells templates where a layer stands", () => {
    expect(selectAssets(design, { shapes: "**/Logo" }).map(toShapeVariables)).toEqual([
      { id: "logo", name: "Logo", path: "Home/Header", type: "path" },
    ]);
    expect(selectAssets(design, { components: "icon/check" }).map(toShapeVariables)).toEqual([
      { id: "check", name: "icon / check", path: "", type: "frame" },
    ]);
  });

  it("survives trees that go round in circles, lack shapes and hold anything", () => {
    const page = makePage("Odd", [layer("a", "frame", { shapes: ["b", "a", "missing"] }), layer("b", "frame", { shapes: ["a"] })]);
    const odd: Record<string, Shape> = { ...page.objects };
    const root = "00000000-0000-0000-0000-000000000000";
    odd[root] = { ...(odd[root] as Shape), shapes: ["a", 7, null] as unknown as string[] };
    odd["b"] = {
      ...(odd["b"] as Shape),
      name: 5 as unknown as string,
      exports: [null, 3, { type: "gif" }, { type: "png", scale: -1 }, {}],
    };
    const strange = createDesign({
      pages: [
        { ...page, objects: odd },
        { id: "e", name: "Empty", objects: {} },
      ],
    });
    expect(selectAssets(strange, { shapes: "**" }).map(({ rootId }) => rootId)).toEqual(["a", "b"]);
    expect(selectAssets(strange, { preset: true })).toEqual([]);
  });

  it("finds what the Acme file marks", () => {
    for (const channel of ["json", "transit", "archive"] as const) {
      expect(selectAssets(readAcme("v1", channel), { preset: true }).map(toAssetLabel)).toEqual(["surface/card"]);
    }
  });
});

describe("toFileSuffix", () => {
  it("writes what no file name can have as Penpot does", () => {
    expect(toFileSuffix('@2x\\/:*?"<>|\n')).toBe(`@2x${"_".repeat(10)}`);
  });
});
