import { describe, expect, it } from "vitest";
import type { Shape } from "../../../src/design.ts";
import { contentOf, fill, makeShape, render, stroke, turned } from "./make-shape.ts";

const RED = { fills: [fill("#ff0000")] };
const MASK = '<mask id="a" x="0" y="0" width="20" height="20" maskUnits="userSpaceOnUse" mask-type="alpha">';
const CONTENT = makeShape("c", "rect", [-10, -10, 50, 50], { fills: [fill("#00ff00")] });

function masked(mask: Shape, extra: Record<string, unknown> = {}): Shape {
  return makeShape("g", "group", [0, 0, 20, 20], { maskedGroup: true, shapes: [mask.id, "c"], ...extra });
}

function circle(extra: Record<string, unknown> = {}): Shape {
  return makeShape("m", "circle", [0, 0, 20, 20], { ...RED, ...extra });
}

function draw(mask: Shape, extra: Record<string, unknown> = {}): string[] {
  return contentOf(render(masked(mask, extra), mask, CONTENT).svg);
}

describe("a masked group", () => {
  it("shows the others through the first child's alpha, inside its rectangle", () => {
    expect(draw(circle())).toEqual([
      "<defs>",
      MASK,
      '<circle cx="10" cy="10" r="10" fill="#ff0000"/>',
      "</mask>",
      "</defs>",
      '<g mask="url(#a)">',
      '<rect x="-10" y="-10" width="50" height="50" fill="#00ff00"/>',
      "</g>",
    ]);
  });

  it("keeps the mask's opacity, fill opacity and strokes, which all count", () => {
    const lines = draw(circle({ fills: [fill("#ff0000", 0.5)], opacity: 0.8, strokes: [stroke(2, "center")] }));
    expect(lines[2]).toBe(
      '<circle cx="10" cy="10" r="10" fill="#ff0000" fill-opacity="0.5" stroke="#000000" stroke-width="2" opacity="0.8"/>',
    );
  });

  it("draws the mask without its own shadow and blur", () => {
    const shadow = { style: "drop-shadow", offsetX: 1, offsetY: 1, blur: 1, spread: 0, color: { color: "#000000", opacity: 1 } };
    expect(draw(circle({ shadow: [shadow], blur: { value: 3 } }))).toEqual(draw(circle()));
  });

  it("cuts along the corners of a mask that is turned", () => {
    const lines = draw(makeShape("m", "rect", [0, 0, 20, 20], { ...RED, ...turned(45) }));
    expect(lines).toContain('<polygon points="10,-4.142 24.142,10 10,24.142 -4.142,10"/>');
    expect(lines).toContain('<g clip-path="url(#b)" mask="url(#a)">');
  });

  it("needs no such cut for a mask on its side", () => {
    expect(draw(makeShape("m", "rect", [0, 0, 20, 20], { ...RED, ...turned(90) })).join()).not.toContain("clip-path");
  });

  it.each([
    ["hidden", circle({ hidden: true })],
    ["fully transparent", circle({ opacity: 0 })],
    ["without any paint", circle({ fills: [] })],
  ])("shows nothing when the mask is %s", (_, mask) => {
    expect(render(masked(mask), mask, CONTENT).svg).toMatch(/^<svg [^>]*\/>\n$/);
  });

  it.each([[["m"]], [[]]])("shows nothing when there is nothing to mask: %j", (shapes) => {
    const mask = circle();
    expect(render(masked(mask, { shapes }), mask).svg).toMatch(/^<svg [^>]*\/>\n$/);
  });

  it("casts its own shadow round what the mask leaves", () => {
    const lines = draw(circle(), { blur: { value: 2 }, opacity: 0.5 });
    expect(lines.slice(-5)).toEqual([
      '<g opacity="0.5" filter="url(#b)">',
      '<g mask="url(#a)">',
      '<rect x="-10" y="-10" width="50" height="50" fill="#00ff00"/>',
      "</g>",
      "</g>",
    ]);
  });

  it("can be a mask itself", () => {
    const { svg } = render(
      makeShape("o", "group", [0, 0, 20, 20], { maskedGroup: true, shapes: ["g", "d"] }),
      masked(circle()),
      circle(),
      CONTENT,
      makeShape("d", "rect", [0, 0, 20, 20], RED),
    );
    expect(contentOf(svg).slice(4)).toEqual([
      '<mask id="b" x="0" y="0" width="20" height="20" maskUnits="userSpaceOnUse" mask-type="alpha">',
      '<g mask="url(#a)">',
      '<rect x="-10" y="-10" width="50" height="50" fill="#00ff00"/>',
      "</g>",
      "</mask>",
      "</defs>",
      '<g mask="url(#b)">',
      '<rect width="20" height="20" fill="#ff0000"/>',
      "</g>",
    ]);
  });

  it("ends at the mask when a board decides on its clip", () => {
    const mask = circle();
    const { svg } = render(
      makeShape("o", "frame", [0, 0, 90, 90], { shapes: ["f"] }),
      makeShape("f", "frame", [0, 0, 20, 20], { shapes: ["g"] }),
      masked(mask),
      mask,
      CONTENT,
    );
    expect(svg).not.toContain("clip-path");
  });

  it("lets nothing inside blend with what lies below, so that a board needs no clip for that", () => {
    const mask = circle();
    const { svg } = render(
      makeShape("o", "frame", [0, 0, 90, 90], { ...RED, shapes: ["f"] }),
      makeShape("f", "frame", [0, 0, 20, 20], { shapes: ["g"] }),
      masked(mask),
      mask,
      { ...CONTENT, blendMode: "multiply" },
    );
    expect(svg).not.toContain("clip-path");
    expect(svg).toContain("mix-blend-mode:multiply");
  });

  it("in another by the hundred are drawn", () => {
    const levels = 200;
    const groups = Array.from({ length: levels }, (_, at) =>
      makeShape(`g${at}`, "group", [0, 0, 20, 20], { maskedGroup: true, shapes: [`g${at + 1}`, `c${at}`] }),
    );
    const contents = Array.from({ length: levels }, (_, at) => makeShape(`c${at}`, "rect", [0, 0, 20, 20], RED));
    const { svg, unfaithful } = render(...groups, ...contents, makeShape(`g${levels}`, "rect", [0, 0, 20, 20], RED));
    expect(unfaithful).toEqual([]);
    expect(svg.length).toBeLessThan(100_000);
  });
});
