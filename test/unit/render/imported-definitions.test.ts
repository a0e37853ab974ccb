import { describe, expect, it } from "vitest";
import { contentOf, fill, makeShape, render } from "./make-shape.ts";

type Node = { tag: string; attrs: Record<string, unknown>; content: readonly (Node | string)[] };

function node(tag: string, attrs: Record<string, unknown>, ...content: (Node | string)[]): Node {
  return { tag, attrs, content };
}

const STOPS = [
  node("stop", { offset: "0", stopColor: "#f00" }),
  node("stop", { offset: "100%", style: "stop-color: #00f; stop-opacity: 0.5" }),
];
const PRINTED_STOPS = ['<stop offset="0" stop-color="#f00"/>', '<stop offset="1" stop-color="#00f" stop-opacity="0.5"/>'];

function draw(svgAttrs: Record<string, unknown>, svgDefs: Record<string, Node>, extra: Record<string, unknown> = {}) {
  const { svg, unfaithful } = render(makeShape("r", "rect", [10, 10, 20, 10], { svgAttrs, svgDefs, ...extra }));
  return { lines: contentOf(svg), reasons: unfaithful.map(({ what }) => what) };
}

describe("an imported gradient", () => {
  it("moves and stretches with its shape", () => {
    const a = node("linearGradient", { id: "a", x1: "0", x2: "10", gradientUnits: "userSpaceOnUse" }, ...STOPS);
    const { lines } = draw({ fill: "url(#a)" }, { a }, { svgViewbox: { x: 0, y: 0, width: 10, height: 10 } });
    expect(lines.slice(1, 4)).toEqual([
      '<linearGradient id="a" x1="0" y1="0" x2="20" y2="0" gradientUnits="userSpaceOnUse">',
      ...PRINTED_STOPS,
    ]);
  });

  it("takes what it lacks from those it goes on from, however they go round", () => {
    const { lines, reasons } = draw(
      { fill: "url(#a)" },
      {
        a: node("radialGradient", { id: "a", r: "0.4", xlinkHref: "#b" }),
        b: node("linearGradient", { id: "b", spreadMethod: "repeat", x1: "0.3", xlinkHref: "#c" }),
        c: node("linearGradient", { id: "c", "xlink:href": "#a" }, ...STOPS),
      },
    );
    expect(reasons).toEqual([]);
    expect(lines).toEqual([
      "<defs>",
      '<radialGradient id="a" r="0.4" spreadMethod="repeat">',
      ...PRINTED_STOPS,
      "</radialGradient>",
      "</defs>",
      '<rect width="20" height="10" fill="url(#a)"/>',
    ]);
  });

  it("is found by its own id where JSON has changed its key", () => {
    const { lines } = draw({ fill: "url('#my-paint')" }, { myPaint: node("linearGradient", { id: "my-paint" }, ...STOPS) });
    expect(lines.at(-1)).toBe('<rect width="20" height="10" fill="url(#a)"/>');
  });

  it.each([
    ["is missing", {}],
    ["has no stops", { a: node("linearGradient", { id: "a" }) }],
  ])("that %s paints nothing, or its fallback", (_, svgDefs) => {
    expect(draw({ fill: "url(#a)" }, svgDefs).lines).toEqual([]);
    expect(draw({ fill: "url(#a) teal" }, svgDefs).lines).toEqual(['<rect width="20" height="10" fill="teal"/>']);
  });
});

describe("imported definitions", () => {
  it("are in the picture only when they are used", () => {
    const svgDefs = {
      a: node("linearGradient", { id: "a" }, ...STOPS),
      b: node("clipPath", { id: "b" }, node("rect", { width: "1", height: "1" })),
    };
    expect(draw({ fill: "#f00" }, svgDefs).lines).toEqual(['<rect width="20" height="10" fill="#f00"/>']);
    const { svg } = render(
      makeShape("g", "group", [0, 0, 9, 9], { svgAttrs: { stroke: "url(#a)" }, svgDefs, shapes: ["r"] }),
      makeShape("r", "rect", [0, 0, 9, 9], { svgAttrs: { stroke: "none" } }),
    );
    expect(svg).not.toContain("<defs>");
  });

  it("are shared by shapes that use equal ones", () => {
    const svgDefs = { a: node("linearGradient", { id: "a" }, ...STOPS) };
    const rect = (id: string) => makeShape(id, "rect", [0, 0, 9, 9], { svgAttrs: { fill: "url(#a)" }, svgDefs });
    const { svg } = render(makeShape("g", "group", [0, 0, 9, 9], { shapes: ["r", "s"] }), rect("r"), rect("s"));
    expect(svg.match(/<linearGradient/g)).toHaveLength(1);
  });

  it("that stand inside others are found", () => {
    const mask = node(
      "mask",
      { id: "m" },
      node("linearGradient", { id: "in" }, ...STOPS),
      node("rect", { width: "9", height: "9", fill: "url(#in)" }),
    );
    const { lines } = draw({ mask: "url(#m)" }, { m: mask }, { fills: [fill("#00ff00")] });
    expect(lines.join("")).toContain('<mask id="b"><rect width="9" height="9" fill="url(#a)"/></mask>');
  });

  it("that are missing clip, mask and filter nothing", () => {
    const { lines } = draw({ clipPath: "url(#x)", mask: "url(#y)", filter: "url(#z)" }, {}, { fills: [fill("#00ff00")] });
    expect(lines).toEqual(['<rect width="20" height="10" fill="#00ff00"/>']);
  });
});

describe("definitions without end", () => {
  const uses = (id: string, count: number) => Array.from({ length: count }, () => node("use", { xlinkHref: `#${id}` }));

  it("that refer to themselves are left out and reported", () => {
    const { lines, reasons } = draw(
      { clipPath: "url(#c)" },
      { c: node("clipPath", { id: "c" }, node("g", { id: "g" }, ...uses("g", 1))) },
      { fills: [fill("#00ff00")] },
    );
    expect(reasons).toEqual(["an imported definition that refers to itself"]);
    expect(lines).toEqual(['<rect width="20" height="10" fill="#00ff00"/>']);
  });

  it("that double at each step are left out and reported", () => {
    const levels = Array.from({ length: 40 }, (_, at) => [`l${at}`, node("g", { id: `l${at}` }, ...uses(`l${at + 1}`, 2))] as const);
    const svgDefs = { ...Object.fromEntries(levels), p: node("pattern", { id: "p", width: "9", height: "9" }, ...uses("l0", 1)) };
    const { reasons } = draw({ fill: "url(#p)" }, svgDefs);
    expect(reasons).toEqual(["an imported definition of more than 10000 elements"]);
  });

  it("that lie too deep are left out and reported", () => {
    const deep = Array.from({ length: 20_000 }).reduce<Node>((inside) => node("g", {}, inside), node("rect", {}));
    expect(draw({ mask: "url(#m)" }, { m: node("mask", { id: "m" }, deep) }).reasons).toEqual([
      "an imported definition of more than 100 levels",
    ]);
  });
});
