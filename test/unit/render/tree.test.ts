import { describe, expect, it } from "vitest";
import type { Shape } from "../../../src/design.ts";
import { contentOf, fill, makeShape, render, stroke, turned } from "./make-shape.ts";

const RED = { fills: [fill("#ff0000")] };
const GREEN = { fills: [fill("#00ff00")] };

describe("boards", () => {
  it("as the root need no clip, for the picture ends where they do", () => {
    const { svg } = render(makeShape("f", "frame", [100, 100, 24, 24], { shapes: ["r"] }), makeShape("r", "rect", [110, 110, 40, 40], RED));
    expect(contentOf(svg)).toEqual(['<rect x="10" y="10" width="40" height="40" fill="#ff0000"/>']);
  });

  it("inside are clipped only when something in them reaches out", () => {
    const draw = (width: number) =>
      render(
        makeShape("o", "frame", [0, 0, 50, 50], { shapes: ["i"] }),
        makeShape("i", "frame", [5, 5, 20, 20], { ...GREEN, shapes: ["r"] }),
        makeShape("r", "rect", [10, 10, width, 8], RED),
      ).svg;
    expect(draw(15)).not.toContain("clip");
    expect(draw(16)).toContain('<g clip-path="url(#a)">');
  });

  it("with round corners clip what reaches into a corner", () => {
    const radii = { r1: 10, r2: 10, r3: 10, r4: 10 };
    const draw = (at: number) =>
      render(makeShape("f", "frame", [0, 0, 40, 40], { ...radii, shapes: ["r"] }), makeShape("r", "rect", [at, at, 20, 20], RED)).svg;
    expect(draw(3)).not.toContain("clip");
    expect(draw(2)).toContain('<rect width="40" height="40" rx="10"/>');
  });

  it("count the reach of strokes when they decide on a clip", () => {
    const child = { ...RED, strokes: [stroke(4, "center")] };
    const draw = (at: number) =>
      render(
        makeShape("o", "frame", [0, 0, 60, 60], { shapes: ["i"] }),
        makeShape("i", "frame", [0, 0, 40, 40], { shapes: ["r"] }),
        makeShape("r", "circle", [at, 10, 20, 20], child),
      ).svg;
    expect(draw(18)).not.toContain("clip");
    expect(draw(18.5)).toContain("clip");
  });

  it("keep a clip round what blends, so that it blends with nothing below", () => {
    const { svg } = render(
      makeShape("o", "frame", [0, 0, 50, 50], { ...GREEN, shapes: ["i"] }),
      makeShape("i", "frame", [5, 5, 20, 20], { shapes: ["r"] }),
      makeShape("r", "rect", [10, 10, 8, 8], { ...RED, blendMode: "multiply" }),
    );
    expect(svg).toContain("clip-path");
    expect(svg).toContain('style="mix-blend-mode:multiply"');
  });

  it("that show their content are not clipped", () => {
    const { svg, bounds } = render(
      makeShape("f", "frame", [0, 0, 24, 24], { showContent: true, shapes: ["r"] }),
      makeShape("r", "rect", [10, 10, 40, 40], RED),
    );
    expect(svg).not.toContain("clip");
    expect(bounds).toEqual({ x: 0, y: 0, width: 50, height: 50 });
  });

  it("have their strokes above their children", () => {
    const { svg } = render(
      makeShape("f", "frame", [0, 0, 24, 24], { ...GREEN, strokes: [stroke(2, "inner")], shapes: ["r"] }),
      makeShape("r", "rect", [0, 0, 12, 12], RED),
    );
    expect(contentOf(svg).map((line) => /(?:fill|stroke)="(#\w+)"/.exec(line)?.[1])).toEqual(["#00ff00", "#ff0000", "#000000"]);
  });

  it.each([
    ["none", {}, ["a", "b", "c"]],
    ["flex", { layout: "flex", layoutFlexDir: "row" }, ["c", "a", "b"]],
    ["reversed flex", { layout: "flex", layoutFlexDir: "column-reverse" }, ["a", "c", "b"]],
    ["grid", { layout: "grid", layoutGridDir: "row" }, ["c", "a", "b"]],
  ])("with the layout %s paint their children in Penpot's order", (_, layout, expected) => {
    const colors: Record<string, string> = { "#00000a": "a", "#00000b": "b", "#00000c": "c" };
    const child = (id: string, layoutItemZIndex?: number) =>
      makeShape(id, "rect", [0, 0, 5, 5], { fills: [fill(`#00000${id}`)], ...(layoutItemZIndex !== undefined && { layoutItemZIndex }) });
    const { svg } = render(
      makeShape("f", "frame", [0, 0, 24, 24], { ...layout, shapes: ["a", "b", "c"] }),
      child("a"),
      child("b", 1),
      child("c"),
    );
    const order = contentOf(svg).map((line) => colors[/fill="(#\w+)"/.exec(line)?.[1] ?? ""]);
    expect(order).toEqual(expected);
  });
});

describe("groups", () => {
  it("leave no trace when they do nothing", () => {
    const { svg } = render(makeShape("g", "group", [0, 0, 10, 10], { shapes: ["r"] }), makeShape("r", "rect", [0, 0, 10, 10], RED));
    expect(contentOf(svg)).toEqual(['<rect width="10" height="10" fill="#ff0000"/>']);
  });

  it("with an opacity fade as a whole", () => {
    const { svg } = render(
      makeShape("g", "group", [0, 0, 10, 10], { opacity: 0.5, shapes: ["a", "b"] }),
      makeShape("a", "rect", [0, 0, 10, 10], RED),
      makeShape("b", "rect", [5, 5, 5, 5], { ...GREEN, opacity: 0.25 }),
    );
    expect(contentOf(svg)).toEqual([
      '<g opacity="0.5">',
      '<rect width="10" height="10" fill="#ff0000"/>',
      '<rect x="5" y="5" width="5" height="5" fill="#00ff00" opacity="0.25"/>',
      "</g>",
    ]);
  });

  it("without anything visible are left out", () => {
    const { svg } = render(
      makeShape("g", "group", [0, 0, 10, 10], { opacity: 0.5, shapes: ["a", "b", "c"] }),
      makeShape("a", "rect", [0, 0, 10, 10], { ...RED, hidden: true }),
      makeShape("b", "rect", [0, 0, 10, 10], { ...RED, opacity: 0 }),
      makeShape("c", "text", [0, 0, 10, 10], { positionData: [] }),
    );
    expect(svg).toBe('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10" viewBox="0 0 10 10" fill="none"/>\n');
  });
});

describe("transforms", () => {
  it("that turn are written as rotations about the centre", () => {
    expect(render(makeShape("r", "rect", [10, 10, 40, 20], { ...turned(45), ...RED })).svg).toContain('transform="rotate(45 20 10)"');
  });

  it("that flip are written as a matrix, whatever flipX says", () => {
    const flipped = { transform: { a: -1, b: 0, c: 0, d: 1, e: 0, f: 0 }, flipX: true };
    expect(render(makeShape("r", "rect", [0, 0, 40, 20], { ...flipped, ...RED, r1: 4 })).svg).toContain(
      'transform="matrix(-1 0 0 1 40 0)"',
    );
  });

  it.each([90, 180, -90])("of %d degrees are in the place and size of what is painted in plain colours", (degrees) => {
    const round = { r1: 3, r2: 3, r3: 3, r4: 3, strokes: [stroke(2, "outer")] };
    const line = contentOf(render(makeShape("r", "rect", [0, 0, 40, 20], { ...turned(degrees), ...RED, ...round })).svg);
    const [x, y, width, height] = degrees === 180 ? [0, 0, 40, 20] : [10, -10, 20, 40];
    const place = (by: number, radius: number) => {
      const corner = [`x="${x - by}" `, `y="${y - by}" `].map((text) => (text.includes('"0"') ? "" : text)).join("");
      return `<rect ${corner}width="${width + 2 * by}" height="${height + 2 * by}" rx="${radius}"`;
    };
    expect(line[0]).toBe(`${place(0, 3)} fill="#ff0000"/>`);
    expect(line[1]).toBe(`${place(1, 4)} stroke="#000000" stroke-width="2"/>`);
  });

  it.each([
    ["dashes", { strokes: [stroke(2, "center", { strokeStyle: "dashed" })] }],
    ["effects", { shadow: [{ style: "drop-shadow", offsetX: 4, offsetY: 0, blur: 0, spread: 0, color: { color: "#000000" } }] }],
    ["corners of their own", { r1: 4 }],
    ["an import", { svgAttrs: {} }],
    [
      "a gradient",
      { fills: [{ fillColorGradient: { type: "linear", startX: 0, startY: 0, endX: 1, endY: 0, stops: [{ color: "#ff0000" }] } }] },
    ],
  ])("of quarter turns stay where %s would be seen to turn", (_, extra) => {
    expect(render(makeShape("r", "rect", [0, 0, 40, 20], { ...turned(90), ...RED, ...extra })).svg).toContain("rotate(90 20 10)");
  });

  it("of paths are not applied again", () => {
    const path = { content: "M10,10L30,10L30,30Z", ...turned(90), ...RED };
    expect(contentOf(render(makeShape("p", "path", [10, 10, 20, 20], path)).svg)).toEqual(['<path d="M0 0H20V20Z" fill="#ff0000"/>']);
  });

  it("that move nothing visibly are left out", () => {
    const noise = { transform: { a: 1, b: 1e-17, c: -1e-9, d: 0.9999999999, e: 0, f: 0 } };
    expect(contentOf(render(makeShape("r", "rect", [0, 0, 40, 20], { ...noise, ...RED })).svg)).toEqual([
      '<rect width="40" height="20" fill="#ff0000"/>',
    ]);
  });
});

describe("what cannot be drawn yet", () => {
  it.each([
    ["a background blur", { backgroundBlur: { value: 4 } }, ["a background blur"]],
    ["a hidden background blur", { backgroundBlur: { value: 4, hidden: true } }, []],
    ["an unknown blend mode", { blendMode: "plus-lighter" }, ["a blend mode that is unknown"]],
    ["an unknown type", { type: "hologram" }, ['the unknown type "hologram"']],
  ])("is reported: %s", (_, extra, expected) => {
    const { unfaithful } = render(makeShape("x", "rect", [0, 0, 10, 10], { ...RED, ...extra }));
    expect(unfaithful.map(({ what }) => what)).toEqual(expected);
  });

  it("does not matter in layers that are hidden", () => {
    const { unfaithful } = render(
      makeShape("g", "group", [0, 0, 10, 10], { shapes: ["t"] }),
      makeShape("t", "text", [0, 0, 10, 10], { hidden: true }),
    );
    expect(unfaithful).toEqual([]);
  });

  it("names the layer, however deep", () => {
    const text = { ...makeShape("t", "text", [0, 0, 10, 10]), name: "Label" };
    const { unfaithful } = render(
      makeShape("f", "frame", [0, 0, 10, 10], { shapes: ["g"] }),
      makeShape("g", "group", [0, 0, 10, 10], { shapes: ["t"] }),
      text,
    );
    expect(unfaithful).toEqual([{ shapeId: "t", name: "Label", what: "text that Penpot has not laid out yet" }]);
  });
});

describe("a board in a board", () => {
  const round = { r1: 8, r2: 8, r3: 8, r4: 8 };
  const inner = (box: readonly [number, number, number, number], extra = {}) => makeShape("b", "frame", box, { shapes: ["r"], ...extra });
  const clips = (extra: Record<string, unknown>, board: Shape) =>
    render(
      makeShape("a", "frame", [0, 0, 40, 40], { ...round, shapes: ["b"], ...extra }),
      board,
      makeShape("r", "rect", [-9, -9, 99, 99], RED),
    ).svg.split('clip-path="').length - 1;

  it("that clips no less is not clipped again", () => {
    expect(clips({}, inner([0, 0, 40, 40]))).toBe(1);
    expect(clips({}, inner([-1, 0, 45, 40]))).toBe(1);
  });

  it("keeps a clip that cuts more, or is seen by an effect, or does not stand in a clip", () => {
    expect(clips({}, inner([1, 0, 39, 40]))).toBe(2);
    expect(clips({}, inner([0, 0, 40, 40], { blur: { value: 1 } }))).toBe(2);
    expect(clips({}, inner([0, 0, 40, 40], round))).toBe(2);
    expect(clips({ showContent: true }, inner([0, 0, 40, 40]))).toBe(1);
  });
});
