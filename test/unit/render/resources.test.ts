import { describe, expect, it } from "vitest";
import type { Shape } from "../../../src/design.ts";
import { findResources } from "../../../src/render/index.ts";
import { makeShape } from "./make-shape.ts";

const BOX = [0, 0, 10, 10] as const;

function find(shapes: readonly Shape[], ...roots: string[]) {
  return findResources(Object.fromEntries(shapes.map((shape) => [shape.id, shape])), roots);
}

function picture(id: string): Record<string, unknown> {
  return { fillOpacity: 1, fillImage: { id, width: 1, height: 1, mtype: "image/png" } };
}

function content(...leaves: Record<string, unknown>[]): Record<string, unknown> {
  return { type: "root", children: [{ type: "paragraph-set", children: [{ type: "paragraph", fontSize: "14", children: leaves }] }] };
}

describe("findResources", () => {
  it("finds pictures in fills, strokes, old image shapes and text, sorted and once", () => {
    const shapes = [
      { ...makeShape("f", "frame", BOX, { fills: [picture("c"), { fillColor: "#ffffff" }] }), shapes: ["i", "s", "t"] },
      makeShape("i", "image", BOX, { metadata: { id: "b", width: 1, height: 1 } }),
      makeShape("s", "rect", BOX, { strokes: [{ strokeImage: { id: "a" } }], fills: [picture("c")] }),
      makeShape("t", "text", BOX, { positionData: [{ fills: [picture("d")], fontFamily: "X" }] }),
    ];
    expect(find(shapes, "f").images).toEqual(["a", "b", "c", "d"]);
  });

  it("finds the faces that runs show, with the ids that the content has for them", () => {
    const dm = { fontId: "gfont-dm-sans", fontVariantId: "500", fontFamily: "DM Sans", fontWeight: "500" };
    const own = { fontId: "custom-1", fontVariantId: "italic-700", fontFamily: "Acme Block", fontWeight: 700, fontStyle: "italic" };
    const runs = [
      { fontFamily: '"DM Sans"', fontWeight: "500", fontStyle: "normal" },
      { fontFamily: "Acme Block", fontWeight: "700", fontStyle: "italic" },
      { fontFamily: "Acme Block", fontWeight: "400", fontStyle: "normal" },
      { fontFamily: '"Source Sans Pro"', fontWeight: "700", fontStyle: "italic" },
      { fontFamily: "Unknown", fontWeight: "400" },
    ];
    const shape = makeShape("t", "text", BOX, { content: content({ ...dm, text: "a" }, { ...own, text: "b" }), positionData: runs });
    expect(find([shape], "t").fonts).toEqual([
      { fontId: "", variantId: "", family: "Unknown", weight: "400", style: "normal" },
      { fontId: "custom-1", variantId: "italic-700", family: "Acme Block", weight: "700", style: "italic" },
      { fontId: "custom-1", variantId: "normal-400", family: "Acme Block", weight: "400", style: "normal" },
      { fontId: "gfont-dm-sans", variantId: "500", family: "DM Sans", weight: "500", style: "normal" },
      { fontId: "sourcesanspro", variantId: "bolditalic", family: "Source Sans Pro", weight: "700", style: "italic" },
    ]);
  });

  it("finds the faces of text that Penpot has not laid out, with Penpot's defaults", () => {
    const shape = makeShape("t", "text", BOX, {
      content: content({ text: "a" }, { text: "b", fontVariantId: "bolditalic" }, { text: "" }),
    });
    expect(find([shape], "t").fonts).toEqual([
      { fontId: "sourcesanspro", variantId: "bolditalic", family: "sourcesanspro", weight: "700", style: "italic" },
      { fontId: "sourcesanspro", variantId: "regular", family: "sourcesanspro", weight: "400", style: "normal" },
    ]);
  });

  it("finds what pictures text would show that Penpot has not laid out", () => {
    expect(find([makeShape("t", "text", BOX, { content: content({ text: "a", fills: [picture("a")] }) })], "t").images).toEqual(["a"]);
  });

  it("needs nothing for hidden shapes, for what a bool is made of and for text laid out empty", () => {
    const shapes = [
      { ...makeShape("f", "frame", BOX), shapes: ["h", "b", "t"] },
      { ...makeShape("h", "group", BOX, { hidden: true }), shapes: ["x"] },
      { ...makeShape("b", "bool", BOX), shapes: ["x"] },
      makeShape("x", "rect", BOX, { fills: [picture("x")] }),
      makeShape("t", "text", BOX, { positionData: [], content: content({ text: "a" }) }),
    ];
    expect(find(shapes, "f")).toEqual({ images: [], fonts: [] });
  });

  it("comes to an end on circles, missing shapes and odd values", () => {
    const shapes = [
      { ...makeShape("f", "frame", BOX, { fills: "no", strokes: [null, 3, { strokeImage: 5 }] }), shapes: ["f", "g", "gone"] },
      { ...makeShape("g", "group", BOX, { fills: [{ fillImage: { id: 7 } }] }), shapes: ["f"] },
    ];
    expect(find(shapes, "f", "g", "nowhere", "constructor")).toEqual({ images: [], fonts: [] });
  });
});
