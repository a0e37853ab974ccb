import { describe, expect, it } from "vitest";
import { opennessOf } from "../../../src/render/openness.ts";
import { printPath } from "../../../src/render/outline.ts";
import { extentOf, parsePath } from "../../../src/render/path.ts";
import { fill, makeShape, render, stroke } from "./make-shape.ts";

function parse(content: unknown) {
  const segments = parsePath(content);
  if (!segments) throw new Error("the path could not be read");
  return segments;
}

describe("parsePath", () => {
  it("reads the string form with Java's exponents", () => {
    expect(parse("M-4.0E-4,1.25E7L8.0E-1,0.0Z")).toEqual([
      { type: "M", x: Math.fround(-0.0004), y: 12_500_000 },
      { type: "L", x: Math.fround(0.8), y: 0 },
      { type: "Z" },
    ]);
  });

  it("reads the list form like the string form", () => {
    const list = [
      { command: "move-to", params: { x: 0.1, y: 2 } },
      { command: "line-to", params: { x: 3, y: 4 } },
      { command: "curve-to", params: { c1x: 1, c1y: 2, c2x: 3, c2y: 4, x: 5, y: 6 } },
      { command: "close-path", params: {} },
    ];
    expect(parse(list)).toEqual(parse("M0.1,2.0L3.0,4.0C1.0,2.0,3.0,4.0,5.0,6.0Z"));
  });

  it("puts missing control points of the list form on the end point", () => {
    const list = [
      { command: "move-to", params: { x: 0, y: 0 } },
      { command: "curve-to", params: { x: 5, y: 6 } },
    ];
    expect(parse(list)[1]).toEqual({ type: "C", x1: 5, y1: 6, x2: 5, y2: 6, x: 5, y: 6 });
  });

  it("keeps 32-bit floats, as Penpot does", () => {
    expect(parse("M0.1,0.0")[0]).toMatchObject({ x: 0.10000000149011612 });
  });

  it("reads an empty text as an empty path", () => {
    expect(parsePath("")).toEqual([]);
  });

  it.each([
    ["a missing content", undefined],
    ["another command", "M0,0A1,1,0,0,1,2,2"],
    ["a relative command", "m0,0l1,1"],
    ["a number too few", "M0,0L1"],
    ["a number too many", "M0,0C1,2,3,4,5,6,7"],
    ["no number", "M0,0LZ"],
    ["words", "M0,0Lx,y"],
    ["not a number", "M0,0LNaN,1"],
    ["a number that overflows", "M0,0L1e400,1"],
    ["hexadecimal", "M0,0L0x10,1"],
    ["a line before the first move", "L1,1M0,0"],
    ["text before the first command", "hello M0,0"],
    ["a list with an unknown command", [{ command: "arc-to", params: { x: 1, y: 1 } }]],
    ["a list without coordinates", [{ command: "move-to", params: { x: 1 } }]],
    ["a list of something else", [null]],
    ["a map", { command: "move-to" }],
  ])("does not read %s", (_, content) => {
    expect(parsePath(content)).toBeUndefined();
  });
});

describe("printPath", () => {
  it("rounds to three decimals and writes straight lines short", () => {
    expect(printPath(parse("M0.12345,1.0L5.0,1.0L5.0,7.99999L6.5,9.0C1.0,2.0,3.0,4.0,5.0,6.0Z"))).toBe("M0.123 1H5V8L6.5 9C1 2 3 4 5 6Z");
  });

  it("writes a line after closing out in full, for the pen went back", () => {
    expect(printPath(parse("M0,0L5,0L5,5ZL9,5"))).toBe("M0 0H5V5ZL9 5");
  });

  it("keeps a line of no length, which round caps show as a dot", () => {
    expect(printPath(parse("M5,5L5,5"))).toBe("M5 5H5");
  });

  it("writes no negative zero", () => {
    expect(printPath(parse("M-0.0001,-0.0"))).toBe("M0 0");
  });
});

describe("opennessOf", () => {
  it.each([
    ["nothing", "", "closed"],
    ["a closed triangle", "M0,0L10,0L5,5Z", "closed"],
    ["a triangle that comes back within a tenth", "M0,0L10,0L5,5L0.05,0.05", "closed"],
    ["a line", "M0,0L10,0", "open"],
    ["two lines that make a ring", "M0,0L10,0L10,10M10,10L0,10L0,0", "closed"],
    ["two lines of which one must be turned round", "M0,0L10,0M0,0L5,5L10,0", "closed"],
    ["three lines out of order", "M0,0L1,0M5,5L0,0M1,0L5,5", "closed"],
    ["a ring beside a line", "M0,0L10,0L5,5ZM20,20L30,30", "open"],
    ["a line before a ring", "M20,20L30,30M0,0L10,0L5,5Z", "open"],
  ] as const)("says of %s: %#", (_, content, expected) => {
    expect(opennessOf(parse(content), true)).toBe(expected);
  });

  it("does not join the lines of imported paths", () => {
    expect(opennessOf(parse("M0,0L10,0L10,10M10,10L0,10L0,0"), false)).toBe("open");
  });

  it("gives up on tens of thousands of loose lines instead of hanging", () => {
    const order = Array.from({ length: 30_000 }, (_, index) => (index * 7919) % 30_000);
    const content = order.map((at) => `M${at},0L${(at + 1) % 30_000},0`).join("");
    expect(opennessOf(parse(content), true)).toBe("unknown");
  });
});

describe("extentOf", () => {
  it("follows the curve and not its control points", () => {
    const { x, y, width, height } = extentOf(parse("M0,0C0,40,40,40,40,0"));
    expect([x, y, width, height]).toEqual([0, 0, 40, 30]);
  });
});

describe("what of a path draws nothing", () => {
  const draw = (content: string, extra: Record<string, unknown>) =>
    render(makeShape("p", "path", [0, 0, 10, 10], { content, ...extra })).svg;
  const RED = { fills: [fill("#ff0000")] };

  it("is left out: moves that nothing follows", () => {
    expect(draw("M5,5M0,0M0,0L10,10L0,10ZM90,90", RED)).toContain('d="M0 0L10 10H0Z"');
  });

  it.each([
    ["markers stand on it", { strokes: [stroke(1, "center", { strokeCapEnd: "line-arrow" })] }],
    ["an import may", { ...RED, svgAttrs: {} }],
  ])("stays where %s", (_, extra) => {
    expect(draw("M0,0L10,10L0,10ZM90,90", extra)).toContain("M90 90");
  });

  it("is left out: a stroke inside a straight line", () => {
    const inside = { strokes: [stroke(2, "inner")] };
    expect(draw("M0,0L10,10L5,5L0,0", inside)).not.toContain("<path");
    expect(draw("M0,0L10,10L5,6L0,0", inside)).toContain("<path");
  });
});
