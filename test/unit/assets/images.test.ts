import { describe, expect, it } from "vitest";
import { selectImages } from "../../../src/assets/images.ts";
import type { Design, LibraryColor, Shape } from "../../../src/design.ts";
import { createDesign } from "../../support/create-design.ts";
import { readAcme } from "../actions/run-action.ts";

const ROOT = "00000000-0000-0000-0000-000000000000";
const image = (id: string, more: object = {}) => ({ id, width: 4, height: 3, mtype: "image/png", ...more });

interface Layer {
  name?: string;
  type?: string;
  hidden?: boolean;
  children?: Layer[];
  [key: string]: unknown;
}

/** A design with one page of layers. */
function designOf(layers: Layer[], parts: Partial<Design> = {}): Design {
  const objects: Record<string, Shape> = {};
  let last = 0;
  const add = ({ children = [], ...layer }: Layer): string => {
    last += 1;
    const id = `s${last}`;
    objects[id] = { name: id, type: "rect", ...layer, id, shapes: [] };
    objects[id].shapes = children.map(add);
    return id;
  };
  objects[ROOT] = { id: ROOT, name: "Root", type: "frame", shapes: layers.map(add) };
  return createDesign({ pages: [{ id: "p1", name: "Page", objects }], ...parts });
}

const color = (name: string, path: string[], id: string): LibraryColor => ({ id: `c-${id}`, name, path, opacity: 1, image: image(id) });
const pathsOf = (design: Design, selection = {}) => selectImages(design, selection).map(({ id, owner }) => `${id} ${owner.path}`);

describe("selectImages", () => {
  it.each(["json", "transit", "archive"] as const)("finds the image of the recorded file, read as %s", (channel) => {
    expect(selectImages(readAcme("v1", channel))).toEqual([
      {
        id: "5974007e-87d4-80ef-8008-fb1ba4c00eee",
        name: "photo",
        owner: { kind: "layer", path: "Components/surface/card/photo", around: "Components/surface/card" },
        width: 4,
        height: 4,
        type: "image/png",
      },
    ]);
  });

  it("finds fills, strokes, texts, image shapes and library colours", () => {
    const text = { children: [{ children: [{ children: [{ text: "a", fills: [{ fillImage: image("t") }] }] }] }] };
    const design = designOf(
      [
        { fills: [{ fillColor: "#fff" }, { fillImage: image("f") }] },
        { strokes: [{ strokeImage: image("s") }] },
        { type: "text", content: text, positionData: [{ fills: [{ fillImage: image("r") }] }] },
        { type: "image", metadata: image("m") },
      ],
      { colors: [color("paper", ["Photos"], "c")] },
    );
    expect(selectImages(design).map(({ id }) => id)).toEqual(["c", "f", "s", "t", "r", "m"]);
  });

  it("names an image once: by its colour, else by the first layer that shows it", () => {
    const fills = (id: string) => ({ fills: [{ fillImage: image(id) }] });
    const design = designOf(
      [
        { name: "a", ...fills("x") },
        { name: "b", ...fills("x") },
        { name: "c", ...fills("y") },
      ],
      {
        colors: [color("paper", ["Photos"], "y")],
      },
    );
    expect(pathsOf(design)).toEqual(["y Photos/paper", "x Page/a"]);
  });

  it("leaves out what is hidden, and what nobody shows", () => {
    const inside = [{ fills: [{ fillImage: image("x") }] }];
    expect(pathsOf(designOf([{ hidden: true, children: inside }]))).toEqual([]);
  });

  it("leaves out private parts unless they are named", () => {
    const design = designOf([{ name: "_wip", children: [{ name: "a", fills: [{ fillImage: image("x") }] }] }]);
    expect(pathsOf(design)).toEqual([]);
    expect(pathsOf(design, { shapes: "Page/_wip/**" })).toEqual(["x Page/_wip/a"]);
  });

  const two = designOf([{ name: "Board", children: [{ name: "Hero / photo", fills: [{ fillImage: image("x") }] }] }], {
    colors: [color("paper", ["Photos"], "c")],
  });

  it.each([
    [{}, ["c Photos/paper", "x Page/Board/Hero/photo"]],
    [{ shapes: "**/photo" }, ["x Page/Board/Hero/photo"]],
    [{ shapes: "**" }, ["x Page/Board/Hero/photo"]],
    [{ colors: "Photos/*" }, ["c Photos/paper"]],
    [{ colors: "**", shapes: "**" }, ["c Photos/paper", "x Page/Board/Hero/photo"]],
    [{ page: "Page" }, ["x Page/Board/Hero/photo"]],
    [{ page: "Other" }, []],
    [{ exclude: ["Photos/**"] }, ["x Page/Board/Hero/photo"]],
    [{ exclude: "**/Board/**" }, ["c Photos/paper"]],
  ])("%j chooses %j", (selection, expected) => {
    expect(pathsOf(two, selection)).toEqual(expected);
  });

  it("survives what no Penpot writes", () => {
    const circle: { children: unknown[] } = { children: [] };
    const design = designOf([
      { fills: "no", strokes: [null, 3], name: 7 as unknown as string },
      { type: "text", content: "M0,0" },
      { type: "text", content: { children: [circle, null, "x"] } },
      { fills: [{ fillImage: image("", { width: Number.NaN }) }, { fillImage: "x" }, { fillImage: image("ok", { width: -1, mtype: 5 }) }] },
      { type: "image", metadata: null },
    ]);
    expect(selectImages(design)).toEqual([expect.objectContaining({ id: "ok", width: 0 })]);
    expect(selectImages(design)[0]).not.toHaveProperty("type");
  });
});
