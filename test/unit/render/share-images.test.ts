import { describe, expect, it } from "vitest";
import type { Shape } from "../../../src/design.ts";
import { compareRasters } from "../../support/compare-rasters.ts";
import { PICTURE, PICTURE_URI } from "../../support/picture.ts";
import { contentOf, makeShape, render, renderWith, stroke, turned } from "./make-shape.ts";

const OPTIONS = { images: new Map([["i", PICTURE]]) };
const FILL = { fillOpacity: 1, fillImage: { id: "i", width: 40, height: 20, mtype: "image/png", keepAspectRatio: true } };

type Child = readonly [type: string, x: number, y: number, width: number, height: number, extra?: Record<string, unknown>];

/** A board of 100 by 60 with these children, each filled with the picture unless told. */
function board(...children: readonly Child[]): [Shape, ...Shape[]] {
  const shapes = children.map(([type, x, y, width, height, extra], at) =>
    makeShape(`s${at}`, type, [x, y, width, height], { fills: [FILL], ...extra }),
  );
  return [makeShape("b", "frame", [0, 0, 100, 60], { shapes: shapes.map(({ id }) => id) }), ...shapes];
}

function count(svg: string, text: string): number {
  return svg.split(text).length - 1;
}

describe("an image that is shown several times in one size", () => {
  it("is embedded once", () => {
    const { svg } = renderWith(OPTIONS, ...board(["rect", 0, 0, 40, 20], ["rect", 50, 30, 40, 20]));
    expect(contentOf(svg)).toEqual([
      "<defs>",
      `<image id="a" width="40" height="20" preserveAspectRatio="xMidYMid slice" href="${PICTURE_URI}"/>`,
      "</defs>",
      '<use href="#a"/>',
      '<use x="50" y="30" href="#a"/>',
    ]);
  });

  it("looks as if each place had it by itself, turned, clipped or faint", () => {
    const faint = { ...turned(20), opacity: 0.5 };
    const shapes = board(["rect", 0, 0, 40, 20, faint], ["circle", 50, 0, 40, 20, turned(-15)], ["circle", 0, 35, 40, 20]);
    const shared = renderWith(OPTIONS, ...shapes).svg;
    // What stands beside the picture is not shared.
    const apart = renderWith({ ...OPTIONS, toImageHref: () => "i.png" }, ...shapes).svg.replaceAll('href="i.png"', `href="${PICTURE_URI}"`);
    expect([count(shared, PICTURE_URI), count(apart, PICTURE_URI)]).toEqual([1, 3]);
    expect(compareRasters(shared, apart)).toEqual({ touched: 0, seen: 0 });
  });

  it("keeps its clip where it is in its place", () => {
    const { svg } = renderWith(OPTIONS, ...board(["circle", 0, 0, 40, 20], ["circle", 50, 30, 40, 20]));
    expect(contentOf(svg).slice(-4)).toEqual([
      '<use href="#c" clip-path="url(#a)"/>',
      '<g clip-path="url(#b)">',
      '<use x="50" y="30" href="#c"/>',
      "</g>",
    ]);
  });

  it("is shared by the patterns of strokes", () => {
    const strokes = [stroke(4, "center", { strokeColor: undefined, strokeImage: { id: "i", width: 40, height: 20 } })];
    const { svg } = renderWith(
      OPTIONS,
      ...board(["rect", 5, 5, 40, 20, { fills: [], strokes }], ["rect", 50, 30, 20, 20, { fills: [], strokes }]),
    );
    expect(count(svg, PICTURE_URI)).toBe(1);
    expect(count(svg, '<use href="#c"/>')).toBe(2);
  });
});

describe("an image", () => {
  it("that is shown in two sizes is there for each", () => {
    const { svg } = renderWith(OPTIONS, ...board(["rect", 0, 0, 40, 20], ["rect", 50, 30, 20, 20]));
    expect(count(svg, PICTURE_URI)).toBe(2);
    expect(svg).not.toContain("<use");
  });

  it("that stands beside the picture is referred to everywhere", () => {
    const { svg } = renderWith({ ...OPTIONS, toImageHref: () => "i.png" }, ...board(["rect", 0, 0, 40, 20], ["rect", 50, 30, 40, 20]));
    expect(count(svg, 'href="i.png"')).toBe(2);
  });

  it("is turned into an address once", () => {
    let asked = 0;
    const toImageHref = () => `i${++asked}.png`;
    renderWith({ ...OPTIONS, toImageHref }, ...board(["rect", 0, 0, 40, 20], ["rect", 50, 30, 40, 20]));
    expect(asked).toBe(1);
  });
});

describe("a definition", () => {
  it("of a mask with nothing to mask is left out", () => {
    const gradient = { type: "linear", startX: 0, startY: 0, endX: 1, endY: 0, stops: [{ color: "#ff0000", opacity: 1, offset: 0 }] };
    const shapes = [
      makeShape("g", "group", [0, 0, 20, 20], { maskedGroup: true, shapes: ["m", "c"] }),
      makeShape("m", "rect", [0, 0, 20, 20], { fills: [{ fillColorGradient: gradient, fillOpacity: 1 }] }),
      makeShape("c", "rect", [0, 0, 20, 20], { fills: [] }),
    ];
    expect(contentOf(render(...shapes).svg)).toEqual([]);
  });
});
