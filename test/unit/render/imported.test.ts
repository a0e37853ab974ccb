import { describe, expect, it } from "vitest";
import type { Shape } from "../../../src/design.ts";
import { contentOf, fill, makeShape, render, stroke, turned } from "./make-shape.ts";

const SQUARE = "M0,0L10,0L10,10L0,10Z";

function group(id: string, extra: Record<string, unknown>): Shape {
  return makeShape(id, "group", [0, 0, 10, 10], extra);
}

function path(id: string, extra: Record<string, unknown> = {}): Shape {
  return makeShape(id, "path", [0, 0, 10, 10], { content: SQUARE, ...extra });
}

function draw(...shapes: Shape[]): string[] {
  const { svg, unfaithful } = render(...shapes);
  expect(unfaithful).toEqual([]);
  return contentOf(svg);
}

describe("the fill of an imported shape", () => {
  it.each([
    ["the style before the attribute and the fills", { fill: "#f00", style: { fill: "#0f0" } }, [fill("#0000ff")], 'fill="#0f0"'],
    ["the shape's own fill before the attribute", { fill: "#f00" }, [fill("#0000ff")], 'fill="#0000ff"'],
    ["the attribute where there are no fills", { fill: "hsl(10 50% 50% / 0.5)" }, [], 'fill="hsl(10 50% 50% / 0.5)"'],
    ["the attribute before several fills", { fill: "tomato" }, [fill("#0000ff"), fill("#00ff00")], 'fill="tomato"'],
    ["the attribute's opacity with it", { fill: "#f00", fillOpacity: "50%" }, [], 'fill="#f00" fill-opacity="0.5"'],
    ["a style that is text", { style: "fill: rgb(1, 2, 3); fill-opacity: .25" }, [], 'fill="rgb(1, 2, 3)" fill-opacity="0.25"'],
    ["the colour that currentColor stands for", { fill: "currentColor", color: "#123456" }, [], 'fill="#123456"'],
  ])("is %s", (_, svgAttrs, fills, expected) => {
    expect(draw(path("p", { svgAttrs, fills }))).toEqual([`<path d="M0 0H10V10H0Z" ${expected}/>`]);
  });

  it("is black in an imported group without fills, whatever the group's attribute says", () => {
    expect(draw(group("g", { svgAttrs: { fill: "none" }, shapes: ["p"] }), path("p"))).toEqual([
      '<path d="M0 0H10V10H0Z" fill="#000000"/>',
    ]);
  });

  it("is as opaque as the group says", () => {
    const lines = draw(group("g", { svgAttrs: { fillOpacity: "0.5" }, shapes: ["p"] }), path("p"));
    expect(lines).toEqual(['<path d="M0 0H10V10H0Z" fill="#000000" fill-opacity="0.5"/>']);
  });

  it("is none inside a board in an imported group", () => {
    const board = makeShape("f", "frame", [0, 0, 10, 10], { shapes: ["p"] });
    expect(draw(group("g", { svgAttrs: {}, shapes: ["f"] }), board, path("p"))).toEqual([]);
  });
});

describe("an imported stroke", () => {
  it("is painted on the fill, under Penpot's own", () => {
    const svgAttrs = { stroke: "#f00", strokeWidth: "4", strokeLinejoin: "round" };
    expect(draw(path("p", { svgAttrs, fills: [fill("#00ff00")], strokes: [stroke(2, "center")] }))).toEqual([
      '<path d="M0 0H10V10H0Z" fill="#00ff00" stroke="#f00" stroke-width="4" stroke-linejoin="round"/>',
      '<path d="M0 0H10V10H0Z" stroke="#000000" stroke-width="2" stroke-linejoin="round"/>',
    ]);
  });

  it("is left out where Penpot's own covers it", () => {
    const lines = draw(
      group("g", { svgAttrs: { stroke: "currentColor" }, shapes: ["p"] }),
      path("p", { fills: [fill("#00ff00")], strokes: [stroke(2, "center")] }),
    );
    expect(lines).toEqual(['<path d="M0 0H10V10H0Z" fill="#00ff00" stroke="#000000" stroke-width="2"/>']);
  });

  it("of a group is inherited, and its dashes by Penpot's strokes too", () => {
    const lines = draw(
      group("g", { svgAttrs: { stroke: "#00f", strokeDasharray: "3 1" }, fills: [fill("#ffffff")], shapes: ["p", "q"] }),
      path("p"),
      path("q", { svgAttrs: { stroke: "none" }, strokes: [stroke(1, "center")] }),
    );
    expect(lines).toEqual([
      '<path d="M0 0H10V10H0Z" fill="#ffffff" stroke="#00f" stroke-dasharray="3 1"/>',
      '<path d="M0 0H10V10H0Z" fill="#ffffff" stroke="#000000" stroke-width="1" stroke-dasharray="3 1"/>',
    ]);
  });
});

describe("imported opacity, clips and moves", () => {
  it("are on fill and strokes apart", () => {
    const svgAttrs = { opacity: "0.5" };
    expect(draw(path("p", { svgAttrs, fills: [fill("#00ff00")], strokes: [stroke(2, "center")] }))).toEqual([
      '<path d="M0 0H10V10H0Z" fill="#00ff00" opacity="0.5"/>',
      '<path d="M0 0H10V10H0Z" stroke="#000000" stroke-width="2" opacity="0.5"/>',
    ]);
  });

  it("of a group give way to its own opacity, unless they are in its style", () => {
    const of = (svgAttrs: Record<string, unknown>) =>
      draw(group("g", { svgAttrs, opacity: 0.5, shapes: ["p"] }), path("p", { fills: [fill("#00ff00")] }));
    expect(of({ opacity: "0.2" })).toEqual(['<path d="M0 0H10V10H0Z" fill="#00ff00" opacity="0.5"/>']);
    expect(of({ style: { opacity: "0.2" } })).toEqual(['<path d="M0 0H10V10H0Z" fill="#00ff00" opacity="0.2"/>']);
  });

  it("in the attribute transform replace the shape's own on its fill", () => {
    const rect = makeShape("r", "rect", [0, 0, 10, 10], {
      ...turned(45),
      fills: [fill("#00ff00")],
      svgAttrs: { transform: "translate(1 2)" },
    });
    expect(draw(rect)).toEqual(['<rect width="10" height="10" transform="translate(1 2)" fill="#00ff00"/>']);
  });

  it("tell the fill another size than the strokes", () => {
    const svgAttrs = { width: "12", height: "10px", y: "0" };
    const board = makeShape("f", "frame", [5, 5, 20, 10], { fills: [fill("#00ff00")], strokes: [stroke(2, "center")], svgAttrs });
    expect(draw(board)).toEqual([
      '<rect width="12" height="10" fill="#00ff00"/>',
      '<rect width="20" height="10" stroke="#000000" stroke-width="2"/>',
    ]);
  });

  it("hide what is not displayed or not visible", () => {
    expect(draw(path("p", { svgAttrs: { display: "none" }, fills: [fill("#00ff00")] }))).toEqual([]);
    const visible = path("q", { svgAttrs: { visibility: "visible" }, fills: [fill("#00ff00")] });
    expect(
      draw(group("g", { svgAttrs: { visibility: "hidden" }, shapes: ["p", "q"] }), path("p", { fills: [fill("#ff0000")] }), visible),
    ).toEqual(['<path d="M0 0H10V10H0Z" fill="#00ff00"/>']);
  });

  it("cut what an import lets stand out of a nested board", () => {
    const { svg } = render(
      makeShape("o", "frame", [0, 0, 40, 40], { shapes: ["i"] }),
      makeShape("i", "frame", [10, 10, 20, 20], { fills: [fill("#00ff00")], svgAttrs: { stroke: "#f00" } }),
    );
    expect(svg).toContain("clip-path");
  });
});

describe("what is left of an import", () => {
  it.each([
    [
      "names and places of the file it came from",
      { id: "x", className: "y", dataName: "z", width: "24", viewBox: "0 0 1 1", "xmlns:xlink": "w" },
    ],
    ["declarations that paint nothing", { style: { isolation: "auto", InkscapeLabel: "a", "-inkscape-font": "b", lineHeight: "1" } }],
    ["nothing at all", null],
  ])("is silent when it is %s", (_, svgAttrs) => {
    expect(draw(path("p", { svgAttrs, fills: [fill("#00ff00")] }))).toEqual(['<path d="M0 0H10V10H0Z" fill="#00ff00"/>']);
  });

  it.each([
    ["stroke", { stroke: "url(#a) url(#b)" }],
    ["fill", { fill: "no-such-colour" }],
    ["filter", { style: { filter: "blur(2px)" } }],
    ["transform", { style: { transform: "rotate(3deg)" } }],
    ["strokeWidth", { strokeWidth: "5%" }],
  ])("is reported when it is a %s that cannot be read", (name, svgAttrs) => {
    const { unfaithful } = render(path("p", { svgAttrs }));
    expect(unfaithful.map(({ what }) => what)).toEqual([`the imported SVG attribute "${name}"`]);
  });
});
