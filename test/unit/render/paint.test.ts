import { describe, expect, it } from "vitest";
import { contentOf, fill, makeShape, render, stroke, turned } from "./make-shape.ts";

const TRIANGLE = "M0,0L20,0L10,20Z";

describe("fills", () => {
  it("are painted from the last to the first, invisible ones left out", () => {
    const { svg } = render(makeShape("r", "rect", [5, 5, 10, 10], { fills: [fill("#F00", 0.5), fill("#00ff00", 0), fill("#0000FF")] }));
    expect(contentOf(svg)).toEqual([
      '<rect width="10" height="10" fill="#0000ff"/>',
      '<rect width="10" height="10" fill="#f00" fill-opacity="0.5"/>',
    ]);
  });

  it("of the exported board go when the designer hides them on export, those of boards inside stay", () => {
    const outer = makeShape("o", "frame", [0, 0, 20, 20], { hideFillOnExport: true, fills: [fill("#ff0000")], shapes: ["i"] });
    const inner = makeShape("i", "frame", [5, 5, 10, 10], { hideFillOnExport: true, fills: [fill("#00ff00")] });
    expect(contentOf(render(outer, inner).svg)).toEqual(['<rect x="5" y="5" width="10" height="10" fill="#00ff00"/>']);
  });

  it("of exclusions leave the hole open", () => {
    const content = "M0,0L20,0L20,20L0,20ZM5,5L15,5L15,15L5,15Z";
    const { svg } = render(makeShape("b", "bool", [0, 0, 20, 20], { boolType: "exclude", content, fills: [fill("#123456")] }));
    expect(svg).toContain('fill-rule="evenodd"');
  });

  it("with a colour that is none are reported and not printed", () => {
    const { svg, unfaithful } = render(makeShape("r", "rect", [0, 0, 10, 10], { fills: [fill('red" onload="alert(1)')] }));
    expect(unfaithful.map(({ what }) => what)).toEqual(["a fill colour that cannot be read"]);
    expect(svg).not.toContain("onload");
  });
});

describe("imported attributes", () => {
  it("give a path without fills its colour and rule", () => {
    const svgAttrs = { fill: "#ABCDEF", fillOpacity: "0.5", fillRule: "evenodd", className: "x", id: "y" };
    const { svg, unfaithful } = render(makeShape("p", "path", [0, 0, 20, 20], { content: TRIANGLE, svgAttrs }));
    expect(unfaithful).toEqual([]);
    expect(contentOf(svg)).toEqual(['<path d="M0 0H20L10 20Z" fill="#abcdef" fill-opacity="0.5" fill-rule="evenodd"/>']);
  });

  it("in a style win over the shape's only fill", () => {
    const extra = { content: TRIANGLE, fills: [fill("#ff0000")], svgAttrs: { style: "fill: none; stroke-linejoin: round" } };
    expect(render(makeShape("p", "path", [0, 0, 20, 20], { ...extra, strokes: [stroke(2, "center")] })).svg).toContain(
      '<path d="M0 0H20L10 20Z" stroke="#000000" stroke-width="2" stroke-linejoin="round"/>',
    );
  });

  it("of a group paint what is without fills in it black, down to the next board", () => {
    const path = { content: TRIANGLE };
    const { svg } = render(
      makeShape("g", "group", [0, 0, 20, 20], { svgAttrs: {}, shapes: ["p", "f"] }),
      makeShape("p", "path", [0, 0, 20, 20], path),
      makeShape("f", "frame", [0, 0, 20, 20], { shapes: ["q"] }),
      makeShape("q", "path", [0, 0, 20, 20], path),
    );
    expect(contentOf(svg)).toEqual(['<path d="M0 0H20L10 20Z" fill="#000000"/>']);
  });
});

describe("strokes", () => {
  it("lie above the fill, the first on top, hidden ones absent but widening the box", () => {
    const strokes = [
      stroke(2, "center", { strokeColor: "#ff0000" }),
      stroke(3, "outer", { strokeColor: "#00ff00" }),
      stroke(4, "outer", { strokeColor: "#0000ff", hidden: true }),
    ];
    const { svg, bounds } = render(makeShape("r", "rect", [0, 0, 40, 30], { fills: [fill("#b1b2b5")], strokes }));
    expect(bounds).toEqual({ x: -6, y: -6, width: 52, height: 42 });
    expect(contentOf(svg)).toEqual([
      '<rect width="40" height="30" fill="#b1b2b5"/>',
      '<rect x="-1.5" y="-1.5" width="43" height="33" stroke="#00ff00" stroke-width="3"/>',
      '<rect width="40" height="30" stroke="#ff0000" stroke-width="2"/>',
    ]);
  });

  it("take the dashes a designer set", () => {
    const strokes = [stroke(2, "center", { strokeStyle: "dashed", strokeDash: 3, strokeGap: 4 })];
    expect(render(makeShape("r", "rect", [0, 0, 10, 10], { strokes })).svg).toContain('stroke-dasharray="3 4"');
  });

  it("inside a rounded rectangle follow its corners", () => {
    const { svg } = render(makeShape("r", "rect", [0, 0, 40, 30], { r1: 4, r2: 4, r3: 4, r4: 4, strokes: [stroke(2, "inner")] }));
    expect(contentOf(svg)).toEqual(['<rect x="1" y="1" width="38" height="28" rx="3" stroke="#000000" stroke-width="2"/>']);
  });

  it.each([
    ["a corner rounder than nothing but less than half the stroke", { r1: 1, r2: 1, r3: 1, r4: 1 }, 4],
    ["corners that differ", { r1: 1, r2: 2, r3: 3, r4: 4 }, 2],
    ["a stroke that fills the rectangle", {}, 40],
  ])("inside are clipped where no inset outline is the same: %s", (_, radii, width) => {
    const { svg } = render(makeShape("r", "rect", [0, 0, 40, 30], { ...radii, strokes: [stroke(width, "inner")] }));
    expect(svg).toMatch(new RegExp(`stroke-width="${2 * width}" clip-path="url\\(#a\\)"`));
  });

  it("inside an ellipse are clipped, for its offset curve is no ellipse", () => {
    const { svg } = render(makeShape("c", "circle", [0, 0, 40, 20], { strokes: [stroke(2, "inner")] }));
    expect(contentOf(svg).at(-1)).toBe('<ellipse cx="20" cy="10" rx="20" ry="10" stroke="#000000" stroke-width="4" clip-path="url(#a)"/>');
  });

  it("clip a rotated shape in its own coordinates", () => {
    const strokes = [stroke(2, "inner", { strokeStyle: "dotted" })];
    const { svg } = render(makeShape("r", "rect", [0, 0, 40, 20], { ...turned(30), strokes }));
    expect(contentOf(svg)).toEqual([
      "<defs>",
      '<clipPath id="a">',
      '<rect width="40" height="20"/>',
      "</clipPath>",
      "</defs>",
      '<rect width="40" height="20" transform="rotate(30 20 10)" stroke="#000000" stroke-width="4" stroke-dasharray="0 7" stroke-linecap="round" clip-path="url(#a)"/>',
    ]);
  });

  it("outside a path are masked, sharp corners cut where Penpot cuts them", () => {
    const { svg } = render(makeShape("p", "path", [0, 0, 20, 20], { content: TRIANGLE, strokes: [stroke(3, "outer")] }));
    expect(contentOf(svg)).toEqual([
      "<defs>",
      '<mask id="a" x="-7.243" y="-7.243" width="34.485" height="34.485" maskUnits="userSpaceOnUse">',
      '<path d="M0 0H20L10 20Z" stroke="#fff" stroke-width="6"/>',
      '<path d="M0 0H20L10 20Z" fill="#000"/>',
      "</mask>",
      "</defs>",
      '<path d="M0 0H20L10 20Z" stroke="#000000" stroke-width="6" mask="url(#a)"/>',
    ]);
  });

  it("inside the hole of an exclusion stay inside the painted part", () => {
    const content = "M0,0L20,0L20,20L0,20ZM5,5L15,5L15,15L5,15Z";
    const { svg } = render(makeShape("b", "bool", [0, 0, 20, 20], { boolType: "exclude", content, strokes: [stroke(1, "inner")] }));
    expect(svg).toContain('clip-rule="evenodd"');
  });

  it("without a style are centred whatever their alignment", () => {
    const strokes = [{ strokeColor: "#000000", strokeWidth: 2, strokeAlignment: "inner" }];
    expect(contentOf(render(makeShape("p", "path", [0, 0, 20, 20], { content: TRIANGLE, strokes })).svg)).toEqual([
      '<path d="M0 0H20L10 20Z" stroke="#000000" stroke-width="2"/>',
    ]);
  });

  it.each([
    ["no width", stroke(0, "inner")],
    ["no opacity", stroke(2, "center", { strokeOpacity: 0 })],
    ["the style none", stroke(2, "center", { strokeStyle: "none" })],
    ["no colour", { strokeWidth: 2, strokeStyle: "solid" }],
  ])("of %s paint nothing", (_, invisible) => {
    const { svg, unfaithful } = render(makeShape("r", "rect", [0, 0, 10, 10], { strokes: [invisible] }));
    expect(unfaithful).toEqual([]);
    expect(svg).toMatch(/fill="none"\/>\n$/);
  });

  it.each([
    ["a gradient without a place", { strokeColorGradient: { type: "linear", stops: [] } }, "a gradient that cannot be read"],
    ["an unknown style", { strokeStyle: "wavy" }, "a stroke style that is unknown"],
    ["widths of the sides", { strokePerSide: true, strokeWidthTop: 9 }, "a stroke with different widths on its sides"],
  ])("with %s are reported", (_, extra, what) => {
    const { unfaithful } = render(
      makeShape("p", "path", [0, 0, 20, 0.01], { content: "M0,0L20,0", strokes: [stroke(2, "center", extra)] }),
    );
    expect(unfaithful.map((entry) => entry.what)).toEqual([what]);
  });
});
