import { describe, expect, it } from "vitest";
import type { Shape } from "../../../src/design.ts";
import { contentOf, fill, makeShape, render } from "./make-shape.ts";

function raw(id: string, tag: string, svgAttrs: unknown = {}, extra: Record<string, unknown> = {}): Shape {
  return makeShape(id, "svg-raw", [0, 0, 24, 24], { content: { tag, attrs: {} }, svgAttrs, ...extra });
}

function text(id: string, content: string): Shape {
  return makeShape(id, "svg-raw", [0, 0, 24, 24], { content, svgAttrs: {} });
}

function draw(...shapes: Shape[]): { lines: string[]; reasons: string[] } {
  const { svg, unfaithful } = render(...shapes);
  return { lines: contentOf(svg), reasons: unfaithful.map(({ what }) => what) };
}

describe("an imported element", () => {
  it.each([
    ["circle", { cx: "12", cy: 12, r: "4", fill: "#f00" }, '<circle cx="12" cy="12" r="4" fill="#000000"/>'],
    ["path", { d: "M0 0H9V9Z", fillRule: "evenodd" }, '<path d="M0 0H9V9Z" fill="#000000" fill-rule="evenodd"/>'],
    ["line", { x1: "0", x2: "9", stroke: "#f00" }, '<line x1="0" x2="9" stroke="#f00"/>'],
    ["polygon", { points: "0,0 9,0 9,9", opacity: "0.5" }, '<polygon points="0,0 9,0 9,9" fill="#000000" opacity="0.5"/>'],
    [
      "rect",
      { width: "9", height: "9", transform: "rotate(90)" },
      '<rect width="9" height="9" transform="matrix(0 1 -1 0 0 0)" fill="#000000"/>',
    ],
  ])("<%s> is drawn with its attributes, black without fills of its own", (tag, attributes, expected) => {
    expect(draw(raw("u", tag, attributes))).toEqual({ lines: [expected], reasons: [] });
  });

  it("goes to where its view box has gone to", () => {
    const extra = { svgViewbox: { x: 2, y: 0, width: 12, height: 12 }, fills: [fill("#00ff00", 0.5)] };
    expect(draw(raw("u", "rect", { width: "3", height: "3" }, extra)).lines).toEqual([
      '<rect width="3" height="3" transform="matrix(2 0 0 2 -4 0)" fill="#00ff00" fill-opacity="0.5"/>',
    ]);
  });

  it("hands its presentation down, but not its place", () => {
    const group = raw("g", "g", { stroke: "#f00", transform: "scale(9)" }, { shapes: ["u", "p"] });
    const path = makeShape("p", "path", [0, 0, 9, 9], { content: "M0,0L9,9" });
    expect(draw(group, raw("u", "ellipse", { rx: "4", ry: "2" }), path).lines).toEqual([
      '<ellipse rx="4" ry="2" fill="#000000" stroke="#f00"/>',
      '<path d="M0 0L9 9" fill="#000000" stroke="#f00"/>',
    ]);
  });

  it("has its filter once, though Penpot puts it on twice", () => {
    const { lines } = draw(raw("u", "circle", { r: "4" }, { blur: { type: "layer-blur", value: 2 } }));
    expect(lines.filter((line) => line.includes("filter="))).toHaveLength(1);
  });

  it.each(["defs", "linearGradient", "clipPath", "symbol", "title", "metadata", "script", "no-such-tag", "constructor"])(
    "<%s> paints nothing, and neither does what is in it",
    (tag) => {
      expect(draw(raw("u", tag, { fill: "#f00" }, { shapes: ["c"] }), raw("c", "circle", { r: "4" }))).toEqual({ lines: [], reasons: [] });
    },
  );

  it.each([
    ["switch", "an imported choice between elements"],
    ["foreignObject", "imported HTML"],
  ])("<%s> is reported", (tag, reason) => {
    expect(draw(raw("u", tag))).toEqual({ lines: [], reasons: [reason] });
  });

  it("that is animated is drawn as it stands, and reported", () => {
    const { lines, reasons } = draw(raw("u", "circle", { r: "4" }, { shapes: ["a"] }), raw("a", "animateTransform"));
    expect(lines).toEqual(['<circle r="4" fill="#000000"/>']);
    expect(reasons).toEqual(["an imported animation"]);
  });

  it.each([
    [".a { fill: red }", ["an imported style sheet"]],
    [" \n ", []],
  ])("<style> is reported when there is anything in it: %j", (css, reasons) => {
    expect(draw(makeShape("u", "svg-raw", [0, 0, 9, 9], { content: { tag: "style", content: [css] }, svgAttrs: {} }))).toEqual({
      lines: [],
      reasons,
    });
  });
});

describe("imported text", () => {
  const font = { x: "2", y: "9", fontFamily: "'Open Sans', serif", fontSize: "8" };

  it("stays text and is reported", () => {
    const span = raw("s", "tspan", { dy: "1" }, { fills: [fill("#ff0000")], shapes: ["c"] });
    const { lines, reasons } = draw(raw("t", "text", font, { shapes: ["a", "s"] }), text("a", "1 < 2 \u0001& "), span, text("c", "b"));
    expect(lines).toEqual([
      `<text x="2" y="9" font-family="'Open Sans', serif" font-size="8" fill="#000000">1 &lt; 2 &amp; <tspan dy="1" fill="#ff0000">b</tspan></text>`,
    ]);
    expect(reasons).toEqual(["imported text"]);
  });

  it("without letters is nothing", () => {
    expect(draw(raw("t", "text", font, { shapes: ["a"] }), text("a", " \n"))).toEqual({ lines: [], reasons: [] });
    expect(draw(text("a", "loose"))).toEqual({ lines: [], reasons: [] });
  });
});
