import { describe, expect, it } from "vitest";
import { fill, makeShape, render, stroke } from "./make-shape.ts";

function reportsOf(type: string, extra: Record<string, unknown>): string[] {
  return render(makeShape("s", type, [0, 0, 10, 10], { fills: [fill("#ff0000")], content: "M0,0L10,0L10,10Z", ...extra })).unfaithful.map(
    ({ what }) => what,
  );
}

describe("what is there but of another type than Penpot's", () => {
  it.each([
    ["strokes", { strokes: "red" }, "strokes"],
    ["a stroke", { strokes: [7] }, "strokes"],
    ["fills", { fills: 7 }, "fills"],
    ["a fill opacity", { fills: [{ fillColor: "#ff0000", fillOpacity: "1" }] }, "a fill opacity"],
    ["a gradient", { fills: [{ fillColorGradient: "x" }] }, "a gradient"],
    ["a stroke width", { strokes: [{ ...stroke(1, "center"), strokeWidth: "2" }] }, "a stroke width or dash"],
    ["a stroke image", { strokes: [{ ...stroke(1, "center"), strokeImage: true }] }, "an image"],
    ["opacity", { opacity: "half" }, "an opacity"],
    ["shadows", { shadow: {} }, "shadows"],
    ["a shadow's offset", { shadow: [{ style: "drop-shadow", color: { color: "#000000" }, offsetX: "4" }] }, "a shadow's place or size"],
    ["a blur", { blur: 4 }, "a blur"],
    ["a blur's value", { blur: { value: "4" } }, "a blur"],
    ["a blend mode", { blendMode: 4 }, "a blend mode"],
    ["corner radii", { r1: "4" }, "corner radii"],
    ["a transform", { transform: [1, 0] }, "a transform"],
    ["a number of a transform", { transform: { a: "1" } }, "a transform"],
    ["layers inside", { shapes: "a" }, "layers inside"],
  ])("is reported: %s", (_, extra, what) => {
    expect(reportsOf("rect", extra)).toContain(`${what} that cannot be read`);
  });

  it("is reported of a text's layout and its runs", () => {
    expect(reportsOf("text", { positionData: "x" })).toEqual(["text with a place or size that cannot be read"]);
    const run = { x: 0, y: 10, width: 10, height: 10, text: "a", fontSize: "10px", fills: "red" };
    expect(reportsOf("text", { positionData: [run] })).toContain("fills that cannot be read");
  });

  it.each([
    [
      "a list with an unknown command",
      [
        { command: "move-to", params: { x: 0, y: 0 } },
        { command: "arc-to", params: { x: 0, y: 0 } },
      ],
    ],
    ["a list with a missing number", [{ command: "move-to", params: { x: 0 } }]],
  ])("is reported of a path: %s", (_, content) => {
    expect(reportsOf("path", { content })).toEqual(["path data that are missing or cannot be read"]);
  });

  it.each([null, undefined, []])("is not what is missing: %j", (nothing) => {
    expect(reportsOf("rect", { fills: nothing, strokes: nothing, shadow: nothing, shapes: nothing })).toEqual([]);
  });

  it("is not missed where it is switched off or never drawn", () => {
    expect(reportsOf("rect", { shadow: [{ hidden: true, blur: "x" }], blur: { hidden: true, value: "x" } })).toEqual([]);
    expect(reportsOf("group", { strokes: "red" })).toEqual([]);
    expect(reportsOf("rect", { hidden: true, strokes: "red" })).toEqual([]);
  });
});
