import { describe, expect, it } from "vitest";
import { PICTURE, PICTURE_URI } from "../../support/picture.ts";
import { contentOf, fill, makeShape, render, renderWith, stroke, turned } from "./make-shape.ts";

const STOPS = [
  { color: "#ff0000", opacity: 1, offset: 0 },
  { color: "#0000ff", opacity: 0.5, offset: 1 },
];

type Place = readonly [startX: number, startY: number, endX: number, endY: number];

function gradient(type: string, [startX, startY, endX, endY]: Place, width = 1): Record<string, unknown> {
  return { strokeColor: undefined, strokeColorGradient: { type, startX, startY, endX, endY, width, stops: STOPS } };
}

const IMAGE = { strokeColor: undefined, strokeImage: { id: "i", width: 40, height: 20, mtype: "image/png" } };
const OPTIONS = { images: new Map([["i", PICTURE]]) };

/** The numbers of the first element of a tag, by attribute. */
function numbersOf(svg: string, tag: string, ...names: string[]): number[] {
  const element = new RegExp(`<${tag}[^>]*>`).exec(svg)?.[0] ?? "";
  return names.flatMap((name) => {
    const value = new RegExp(` ${name}="([^"]*)"`).exec(element)?.[1] ?? "0";
    return [...value.matchAll(/-?[\d.]+/g)].map(([number]) => Number(number));
  });
}

describe("a stroke with a linear gradient", () => {
  it("is measured by the rectangle without the stroke, and joins the fill", () => {
    const strokes = [stroke(4, "center", { ...gradient("linear", [0.5, 0, 0.5, 1]), strokeOpacity: 0.8 })];
    const { svg, unfaithful } = render(makeShape("r", "rect", [0, 0, 40, 30], { fills: [fill("#b1b2b5")], strokes }));
    expect(unfaithful).toEqual([]);
    expect(contentOf(svg)).toEqual([
      "<defs>",
      '<linearGradient id="a" x1="0.5" y1="0" x2="0.5" y2="1">',
      '<stop offset="0" stop-color="#ff0000"/>',
      '<stop offset="1" stop-color="#0000ff" stop-opacity="0.5"/>',
      "</linearGradient>",
      "</defs>",
      '<rect width="40" height="30" fill="#b1b2b5" stroke="url(#a)" stroke-opacity="0.8" stroke-width="4"/>',
    ]);
  });

  it("turns with a rectangle, whose element is turned", () => {
    const strokes = [stroke(4, "center", gradient("linear", [0, 0.5, 1, 0.5]))];
    const { svg } = render(makeShape("r", "rect", [0, 0, 40, 20], { ...turned(30), strokes }));
    expect(svg).toContain('<linearGradient id="a" x1="0" y1="0.5" x2="1" y2="0.5">');
    expect(svg).toContain('transform="rotate(30 20 10)"');
  });

  it("keeps to the whole rectangle when the stroke is moved inside", () => {
    const strokes = [stroke(4, "inner", gradient("linear", [0, 0.5, 1, 0.5]))];
    expect(render(makeShape("r", "rect", [0, 0, 40, 20], { strokes })).svg).toContain(
      '<linearGradient id="a" x1="0" y1="10" x2="40" y2="10" gradientUnits="userSpaceOnUse">',
    );
  });

  it.each(["inner", "outer"])("is in fractions of the geometry's own box where an %s stroke is cut from a doubled one", (alignment) => {
    const strokes = [stroke(4, alignment, { ...gradient("linear", [0, 0.5, 1, 0.5]), strokeStyle: "dashed" })];
    const { svg } = render(makeShape("r", "rect", [0, 0, 40, 20], { strokes }));
    expect(svg).toContain('<linearGradient id="a" x1="0" y1="0.5" x2="1" y2="0.5">');
    expect(svg).toContain('stroke-width="8"');
  });

  // A quarter turn about the middle of the box around the path's own points.
  it("turns in the box of a turned path", () => {
    const strokes = [stroke(4, "center", gradient("linear", [0, 0.5, 1, 0.5]))];
    const content = "M30,-10L30,30L10,30L10,-10Z";
    const { svg } = render(makeShape("p", "path", [0, 0, 40, 20], { ...turned(90), content, strokes }));
    expect(numbersOf(svg, "linearGradient", "x1", "y1", "x2", "y2")).toEqual([0.5, 0, 0.5, 1]);
    expect(svg).not.toContain("gradientUnits");
  });

  it("leaves the box of a curve to the viewer, as Penpot does: some take control points for a part of it", () => {
    const strokes = [stroke(4, "center", gradient("linear", [0.5, 0, 0.5, 1]))];
    const { svg } = render(makeShape("p", "path", [0, 0, 40, 15], { content: "M0,0C0,20,40,20,40,0", strokes }));
    expect(numbersOf(svg, "linearGradient", "y1", "y2")).toEqual([0, 1]);
    expect(svg).not.toContain("gradientUnits");
  });

  it("tells in pixels the box of a line that is hardly aslant, which would have no area where it is printed", () => {
    const strokes = [stroke(4, "center", gradient("linear", [0, 0, 1, 0]))];
    const { svg } = render(makeShape("p", "path", [0, 0, 20, 0.01], { content: "M0,0L20,0.0001", strokes }));
    expect(svg).toContain('<linearGradient id="a" x1="0" y1="0" x2="20" y2="0" gradientUnits="userSpaceOnUse">');
    expect(svg).toContain('<path d="M0 0H20" stroke="url(#a)"');
  });

  it("paints nothing on a line without area, as in browsers", () => {
    const strokes = [stroke(4, "center", gradient("linear", [0, 0, 1, 0]))];
    const { svg, unfaithful } = render(makeShape("p", "path", [0, 0, 20, 0.01], { content: "M0,0L20,0", strokes }));
    expect(unfaithful).toEqual([]);
    expect(contentOf(svg)).toEqual([]);
  });

  it("paints the arrow on a line without area", () => {
    const strokes = [stroke(4, "center", { ...gradient("linear", [0, 0, 1, 0]), strokeCapEnd: "triangle-arrow" })];
    const { svg } = render(makeShape("p", "path", [0, 0, 20, 0.01], { content: "M0,0L20,0", strokes }));
    expect(contentOf(svg).at(-1)).toBe('<path d="M0 0H20" stroke-width="4" marker-end="url(#b)"/>');
  });
});

describe("a stroke with a radial gradient", () => {
  it("is the ellipse that a fill would have", () => {
    const strokes = [stroke(4, "center", gradient("radial", [0.5, 0.5, 0.5, 1], 0.5))];
    const { svg } = render(makeShape("c", "circle", [0, 0, 60, 20], { strokes }));
    expect(svg).toContain('<radialGradient id="a" cx="0" cy="0" r="1" gradientTransform="matrix(-0.25 0 0 -0.5 0.5 0.5)">');
  });

  it("without length is its last colour", () => {
    const strokes = [stroke(4, "center", gradient("radial", [0.5, 0.5, 0.5, 0.5]))];
    expect(render(makeShape("r", "rect", [0, 0, 60, 20], { strokes })).svg).toContain('<radialGradient id="a" cx="0.5" cy="0.5" r="0">');
  });
});

describe("a stroke with an image", () => {
  it("shows the middle square of the picture over the stroke and Penpot's margin", () => {
    const { svg, unfaithful } = renderWith(OPTIONS, makeShape("r", "rect", [0, 0, 40, 30], { strokes: [stroke(4, "center", IMAGE)] }));
    expect(unfaithful).toEqual([]);
    expect(contentOf(svg)).toEqual([
      "<defs>",
      '<pattern id="a" x="-0.120711" y="-0.160948" width="1.241421" height="1.321895" viewBox="0 0 1 1" preserveAspectRatio="xMidYMid slice">',
      `<image width="1" height="1" preserveAspectRatio="xMidYMid slice" href="${PICTURE_URI}"/>`,
      "</pattern>",
      "</defs>",
      '<rect width="40" height="30" stroke="url(#a)" stroke-width="4"/>',
    ]);
  });

  it("is placed in pixels where the stroke is moved inside", () => {
    const { svg } = renderWith(OPTIONS, makeShape("r", "rect", [0, 0, 40, 30], { strokes: [stroke(4, "inner", IMAGE)] }));
    expect(contentOf(svg).slice(1, 3)).toEqual([
      '<pattern id="a" width="40" height="30" patternUnits="userSpaceOnUse">',
      `<image y="-5" width="40" height="40" preserveAspectRatio="xMidYMid slice" href="${PICTURE_URI}"/>`,
    ]);
    expect(contentOf(svg).at(-1)).toBe('<rect x="2" y="2" width="36" height="26" stroke="url(#a)" stroke-width="4"/>');
  });

  it("turns the picture with a path but not with a bool", () => {
    const extra = { ...turned(90), content: "M30,-10L30,30L10,30L10,-10Z", strokes: [stroke(4, "center", IMAGE)] };
    const [path, bool] = ["path", "bool"].map((type) => renderWith(OPTIONS, makeShape("p", type, [0, 0, 40, 20], extra)).svg);
    expect(path).toContain('patternTransform="rotate(90 20 10)"');
    expect(bool).not.toContain("patternTransform");
  });

  it("that is not at hand is reported, and nothing is painted", () => {
    const { svg, unfaithful } = render(makeShape("r", "rect", [0, 0, 40, 30], { strokes: [stroke(4, "center", IMAGE)] }));
    expect(unfaithful.map(({ what }) => what)).toEqual(["an image that Penpot does not have"]);
    expect(contentOf(svg)).toEqual([]);
  });
});

describe("an outer stroke", () => {
  it("of a turned rectangle is cut from a doubled one, so that its edges are as soft as Penpot's", () => {
    const { svg } = render(makeShape("r", "rect", [0, 0, 40, 20], { ...turned(30), strokes: [stroke(2, "outer")] }));
    expect(contentOf(svg)).toEqual([
      "<defs>",
      '<mask id="a" x="-2.828" y="-2.828" width="45.657" height="25.657" maskUnits="userSpaceOnUse">',
      '<rect width="40" height="20" stroke="#fff" stroke-width="4"/>',
      '<rect width="40" height="20" fill="#000"/>',
      "</mask>",
      "</defs>",
      '<rect width="40" height="20" transform="rotate(30 20 10)" stroke="#000000" stroke-width="4" mask="url(#a)"/>',
    ]);
  });

  it("of a stretched rectangle is cut along the page's axes", () => {
    const transform = { a: 1, b: 0, c: 0.5, d: 1, e: 0, f: 0 };
    const { svg } = render(makeShape("r", "rect", [0, 0, 40, 20], { transform, strokes: [stroke(2, "outer")] }));
    expect(contentOf(svg).slice(-3)).toEqual([
      '<g mask="url(#a)">',
      '<rect width="40" height="20" transform="matrix(1 0 0.5 1 -5 0)" stroke="#000000" stroke-width="4"/>',
      "</g>",
    ]);
    expect(numbersOf(svg, "mask", "x", "width")).toEqual([-7.828, 55.657]);
  });

  it("of a circle is a larger circle", () => {
    const { svg } = render(makeShape("c", "circle", [0, 0, 20, 20], { strokes: [stroke(2, "outer")] }));
    expect(contentOf(svg)).toEqual(['<circle cx="10" cy="10" r="11" stroke="#000000" stroke-width="2"/>']);
  });

  it.each([
    ["a hairline", 0.5],
    ["wider than the circle", 21],
  ])("of a circle is cut from a doubled one when it is %s, where viewers would draw the larger circle otherwise", (_, width) => {
    const { svg } = render(makeShape("c", "circle", [0, 0, 20, 20], { strokes: [stroke(width, "outer")] }));
    expect(contentOf(svg).at(-1)).toBe(`<circle cx="10" cy="10" r="10" stroke="#000000" stroke-width="${2 * width}" mask="url(#a)"/>`);
  });

  it("of a sharp rectangle is a larger rectangle however thin it is", () => {
    const { svg } = render(makeShape("r", "rect", [0, 0, 40, 20], { strokes: [stroke(0.5, "outer")] }));
    expect(contentOf(svg)).toEqual(['<rect x="-0.25" y="-0.25" width="40.5" height="20.5" stroke="#000000" stroke-width="0.5"/>']);
  });
});
