import { describe, expect, it } from "vitest";
import { contentOf, fill, makeShape, render, renderWith, stroke } from "./make-shape.ts";

/** Options that write what was asked for a colour down, and give the colour a name. */
function listen(): { asked: string[]; options: Parameters<typeof renderWith>[0] } {
  const asked: string[] = [];
  const toColor = (shape: { id: string }, part: string, color: string) => {
    asked.push(`${shape.id} ${part} ${color}`);
    return `var(--c${asked.length})`;
  };
  return { asked, options: { toColor } };
}

describe("the colours of fills and strokes", () => {
  it("are asked for in one form and printed as answered", () => {
    const { asked, options } = listen();
    const extra = { fills: [fill("#F00")], strokes: [stroke(2, "center", { strokeColor: "#00FF00" })] };
    const { svg } = renderWith(options, makeShape("r", "rect", [0, 0, 10, 10], extra));
    expect(asked).toEqual(["r fill #ff0000", "r stroke #00ff00"]);
    expect(contentOf(svg)).toEqual(['<rect width="10" height="10" fill="var(--c1)" stroke="var(--c2)" stroke-width="2"/>']);
  });

  it("are asked for in gradients and markers too", () => {
    const { asked, options } = listen();
    const stops = [{ color: "#fff", opacity: 1, offset: 0 }];
    const fills = [{ fillColorGradient: { type: "linear", startX: 0, startY: 0, endX: 1, endY: 0, stops } }];
    const strokes = [stroke(2, "center", { strokeCapEnd: "circle-marker" })];
    const { svg } = renderWith(options, makeShape("p", "path", [0, 0, 10, 10], { content: "M0,0L10,10", fills, strokes }));
    expect(asked).toEqual(["p fill #ffffff", "p stroke #000000"]);
    expect(svg).toContain('stop-color="var(--c1)"');
    expect(svg).toMatch(/<marker [^>]* fill="var\(--c2\)">/);
  });

  it("are not asked for in masks and clips", () => {
    const { asked, options } = listen();
    const { svg } = renderWith(
      options,
      makeShape("p", "path", [0, 0, 20, 20], { content: "M0,0L20,0L10,20Z", strokes: [stroke(3, "outer")] }),
    );
    expect(asked).toEqual(["p stroke #000000"]);
    expect(svg).toContain('fill="#000"');
  });

  it("of an import are asked for by name", () => {
    const { asked, options } = listen();
    renderWith(options, makeShape("p", "path", [0, 0, 20, 20], { content: "M0,0L20,0L10,20Z", svgAttrs: { fill: "RebeccaPurple" } }));
    expect(asked).toEqual(["p fill #663399"]);
  });

  it("of a group are asked for once, for the group", () => {
    const { asked, options } = listen();
    const group = makeShape("g", "group", [0, 0, 20, 20], { svgAttrs: {}, fills: [fill("#abc")], shapes: ["p"] });
    const { svg } = renderWith(options, group, makeShape("p", "path", [0, 0, 20, 20], { content: "M0,0L20,0L10,20Z" }));
    expect(asked).toEqual(["g fill #aabbcc"]);
    expect(svg).toContain('fill="var(--c1)"');
  });

  it("keep their short form when they are left alone, but alpha digits become opacity", () => {
    const fills = [fill("#F00"), fill("#00FF0080", 0.5)];
    const { svg } = renderWith({ toColor: (_shape, _part, color) => color }, makeShape("r", "rect", [0, 0, 10, 10], { fills }));
    expect(contentOf(svg)).toEqual([
      '<rect width="10" height="10" fill="#00ff00" fill-opacity="0.251"/>',
      '<rect width="10" height="10" fill="#f00"/>',
    ]);
  });
});

describe("the fills of a group that are not one colour", () => {
  it("are one pattern that its children without fills inherit", () => {
    const stops = [{ color: "#ffffff", opacity: 1, offset: 0 }];
    const linear = { fillOpacity: 1, fillColorGradient: { type: "linear", startX: 0, startY: 0, endX: 1, endY: 0, stops } };
    const group = makeShape("g", "group", [10, 10, 20, 20], { fills: [linear, fill("#ff0000")], shapes: ["p"] });
    const { svg, unfaithful } = render(group, makeShape("p", "path", [10, 10, 20, 20], { content: "M10,10L30,10L20,30Z" }));
    expect(unfaithful).toEqual([]);
    expect(contentOf(svg)).toEqual([
      "<defs>",
      '<linearGradient id="a" x1="0" y1="0" x2="20" y2="0" gradientUnits="userSpaceOnUse">',
      '<stop offset="0" stop-color="#ffffff"/>',
      "</linearGradient>",
      '<pattern id="b" width="20" height="20" patternUnits="userSpaceOnUse">',
      '<rect width="20" height="20" fill="#ff0000"/>',
      '<rect width="20" height="20" fill="url(#a)"/>',
      "</pattern>",
      "</defs>",
      '<path d="M0 0H20L10 20Z" fill="url(#b)"/>',
    ]);
  });
});
