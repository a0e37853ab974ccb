import { describe, expect, it } from "vitest";
import { toDesign } from "../../../src/design/index.ts";
import type { Design, Shape } from "../../../src/design.ts";
import { PermanentError } from "../../../src/errors.ts";
import { decodeTransit } from "../../../src/transit/index.ts";
import { createFile, createPage } from "../../support/create-file.ts";
import { readFixture } from "../../support/read-fixture.ts";

function readShape(shape: Record<string, unknown>): Shape | undefined {
  const design = toDesign(createFile({ pagesIndex: { "page-1": createPage([{ id: "shape-1", ...shape }]) } }), "json");
  expect(design.problems).toEqual([]);
  return design.pages[0]?.objects["shape-1"];
}

function readRecorded(path: string): Design {
  const text = readFixture(`penpot/rpc/${path}`);
  return path.includes("transit") ? toDesign(decodeTransit(text), "transit") : toDesign(JSON.parse(text), "json");
}

describe("toDesign on a whole file", () => {
  it("takes over the envelope, with instants to the millisecond", () => {
    expect(toDesign(createFile(), "json")).toMatchObject({
      channel: "json",
      id: "file-1",
      name: "Icons",
      teamId: "team-1",
      projectId: "project-1",
      revn: 3,
      vern: 0,
      modifiedAt: "2026-11-21T18:28:44.827Z",
      isShared: true,
      complete: true,
      problems: [],
    });
  });

  it("does without everything that is optional", () => {
    const { id, data } = createFile();
    const design = toDesign({ id, data, teamId: null, modifiedAt: null }, "json");
    expect(design).toMatchObject({
      name: "",
      revn: 0,
      vern: 0,
      isShared: false,
      components: [],
      colors: [],
      typographies: [],
      complete: true,
    });
    expect(Object.keys(design)).not.toEqual(expect.arrayContaining(["teamId", "modifiedAt", "tokens"]));
  });

  it("keeps the design's order of pages", () => {
    const pagesIndex = {
      a: createPage([], { id: "a", name: "First" }),
      b: createPage([], { id: "b", name: "Second", background: "#fff" }),
    };
    const design = toDesign(createFile({ pages: ["b", "a"], pagesIndex }), "json");
    expect(design.pages.map(({ id, name, background }) => ({ id, name, background }))).toEqual([
      { id: "b", name: "Second", background: "#fff" },
      { id: "a", name: "First", background: undefined },
    ]);
  });

  it.each([
    ["an empty file", "get-file.empty.body.json", "get-file.empty.transit.body.transit.json"],
    ["object maps", "get-file.objects-map.transit.body.transit.json", "get-file.transit-verbose.body.transit.json"],
    [
      "a file whose tokens were written back",
      "get-file.after-set-tokens-lib.json.body.json",
      "get-file.after-set-tokens-lib.transit.body.transit.json",
    ],
    ["a snapshot", "get-file-snapshot.json.body.json", "get-file-snapshot.transit.body.transit.json"],
    [
      "a snapshot of a file with pointers",
      "get-file-snapshot.pointer-file.json.body.json",
      "get-file-snapshot.pointer-file.transit.body.transit.json",
    ],
  ])("reads %s completely and alike", (_, one, other) => {
    const [a, b] = [readRecorded(one), readRecorded(other)];
    expect([a.problems, b.problems]).toEqual([[], []]);
    expect(a.pages).toEqual(b.pages);
    expect(a.components).toEqual(b.components);
  });

  it.each([
    ["nothing", undefined],
    ["a list", []],
    ["an error answer", { type: "not-found", code: "object-not-found" }],
    ["a file without data", { id: "file-1", name: "Icons" }],
    ["a fragment", JSON.parse(readFixture("penpot/rpc/get-file-fragment.json.body.json"))],
  ])("refuses %s with PENPOT_FILE_UNREADABLE", (_, value) => {
    expect(() => toDesign(value, "json")).toThrow(PermanentError);
    expect(() => toDesign(value, "json")).toThrow(expect.objectContaining({ code: "PENPOT_FILE_UNREADABLE", hint: expect.any(String) }));
  });
});

describe("toDesign on what cannot be read", () => {
  it.each(["pointer-map.get-file.json.body.json", "pointer-map.get-file.transit.body.transit.json"])("names the pointers of %s", (path) => {
    const design = readRecorded(path);
    expect(design.complete).toBe(false);
    expect(design.problems).toEqual([
      "The page d9b510f7-aa30-873a-8f92-2bab8d8dff02 could not be read: it is a pointer that was not resolved.",
      "The page e845aba1-bc26-8034-8c52-0611d95afae6 could not be read: it is a pointer that was not resolved.",
      "The components could not be read: they are a pointer that was not resolved.",
    ]);
    expect(design.colors).toHaveLength(8);
  });

  it.each([
    ["a page that is not in the index", { pages: ["page-1", "page-2"] }, "The page page-2 could not be read: it is not in the file."],
    [
      "a page named as an inherited member",
      { pages: ["page-1", "constructor"] },
      "The page constructor could not be read: it is not in the file.",
    ],
    ["a page without shapes", { pagesIndex: { "page-1": { id: "page-1" } } }, "The page page-1 could not be read: its shapes are missing."],
    ["a missing index", { pagesIndex: null }, "The pages could not be read: the file has no index of pages."],
    [
      "a shape without a type",
      { pagesIndex: { "page-1": createPage([{ id: "odd", type: null }]) } },
      "The shape odd on the page page-1 could not be read: it is no shape.",
    ],
    ["components that are no map", { components: 7 }, "The components could not be read: they are no map."],
    ["a component that is no map", { components: { c: 7 } }, "The component c could not be read: it is no map."],
    [
      "a colour without paint",
      { colors: { c: { name: "ink", color: "blueish" } } },
      'The library colour "ink" (c) could not be read: it has no colour, gradient or image.',
    ],
    ["a token library that is no map", { tokensLib: "core" }, "The token library could not be read: it is no map."],
    ["a token set that is no map", { tokensLib: { core: 7 } }, 'The token set "core" could not be read: it is no map.'],
    [
      "a token without a type",
      { tokensLib: { core: { space: { sm: { $value: "4" } } } } },
      'The token "space.sm" of the set "core" could not be read: it has no type.',
    ],
  ])("reports %s and reads on", (_, data, problem) => {
    const design = toDesign(createFile(data), "json");
    expect(design).toMatchObject({ complete: false, problems: [problem] });
  });
});

describe("toDesign on shapes", () => {
  it("keeps unknown attributes and takes null for absent", () => {
    expect(readShape({ isOrphan: true, x: null, opacity: 0.5 })).toEqual({
      id: "shape-1",
      name: "shape-1",
      type: "rect",
      parentId: "00000000-0000-0000-0000-000000000000",
      frameId: "00000000-0000-0000-0000-000000000000",
      isOrphan: true,
      opacity: 0.5,
    });
  });

  it("sorts what Penpot keeps as a set", () => {
    expect(readShape({ touched: ["name-group", "fill-group"] })?.touched).toEqual(["fill-group", "name-group"]);
  });

  it("writes path content of segments as an SVG path, in 32-bit floats", () => {
    const content = [
      { command: "move-to", params: { x: 1, y: 364.67 } },
      { command: "line-to", params: { x: -2, y: 0.00001 } },
      { command: "curve-to", params: { c1x: 1, c1y: 2, x: 5, y: 6 } },
      { command: "unknown", params: {} },
      { command: "close-path", params: {} },
    ];
    expect(readShape({ type: "path", content })?.content).toBe("M1.0,364.6700134277344L-2.0,9.999999747378752E-6C1.0,2.0,5.0,6.0,5.0,6.0Z");
  });

  it("takes boolContent of old archives as the content", () => {
    const shape = readShape({ type: "bool", boolContent: [{ command: "move-to", params: { x: 1, y: 2 } }] });
    expect(shape).toMatchObject({ content: "M1.0,2.0" });
    expect(shape).not.toHaveProperty("boolContent");
  });

  it("moves the stroke caps of a shape to its first stroke", () => {
    const shape = readShape({ strokeCapStart: "round", strokes: [{ strokeWidth: 2 }, { strokeWidth: 1 }] });
    expect(shape?.strokes).toEqual([{ strokeWidth: 2, strokeCapStart: "round" }, { strokeWidth: 1 }]);
    expect(shape).not.toHaveProperty("strokeCapStart");
  });

  it("turns the old names of reversed flex directions", () => {
    expect(readShape({ type: "frame", layoutFlexDir: "reverse-row" })?.layoutFlexDir).toBe("row-reverse");
  });

  it("leaves the content of texts and image shapes alone", () => {
    const content = { type: "root", children: [] };
    expect(readShape({ type: "text", content })?.content).toEqual(content);
    expect(readShape({ type: "image", metadata: { id: "m" } })).toMatchObject({ type: "image", metadata: { id: "m" } });
  });
});

describe("toDesign on the library", () => {
  it("reads a component with its variant, annotation and place", () => {
    const components = {
      c: {
        id: "c",
        name: "button",
        path: "Forms / Inputs /",
        mainInstancePage: "page-1",
        mainInstanceId: "shape-1",
        modifiedAt: "2026-11-21T18:27:11Z",
        annotation: "for forms",
        variantId: "v",
        variantProperties: [
          { name: "Size", value: "sm" },
          { name: "State", value: null },
        ],
        objects: {},
      },
    };
    expect(toDesign(createFile({ components }), "json").components).toEqual([
      {
        id: "c",
        name: "button",
        path: ["Forms", "Inputs"],
        pageId: "page-1",
        rootId: "shape-1",
        deleted: false,
        variant: {
          id: "v",
          properties: [
            { name: "Size", value: "sm" },
            { name: "State", value: "" },
          ],
        },
        annotation: "for forms",
        modifiedAt: "2026-11-21T18:27:11Z",
      },
    ]);
  });

  it("sorts components by path, name and id, and keeps deleted ones", () => {
    const entry = (id: string, path: string, name: string, deleted = false) => [id, { id, path, name, deleted }] as const;
    const entries = [
      entry("5", "b", "a"),
      entry("4", "a / c", "a"),
      entry("3", "a", "z", true),
      entry("2", "a", "b"),
      entry("1", "a", "b"),
      entry("0", "", "y"),
    ];
    const { components } = toDesign(createFile({ components: Object.fromEntries(entries) }), "json");
    expect(components.map(({ id, deleted }) => [id, deleted])).toEqual([
      ["0", false],
      ["1", false],
      ["2", false],
      ["3", true],
      ["4", false],
      ["5", false],
    ]);
  });

  it("reads colours of every kind, with full lower-case hex and an opacity", () => {
    const gradient = { type: "linear", stops: [] };
    const image = { id: "m", width: 1, height: 1, mtype: "image/png" };
    const colors = {
      a: { name: "a", color: "#FA0" },
      b: { name: "b", path: "x", color: "#AABBCC", opacity: 0.5 },
      c: { name: "c", gradient, color: null },
      d: { name: "d", image },
    };
    expect(toDesign(createFile({ colors }), "json").colors).toEqual([
      { id: "a", name: "a", path: [], opacity: 1, color: "#ffaa00" },
      { id: "c", name: "c", path: [], opacity: 1, gradient },
      { id: "d", name: "d", path: [], opacity: 1, image },
      { id: "b", name: "b", path: ["x"], opacity: 0.5, color: "#aabbcc" },
    ]);
  });

  it("reads typographies as texts, with Penpot's defaults", () => {
    const typographies = { t: { name: "h1", path: "heading", fontId: "gfont-inter", fontFamily: "Inter", fontSize: 32, lineHeight: 1.1 } };
    expect(toDesign(createFile({ typographies }), "json").typographies).toEqual([
      {
        id: "t",
        name: "h1",
        path: ["heading"],
        fontId: "gfont-inter",
        fontFamily: "Inter",
        fontVariantId: "regular",
        fontSize: "32",
        fontWeight: "400",
        fontStyle: "normal",
        lineHeight: "1.1",
        letterSpacing: "0",
        textTransform: "none",
      },
    ]);
  });
});
