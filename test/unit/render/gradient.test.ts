import { describe, expect, it } from "vitest";
import { contentOf, fill, makeShape, render, turned } from "./make-shape.ts";

const STOPS = [
  { color: "#FFFFFF", opacity: 1, offset: 0 },
  { color: "#000000", opacity: 0.5, offset: 1 },
];

function gradient(type: string, start: [number, number], end: [number, number], width = 1): Record<string, unknown> {
  const [[startX, startY], [endX, endY]] = [start, end];
  return { fillOpacity: 1, fillColorGradient: { type, startX, startY, endX, endY, width, stops: STOPS } };
}

function numbersOf(svg: string, attribute: string): number[] {
  const text = new RegExp(` ${attribute}="([^"]*)"`).exec(svg)?.[1] ?? "";
  return [...text.matchAll(/-?[\d.]+/g)].map(([number]) => Number(number));
}

/** Where `[w 0 0 h 0 0] · matrix` takes the circle around `centre`, as the matrix from the unit circle. */
function compose(matrix: readonly number[], [w, h]: [number, number], [cx, cy]: [number, number], radius: number): number[] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = matrix;
  return [w * a * radius, h * b * radius, w * c * radius, h * d * radius, w * (a * cx + c * cy + e), h * (b * cx + d * cy + f)];
}

const ROTATED = "M7.679,-8.660L42.320,11.340L32.320,28.660L-2.320,8.660Z";

describe("a linear gradient", () => {
  it("along one side needs no matrix", () => {
    const { svg } = render(makeShape("r", "rect", [10, 20, 40, 30], { fills: [gradient("linear", [0, 0.5], [1, 0.5])] }));
    expect(svg).toContain('<linearGradient id="a" x1="0" y1="15" x2="40" y2="15" gradientUnits="userSpaceOnUse">');
  });

  it("across a rectangle keeps its lines of one colour parallel to the other diagonal", () => {
    const { svg } = render(makeShape("r", "rect", [0, 0, 40, 10], { fills: [gradient("linear", [0, 0], [1, 1])] }));
    const [x1, y1, x2, y2] = ["x1", "y1", "x2", "y2"].map((name) => numbersOf(svg, name)[0] ?? 0) as [number, number, number, number];
    const at = (x: number, y: number) => ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / ((x2 - x1) ** 2 + (y2 - y1) ** 2);
    expect([at(0, 0), at(40, 10), at(40, 0), at(0, 10)].map((share) => Math.round(share * 1000) / 1000)).toEqual([0, 1, 0.5, 0.5]);
  });

  it("sorts its stops and leaves full opacity out", () => {
    const unsorted = { ...gradient("linear", [0, 0], [1, 0]) };
    const fills = [{ ...unsorted, fillColorGradient: { ...(unsorted["fillColorGradient"] as object), stops: STOPS.toReversed() } }];
    const { svg } = render(makeShape("r", "rect", [0, 0, 10, 10], { fills }));
    expect(svg).toMatch(/<stop offset="0" stop-color="#ffffff"\/>\s+<stop offset="1" stop-color="#000000" stop-opacity="0.5"\/>/);
  });

  it("is defined once for shapes that share it", () => {
    const fills = [gradient("linear", [0, 0], [1, 0])];
    const board = makeShape("f", "frame", [0, 0, 10, 10], { shapes: ["a", "b"] });
    const { svg } = render(board, makeShape("a", "rect", [0, 0, 10, 10], { fills }), makeShape("b", "circle", [0, 0, 10, 10], { fills }));
    expect(svg.match(/<linearGradient/g)).toHaveLength(1);
    expect(svg.match(/fill="url\(#a\)"/g)).toHaveLength(2);
  });
});

// The matrices are the worked values of the rendering page, section 4.4, in fractions of the box.
describe("a radial gradient", () => {
  it("that is a circle in the picture is written as one", () => {
    const { svg } = render(makeShape("r", "rect", [0, 0, 20, 20], { fills: [gradient("radial", [0.5, 0.5], [0.5, 1])] }));
    expect(svg).toContain('<radialGradient id="a" cx="10" cy="10" r="10" gradientUnits="userSpaceOnUse">');
  });

  it("half as wide as its vector has Penpot's matrix", () => {
    const { svg } = render(makeShape("r", "rect", [0, 0, 60, 20], { fills: [gradient("radial", [0.5, 0.5], [0.5, 1], 0.5)] }));
    const expected = compose([-0.5, 0, 0, -1, 0.75, 1], [60, 20], [0.5, 0.5], 0.5);
    expect(numbersOf(svg, "gradientTransform")).toEqual(expected.map((number) => expect.closeTo(number, 2)));
  });

  it("with an oblique vector has Penpot's matrix", () => {
    const { svg } = render(makeShape("r", "rect", [0, 0, 40, 30], { fills: [gradient("radial", [0.25, 0.5], [0.75, 0.75], 1.5)] }));
    const expected = compose([-0.67082, 1.341641, -0.894427, -0.447214, 0.864919, 0.388197], [40, 30], [0.25, 0.5], 0.5590169943749475);
    expect(numbersOf(svg, "gradientTransform")).toEqual(expected.map((number) => expect.closeTo(number, 2)));
  });

  it("on a rotated path has Penpot's compensation", () => {
    const fills = [gradient("radial", [0.5, 0.5], [0.5, 1], 0.5)];
    const { svg } = render(makeShape("p", "path", [0, 0, 40, 20], { ...turned(30), content: ROTATED, fills }));
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = compose(
      [-0.508975, 0.015544, 0.015544, -0.526924, 0.746715, 0.75569],
      [40, 20],
      [0.5, 0.5],
      0.5,
    );
    const [cos, sin] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
    const turn = (x: number, y: number) => [cos * x - sin * y, sin * x + cos * y];
    const expected = [...turn(a, b), ...turn(c, d), ...turn(e - 20, f - 10).map((value, at) => value + (at === 0 ? 20 : 10))];
    expect(numbersOf(svg, "gradientTransform")).toEqual(expected.map((number) => expect.closeTo(number, 2)));
  });
});

describe("a gradient on a path that leaves the rectangle it is said to lie in", () => {
  const content = "M10,0L20,20L0,10Z";

  it("begins again there, as Penpot's pattern does", () => {
    const { svg } = render(makeShape("p", "path", [0, 0, 10, 10], { content, fills: [gradient("linear", [0, 0], [1, 0])] }));
    expect(contentOf(svg).filter((line) => !line.startsWith("<stop"))).toEqual([
      "<defs>",
      '<linearGradient id="a" x1="0" y1="0" x2="10" y2="0" gradientUnits="userSpaceOnUse">',
      "</linearGradient>",
      '<pattern id="b" width="10" height="10" patternUnits="userSpaceOnUse">',
      '<rect width="10" height="10" fill="url(#a)"/>',
      "</pattern>",
      "</defs>",
      '<path d="M10 0L20 20L0 10Z" fill="url(#b)"/>',
    ]);
  });

  it("needs no pattern where the rectangle holds the path", () => {
    const { svg } = render(makeShape("p", "path", [0, 0, 20, 20], { content, fills: [gradient("linear", [0, 0], [1, 0])] }));
    expect(svg).not.toContain("<pattern");
  });
});

describe("a gradient that cannot be read", () => {
  it.each([
    ["of another type", gradient("angular", [0, 0], [1, 1])],
    ["without a place", { fillColorGradient: { type: "linear", stops: STOPS } }],
    [
      "with a stop without colour",
      { fillColorGradient: { type: "linear", startX: 0, startY: 0, endX: 1, endY: 1, stops: [{ offset: 0 }] } },
    ],
  ])("%s is reported", (_, bad) => {
    const { svg, unfaithful } = render(makeShape("r", "rect", [0, 0, 10, 10], { fills: [bad, fill("#ff0000")] }));
    expect(unfaithful).toEqual([{ shapeId: "r", name: "r", what: "a gradient that cannot be read" }]);
    expect(svg).toContain('fill="#ff0000"');
  });
});
