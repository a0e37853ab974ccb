import { describe, expect, it } from "vitest";
import type { Shape } from "../../../src/design.ts";
import { type Rect, renderSvg } from "../../../src/render/index.ts";
import { fill, makeShape, stroke, turned } from "./make-shape.ts";

const RED = { fills: [fill("#ff0000")] };

/** Left, top, right and bottom of what is painted. */
function content(...shapes: Shape[]): number[] {
  return edges(draw(shapes, "content").bounds);
}

function draw(shapes: readonly Shape[], bounds: "content" | "penpot"): ReturnType<typeof renderSvg> {
  return renderSvg(Object.fromEntries(shapes.map((shape) => [shape.id, shape])), shapes[0]?.id ?? "", { bounds });
}

function edges({ x, y, width, height }: Rect): number[] {
  return [x, y, x + width, y + height].map((value) => Math.round(value * 100) / 100);
}

function path(d: string, extra: Record<string, unknown>): Shape {
  return makeShape("p", "path", [0, 0, 20, 20], { content: d, ...extra });
}

describe("bounds of the content", () => {
  it("are in the view box", () => {
    const { svg } = draw([makeShape("r", "rect", [5, 5, 20, 10], { ...RED, strokes: [stroke(4, "center")] })], "content");
    expect(svg).toContain('width="24" height="14" viewBox="-2 -2 24 14"');
  });

  it("are those of Penpot unless asked for", () => {
    const shapes = [makeShape("r", "rect", [5, 5, 20, 10], { ...RED, strokes: [stroke(4, "center")] })];
    expect(draw(shapes, "penpot").bounds).toEqual({ x: -3, y: -3, width: 26, height: 16 });
  });

  it.each([
    ["center", [-2, -2, 22, 12]],
    ["outer", [-4, -4, 24, 14]],
    ["inner", [0, 0, 20, 10]],
  ])("end at a rectangle's %s stroke", (alignment, expected) => {
    expect(content(makeShape("r", "rect", [0, 0, 20, 10], { ...RED, strokes: [stroke(4, alignment)] }))).toEqual(expected);
  });

  it("end at a turned rectangle's corners and at a turned ellipse's sides", () => {
    expect(content(makeShape("r", "rect", [0, 0, 20, 20], { ...RED, ...turned(45) }))).toEqual([-4.14, -4.14, 24.14, 24.14]);
    expect(content(makeShape("c", "circle", [0, 0, 20, 20], { ...RED, ...turned(45), fills: [], strokes: [stroke(2, "center")] }))).toEqual(
      [-1, -1, 21, 21],
    );
  });

  it("end at the tips of mitered corners, and at the corner where the tip is cut", () => {
    const line = { strokes: [stroke(2, "center")] };
    expect(content(path("M0,0L20,0L20,20L0,20Z", line))).toEqual([-1, -1, 21, 21]);
    expect(content(path("M0,0L20,10L0,20", line))[2]).toBe(22.24);
    expect(content(path("M0,9L20,10L0,11", line))[2]).toBeLessThan(20.1);
  });

  it("end where a line ends, with its cap", () => {
    const line = (cap?: string) => ({ strokes: [stroke(2, "center", { strokeCapStart: cap, strokeCapEnd: cap })] });
    expect(content(path("M0,10L20,10", line()))).toEqual([0, 9, 20, 11]);
    expect(content(path("M0,10L20,10", line("round")))).toEqual([-1, 9, 21, 11]);
    expect(content(path("M0,10L20,10", line("square")))).toEqual([-1, 9, 21, 11]);
    expect(content(path("M0,10L20,10", line("triangle-arrow")))).toEqual([-7.08, 1.5, 27.08, 18.5]);
  });

  it("end at a curve's extremes", () => {
    expect(content(path("M0,10C0,-5,20,-5,20,10Z", RED))).toEqual([0, -1.25, 20, 10]);
    expect(content(path("M0,10C0,-5,20,-5,20,10Z", { strokes: [stroke(2, "center")] }))).toEqual([-1, -2.25, 21, 11]);
  });

  it("hold shadows and blur, but not hidden ones", () => {
    const shadow = { style: "drop-shadow", offsetX: 10, offsetY: 0, blur: 4, spread: 1, color: { color: "#000000", opacity: 1 } };
    const draw = (extra: Record<string, unknown>) => content(makeShape("r", "rect", [0, 0, 20, 20], { ...RED, ...extra }));
    expect(draw({ shadow: [shadow] })).toEqual([0, -7, 37, 27]);
    expect(draw({ shadow: [{ ...shadow, hidden: true }] })).toEqual([0, 0, 20, 20]);
    expect(draw({ shadow: [{ ...shadow, style: "inner-shadow" }] })).toEqual([0, 0, 20, 20]);
    // Penpot's own region cuts a blur at twice its deviation.
    expect(draw({ blur: { value: 4 } })).toEqual([-8, -8, 28, 28]);
    expect(draw({ blur: { value: 4, hidden: true } })).toEqual([0, 0, 20, 20]);
  });

  it("turn with the shadow of a turned rectangle", () => {
    const shadow = [{ style: "drop-shadow", offsetX: 10, offsetY: 0, blur: 0, spread: 0, color: { color: "#000000", opacity: 1 } }];
    expect(content(makeShape("r", "rect", [0, 0, 20, 20], { ...RED, ...turned(90), shadow }))).toEqual([0, 0, 20, 30]);
  });

  it("are those of a board's content where the board has no paint, cut at its edges", () => {
    const child = makeShape("r", "rect", [15, 5, 20, 10], RED);
    expect(content(makeShape("f", "frame", [0, 0, 24, 24], { shapes: ["r"] }), child)).toEqual([15, 5, 24, 15]);
    expect(content(makeShape("f", "frame", [0, 0, 24, 24], { shapes: ["r"], showContent: true }), child)).toEqual([15, 5, 35, 15]);
    expect(content(makeShape("f", "frame", [0, 0, 24, 24], { shapes: ["r"], ...RED }), child)).toEqual([0, 0, 24, 24]);
  });

  it("hold the strokes of what is in a group, which Penpot cuts", () => {
    const child = makeShape("r", "rect", [0, 0, 20, 20], { strokes: [stroke(4, "outer")] });
    expect(content(makeShape("g", "group", [0, 0, 20, 20], { shapes: ["r"] }), child)).toEqual([-4, -4, 24, 24]);
  });

  it("end at a mask", () => {
    const shapes = [
      makeShape("g", "group", [0, 0, 20, 20], { maskedGroup: true, shapes: ["m", "c"] }),
      makeShape("m", "circle", [5, 5, 10, 10], RED),
      makeShape("c", "rect", [8, -10, 50, 50], RED),
    ];
    expect(content(...shapes)).toEqual([8, 5, 15, 15]);
  });

  it("leave out what is hidden, transparent or without paint", () => {
    const shapes = [
      makeShape("g", "group", [0, 0, 90, 90], { shapes: ["a", "b", "c", "d"] }),
      makeShape("a", "rect", [10, 10, 10, 10], RED),
      makeShape("b", "rect", [30, 0, 10, 10], { ...RED, hidden: true }),
      makeShape("c", "rect", [50, 0, 10, 10], { ...RED, opacity: 0 }),
      makeShape("d", "rect", [70, 0, 10, 10]),
    ];
    expect(content(...shapes)).toEqual([10, 10, 20, 20]);
  });

  it("are the shape's own rectangle when nothing is painted", () => {
    expect(content(makeShape("g", "group", [7, 7, 30, 20], { shapes: [] }))).toEqual([0, 0, 30, 20]);
  });
});
