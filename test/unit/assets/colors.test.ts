import { describe, expect, it } from "vitest";
import { createColors, optimiseSvg } from "../../../src/assets/index.ts";
import type { Shape } from "../../../src/design.ts";
import { renderSvg } from "../../../src/render/index.ts";
import { comparePictures } from "../../support/compare-pictures.ts";
import { missing } from "../../support/needs.ts";

interface Drawn {
  svg: string;
}

function makeRect(id: string, rest: Record<string, unknown>): Shape {
  const box = { x: 0, y: 0, width: 10, height: 10 };
  const selrect = { ...box, x1: 0, y1: 0, x2: 10, y2: 10 };
  return { id, name: id, type: "rect", ...box, selrect, ...rest } as Shape;
}

function fill(color: string): object[] {
  return [{ fillColor: color, fillOpacity: 1 }];
}

/** A picture of rectangles that asks for its colours as the renderer does. */
function render(shapes: readonly Shape[], more = "") {
  return (toColor: (shape: Shape, part: "fill" | "stroke", color: string) => string): Drawn => {
    const rects = shapes.flatMap((shape) =>
      (shape["fills"] as { fillColor: string }[]).map(({ fillColor }) => `<rect fill="${toColor(shape, "fill", fillColor)}"/>`),
    );
    return { svg: `<svg fill="none">${rects.join("")}${more}</svg>` };
  };
}

describe("currentColor", () => {
  const draw = (shapes: readonly Shape[], more = "") => createColors("current-color").draw(render(shapes, more)).svg;

  it("takes the place of a single colour, however it is written", () => {
    const shapes = [makeRect("a", { fills: fill("#AABBCC") }), makeRect("b", { fills: fill("#abc") })];
    expect(draw(shapes)).toBe('<svg fill="none"><rect fill="currentColor"/><rect fill="currentColor"/></svg>');
  });

  it("leaves a picture of two colours as it is", () => {
    const shapes = [makeRect("a", { fills: fill("#aabbcc") }), makeRect("b", { fills: fill("#000000") })];
    expect(draw(shapes)).toBe('<svg fill="none"><rect fill="#aabbcc"/><rect fill="#000000"/></svg>');
  });

  it.each([
    ["a gradient", "<linearGradient/>"],
    ["an image", "<image/>"],
    ["a shadow", '<filter><feFlood flood-color="#000"/></filter>'],
    ["a colour of imported SVG", '<path stroke="red"/>'],
  ])("is not used beside %s", (_name, more) => {
    expect(draw([makeRect("a", { fills: fill("#333333") })], more)).toContain('fill="#333333"');
  });

  it("is used beside the white and black of masks and clips", () => {
    const mask = '<mask id="m"><rect fill="#fff"/><rect fill="#000"/></mask><clipPath><rect fill="#fff"/></clipPath>';
    expect(draw([makeRect("a", { fills: fill("#333333") })], mask)).toContain('<rect fill="currentColor"/>');
  });
});

describe("custom properties", () => {
  const draw = (shape: Shape, prefix?: string) =>
    createColors("css-variables", prefix === undefined ? {} : { prefix }).draw(render([shape])).svg;
  const bound = (token: unknown, rest: Record<string, unknown> = {}) =>
    makeRect("a", { fills: fill("#3366ff"), appliedTokens: { fill: token }, ...rest });

  it.each([
    ["color.primary", "--color-primary"],
    ["Brand / Primary 500", "--Brand-Primary-500"],
    ["a_b-c", "--a_b-c"],
    ["größe.ñ", "--größe-ñ"],
    ['x"><script>', "--x-script"],
  ])("are named after the token %s", (token, name) => {
    expect(draw(bound(token))).toBe(`<svg fill="none"><rect fill="var(${name}, #3366ff)"/></svg>`);
  });

  it("have a prefix when told", () => {
    expect(draw(bound("color.primary"), "acme")).toContain("var(--acme-color-primary, #3366ff)");
  });

  it("are not used without a token, or for one that has no name in CSS", () => {
    expect(draw(makeRect("a", { fills: fill("#3366ff") }))).toContain('fill="#3366ff"');
    expect(draw(bound("…"))).toContain('fill="#3366ff"');
    expect(draw(bound(7))).toContain('fill="#3366ff"');
  });

  it("stand for the first fill only, which is the token's", () => {
    const svg = draw(bound("ink", { fills: [...fill("#3366ff"), ...fill("#ff0000")] }));
    expect(svg).toBe('<svg fill="none"><rect fill="var(--ink, #3366ff)"/><rect fill="#ff0000"/></svg>');
  });

  it("stand for a text's colour when all its runs have it", () => {
    const text = (...colors: string[]) => {
      const children = colors.map((color) => ({ text: "x", fills: fill(color) }));
      return bound("ink", { type: "text", content: { type: "root", children: [{ type: "paragraph-set", children: [{ children }] }] } });
    };
    expect(draw(text("#3366ff", "#3366FF"))).toContain("var(--ink, #3366ff)");
    expect(draw(text("#3366ff", "#ff0000"))).not.toContain("var(");
  });

  it("stand for strokes as for fills", () => {
    const stroked = makeRect("a", {
      fills: [],
      strokes: [{ strokeColor: "#3366ff", strokeOpacity: 1, strokeWidth: 2, strokeStyle: "solid", strokeAlignment: "center" }],
      appliedTokens: { strokeColor: "line" },
    });
    const { svg } = createColors("css-variables").draw((toColor) => renderSvg({ a: stroked }, "a", { toColor }));
    expect(svg).toContain('stroke="var(--line, #3366ff)"');
    expect(optimiseSvg(svg)).toContain('stroke="var(--line, #3366ff)"');
  });
});

const reason = missing("chromium");

describe.skipIf(reason)(`in a browser${reason ? ` (skipped: ${reason})` : ""}`, () => {
  it("a custom property without a value shows its fallback, and currentColor is black", async () => {
    const picture = (fillColor: string, stroke: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none"><path d="M2 2h9v9z" fill="${fillColor}"/><path d="M4 20h16" stroke="${stroke}"/></svg>`;
    const theirs = picture("#3366ff", "#000000");
    const differences = await comparePictures([
      { name: "optimised", ours: optimiseSvg(picture("var(--größe-ñ, #3366ff)", "currentColor")), theirs },
      { name: "another colour", ours: optimiseSvg(picture("var(--x, #ff0000)", "currentColor")), theirs },
    ]);
    expect(differences.get("optimised")).toBe(0);
    expect(differences.get("another colour")).toBeGreaterThan(0);
  });

  it("a custom property with a value shows that", async () => {
    const svg = (style: string, color: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24"${style}>${/<path.*\/>/.exec(optimiseSvg(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M2 2h9v9z" fill="${color}"/></svg>`))?.[0]}</svg>`;
    const pair = { name: "pair", ours: svg(' style="--ink:#ff0000"', "var(--ink, #3366ff)"), theirs: svg("", "#ff0000") };
    expect((await comparePictures([pair])).get("pair")).toBe(0);
  });
});

it("keeps colours as they are when told", () => {
  const shape = makeRect("a", { fills: fill("#3366FF"), appliedTokens: { fill: "ink" } });
  expect(createColors("keep").draw(render([shape])).svg).toContain('fill="#3366FF"');
});
