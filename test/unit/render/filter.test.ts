import { describe, expect, it } from "vitest";
import type { Shape } from "../../../src/design.ts";
import { compareRasters, rasterise } from "../../support/compare-rasters.ts";
import { contentOf, fill, makeShape, render, stroke, turned } from "./make-shape.ts";

const RED = { fills: [fill("#ff0000")] };
const HARD = "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 127 0";

function shadow(extra: Record<string, unknown> = {}): Record<string, unknown> {
  const color = { color: "#000000", opacity: 0.5 };
  return { style: "drop-shadow", offsetX: 4, offsetY: 6, blur: 8, spread: 0, hidden: false, color, ...extra };
}

function rect(extra: Record<string, unknown>): Shape {
  return makeShape("r", "rect", [0, 0, 40, 30], { ...RED, ...extra });
}

/** The steps of the only filter, without its region. */
function stepsOf(...shapes: Shape[]): string[] {
  return contentOf(render(...shapes).svg).filter((line) => line.startsWith("<fe"));
}

function regionsOf(...shapes: Shape[]): string[] {
  const read = (line: string) => ["x", "y", "width", "height"].map((name) => new RegExp(` ${name}="([^"]*)"`).exec(line)?.[1]).join(" ");
  return contentOf(render(...shapes).svg)
    .filter((line) => line.startsWith("<filter"))
    .map(read);
}

describe("a drop shadow", () => {
  it("without spread is cast by hard edges and lies under the shape", () => {
    expect(stepsOf(rect({ shadow: [shadow()] }))).toEqual([
      `<feColorMatrix in="SourceAlpha" values="${HARD}"/>`,
      '<feOffset dx="4" dy="6"/>',
      '<feGaussianBlur stdDeviation="4"/>',
      '<feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0.5 0" result="drop1"/>',
      '<feBlend in="SourceGraphic" in2="drop1"/>',
    ]);
  });

  it.each([
    [2, '<feMorphology in="SourceAlpha" operator="dilate" radius="2"/>'],
    [-1.5, '<feMorphology in="SourceAlpha" operator="erode" radius="1.5"/>'],
  ])("with a spread of %f starts from the real alpha", (spread, step) => {
    const [first, second] = stepsOf(rect({ shadow: [shadow({ spread })] }));
    expect([first, second]).toEqual([step, '<feOffset dx="4" dy="6"/>']);
  });

  it("without offset and blur has no steps for them", () => {
    expect(stepsOf(rect({ shadow: [shadow({ offsetX: 0, offsetY: 0, blur: 0, spread: 3 })] })).map((line) => line.split(" ")[0])).toEqual([
      "<feMorphology",
      "<feColorMatrix",
      "<feBlend",
    ]);
  });

  it("is painted in its colour, whatever way that is written", () => {
    const colored = (color: string) => stepsOf(rect({ shadow: [shadow({ color: { color, opacity: 1 } })] }))[3];
    expect(colored("#ff8000")).toContain('values="0 0 0 0 1 0 0 0 0 0.502 0 0 0 0 0 0 0 0 1 0"');
    expect(colored("#f80")).toContain('values="0 0 0 0 1 0 0 0 0 0.533 0 0 0 0 0 0 0 0 1 0"');
  });

  it("that stands first in the list lies on top", () => {
    const steps = stepsOf(rect({ shadow: [shadow({ offsetX: 1 }), shadow({ offsetX: 2 })] }));
    expect(steps.filter((line) => /feOffset|feBlend/.test(line))).toEqual([
      '<feOffset dx="2" dy="6"/>',
      '<feOffset dx="1" dy="6"/>',
      '<feBlend in2="drop1" result="drop2"/>',
      '<feBlend in="SourceGraphic" in2="drop2"/>',
    ]);
  });
});

describe("an inner shadow", () => {
  it("is what the moved shape leaves free of the shape", () => {
    expect(stepsOf(rect({ shadow: [shadow({ style: "inner-shadow" })] }))).toEqual([
      `<feColorMatrix in="SourceAlpha" values="${HARD}" result="hard"/>`,
      '<feOffset in="hard" dx="4" dy="6"/>',
      '<feGaussianBlur stdDeviation="4" result="moved"/>',
      '<feComposite in="hard" in2="moved" operator="out"/>',
      '<feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0.5 0"/>',
      '<feBlend in2="SourceGraphic"/>',
    ]);
  });

  it("with spread erodes the real alpha, with negative spread does nothing more", () => {
    const steps = (spread: number) => stepsOf(rect({ shadow: [shadow({ style: "inner-shadow", spread })] }));
    expect(steps(2)[1]).toBe('<feMorphology in="SourceAlpha" operator="erode" radius="2"/>');
    expect(steps(-2)).toEqual(steps(0));
  });

  it("lies over drop shadows and source, under the blur", () => {
    const all = { shadow: [shadow({ style: "inner-shadow" }), shadow()], blur: { type: "layer-blur", value: 3 } };
    expect(stepsOf(rect(all)).filter((line) => /feBlend|feComposite|="3"/.test(line))).toEqual([
      '<feBlend in="SourceGraphic" in2="drop1" result="shape"/>',
      '<feComposite in="hard" in2="moved" operator="out"/>',
      '<feBlend in2="shape"/>',
      '<feGaussianBlur stdDeviation="3"/>',
    ]);
  });

  it("without offset, blur and spread is nothing", () => {
    expect(render(rect({ shadow: [shadow({ style: "inner-shadow", offsetX: 0, offsetY: 0, blur: 0 })] })).svg).not.toContain("filter");
  });
});

describe("a filter is left out", () => {
  it.each([
    ["of a hidden shadow", { shadow: [shadow({ hidden: true })] }],
    ["of a shadow without opacity", { shadow: [shadow({ color: { color: "#000000", opacity: 0 } })] }],
    ["of a hidden blur", { blur: { type: "layer-blur", value: 4, hidden: true } }],
    ["of a blur of nothing", { blur: { type: "layer-blur", value: 0 } }],
    ["of a shadow of unknown style", { shadow: [shadow({ style: "long-shadow" })] }],
  ])("%s", (_, extra) => {
    const { svg, unfaithful } = render(rect(extra));
    expect(svg).not.toContain("filter");
    expect(unfaithful).toEqual([]);
  });

  it("where there is nothing that it could filter", () => {
    expect(render(makeShape("r", "rect", [0, 0, 9, 9], { shadow: [shadow()] })).svg).not.toContain("filter");
    expect(render(makeShape("g", "group", [0, 0, 9, 9], { shapes: [], shadow: [shadow()] })).svg).not.toContain("filter");
  });
});

describe("the region of a filter", () => {
  it("is the effects' own plus the paddings", () => {
    expect(regionsOf(rect({ shadow: [shadow({ spread: 2 })] }))).toEqual(["-45 -45 142 138"]);
    expect(regionsOf(rect({ blur: { value: 4 }, strokes: [stroke(2, "center")] }))).toEqual(["-10 -10 60 50"]);
    expect(regionsOf(rect({ shadow: [shadow({ style: "inner-shadow" })] }))).toEqual(["0 0 40 30"]);
  });

  it("of a turned rectangle's fill stands upright in its coordinates, of its strokes on the page", () => {
    const shape = makeShape("r", "rect", [0, 0, 40, 20], { ...RED, ...turned(90), blur: { value: 4 }, strokes: [stroke(2, "center")] });
    expect(regionsOf(shape)).toEqual(["-10 -10 60 40", "5 -30 30 80"]);
  });

  it("of a turned path is around its corners, with Penpot's margins", () => {
    const points = [0, 20].flatMap((x) => [0, 40].map((y) => ({ x: x + 10, y: y - 10 })));
    const path = makeShape("p", "path", [0, 0, 40, 20], {
      ...RED,
      ...turned(90),
      points,
      content: "M10,-10L30,-10L30,30Z",
      blur: { value: 4 },
    });
    expect(regionsOf(path)).toEqual(["6 -26 28 72"]);
  });

  it("of a line without height is around what is drawn", () => {
    const line = makeShape("p", "path", [0, 0, 20, 0.01], {
      content: "M0,0L20,0",
      strokes: [stroke(2, "center")],
      shadow: [shadow({ blur: 0 })],
    });
    expect(regionsOf(line)).toEqual(["-18 -19 68 54.01"]);
  });

  it("of a group grows with what reaches out of it", () => {
    const region = (width: number) =>
      regionsOf(
        makeShape("g", "group", [0, 0, 20, 20], { shapes: ["r"], blur: { value: 2 } }),
        makeShape("r", "rect", [0, 0, width, 20], RED),
      );
    expect(region(20)).toEqual(["-4 -4 28 28"]);
    expect(region(40)).toEqual(["-8 -4 56 28"]);
  });

  it("is cut to what can be seen, as some viewers crash on regions far away", () => {
    const board = makeShape("f", "frame", [0, 0, 24, 24], { ...RED, shapes: ["r"] });
    const far = (x: number) => makeShape("r", "rect", [x, 0, 400, 20], { ...RED, shadow: [shadow({ style: "inner-shadow", blur: 0 })] });
    expect(regionsOf(board, far(-100))).toEqual(["-8 0 40 20"]);
    expect(regionsOf(board, far(100))).toEqual([]);
  });
});

describe("effects of a leaf", () => {
  const blurred = { blur: { value: 2 }, strokes: [stroke(2, "center")] };

  it("blur fill and strokes each for itself", () => {
    expect(contentOf(render(rect(blurred)).svg).slice(-2)).toEqual([
      '<rect width="40" height="30" fill="#ff0000" filter="url(#a)"/>',
      '<rect width="40" height="30" stroke="#000000" stroke-width="2" filter="url(#a)"/>',
    ]);
  });

  it("leave strokes without shadow where there is a fill", () => {
    const { svg } = render(rect({ shadow: [shadow()], strokes: [stroke(2, "center")] }));
    expect(contentOf(svg).at(-1)).toBe('<rect width="40" height="30" stroke="#000000" stroke-width="2"/>');
  });

  it("let strokes cast the shadow where there is none, in the page's directions", () => {
    const shape = makeShape("r", "rect", [0, 0, 40, 30], {
      ...turned(30),
      shadow: [shadow()],
      strokes: [stroke(2, "center"), stroke(4, "center")],
    });
    expect(contentOf(render(shape).svg).slice(-4)).toEqual([
      '<g filter="url(#a)">',
      '<rect width="40" height="30" transform="rotate(30 20 15)" stroke="#000000" stroke-width="4"/>',
      '<rect width="40" height="30" transform="rotate(30 20 15)" stroke="#000000" stroke-width="2"/>',
      "</g>",
    ]);
  });

  it("turn with the fill of a rectangle, several fills under one filter", () => {
    const one = makeShape("r", "rect", [0, 0, 40, 30], { ...RED, ...turned(30), shadow: [shadow()] });
    expect(contentOf(render(one).svg).at(-1)).toBe(
      '<rect width="40" height="30" transform="rotate(30 20 15)" fill="#ff0000" filter="url(#a)"/>',
    );
    const two = { ...one, fills: [fill("#ff0000", 0.5), fill("#00ff00")] };
    expect(contentOf(render(two).svg).slice(-4)).toEqual([
      '<g transform="rotate(30 20 15)" filter="url(#a)">',
      '<rect width="40" height="30" fill="#00ff00"/>',
      '<rect width="40" height="30" fill="#ff0000" fill-opacity="0.5"/>',
      "</g>",
    ]);
  });

  it("filter a clipped stroke after it was clipped", () => {
    const shape = makeShape("c", "circle", [0, 0, 40, 20], { blur: { value: 2 }, strokes: [stroke(4, "inner")] });
    expect(contentOf(render(shape).svg).slice(-3)).toEqual([
      '<g filter="url(#b)">',
      '<ellipse cx="20" cy="10" rx="20" ry="10" stroke="#000000" stroke-width="8" clip-path="url(#a)"/>',
      "</g>",
    ]);
  });
});

describe("effects of groups and boards", () => {
  it("of a group cover all in it, under its opacity", () => {
    const group = makeShape("g", "group", [0, 0, 40, 30], { shapes: ["a", "b"], opacity: 0.5, shadow: [shadow()] });
    const { svg } = render(group, makeShape("a", "rect", [0, 0, 40, 30], RED), makeShape("b", "circle", [0, 0, 40, 30], RED));
    expect(contentOf(svg).at(-4)).toBe('<g opacity="0.5" filter="url(#a)">');
  });

  it("of a board shade background and clipped content but not its strokes, and blur all", () => {
    const extra = {
      ...RED,
      shapes: ["a"],
      r1: 5,
      r2: 5,
      r3: 5,
      r4: 5,
      shadow: [shadow()],
      blur: { value: 2 },
      strokes: [stroke(2, "center")],
    };
    const { svg } = render(makeShape("f", "frame", [0, 0, 40, 30], extra), makeShape("a", "rect", [0, 0, 80, 30], RED));
    expect(contentOf(svg).slice(-10)).toEqual([
      "</defs>",
      '<g filter="url(#b)">',
      '<g filter="url(#a)">',
      '<g clip-path="url(#c)">',
      '<rect width="40" height="30" rx="5" fill="#ff0000"/>',
      '<rect width="80" height="30" fill="#ff0000"/>',
      "</g>",
      "</g>",
      '<rect width="40" height="30" rx="5" stroke="#000000" stroke-width="2"/>',
      "</g>",
    ]);
  });

  it("of a board keep its clip at the picture's edge, for what lies outside would cast shadow too", () => {
    const inner = shadow({ style: "inner-shadow" });
    const { svg } = render(
      makeShape("f", "frame", [0, 0, 40, 30], { ...RED, shapes: ["a"], shadow: [inner] }),
      makeShape("a", "rect", [0, 0, 80, 30], RED),
    );
    expect(svg).toContain("<g clip-path=");
  });

  it("inside a board make its clip necessary when they reach out", () => {
    const draw = (child: Record<string, unknown>) =>
      render(
        makeShape("o", "frame", [0, 0, 200, 200], { shapes: ["i"] }),
        makeShape("i", "frame", [50, 50, 60, 60], { shapes: ["r"] }),
        makeShape("r", "rect", [60, 60, 40, 40], { ...RED, ...child }),
      ).svg;
    const drop = (offsetX: number) => ({ shadow: [shadow({ offsetX, offsetY: 0, blur: 0 })] });
    expect(draw(drop(10))).not.toContain("clip-path");
    expect(draw(drop(11))).toContain("clip-path");
    expect(draw({ blur: { value: 3 } })).not.toContain("clip-path");
    expect(draw({ blur: { value: 6 } })).toContain("clip-path");
    expect(draw({ shadow: [shadow({ style: "inner-shadow", offsetX: 50 })] })).not.toContain("clip-path");
  });
});

describe("effects of a size that only costs time", () => {
  const board = makeShape("f", "frame", [0, 0, 24, 24], { shapes: ["p"] });
  const icon = (extra: Record<string, unknown>) => [
    board,
    makeShape("p", "path", [4, 4, 16, 16], { content: "M4,4L20,12L4,20Z", ...RED, ...extra }),
  ];
  const sizesOf = (extra: Record<string, unknown>) =>
    [...render(...icon(extra)).svg.matchAll(/(?:radius|stdDeviation)="([\d.]+)/g)]
      .map(([, size]) => Number(size))
      .filter((size) => size > 0.001);

  it("spread across and then down, which looks as the square does", () => {
    const wide = (spread: number) => render(...icon({ shadow: [shadow({ spread, blur: 4, offsetX: 0, offsetY: 0 })] })).svg;
    const svg = wide(12);
    const [across, down] = [/radius="12 0.001"/, /<feMorphology operator="dilate" radius="0.001 12"\/>\n/];
    expect(wide(10)).toContain('operator="dilate" radius="10"');
    expect(svg).toMatch(across);
    expect(compareRasters(svg, svg.replace(across, 'radius="12"').replace(down, ""), { zoom: 2 }).touched).toBeLessThan(0.01);
  });

  it("spread no farther than from end to end of what is seen", () => {
    expect(sizesOf({ shadow: [shadow({ spread: 1e6, blur: 0 })] }).every((radius) => radius > 24 && radius < 100)).toBe(true);
    expect(sizesOf({ shadow: [shadow({ spread: -1e6, blur: 0 })] }).every((radius) => radius > 16 && radius < 100)).toBe(true);
  });

  it("show the same when they are spread only so far", () => {
    const pixels = (spread: number) => rasterise(render(...icon({ shadow: [shadow({ spread, blur: 0 })] })).svg, { zoom: 1 }).pixels;
    expect(pixels(1e6).equals(pixels(36))).toBe(true);
  });

  it.each([
    ["shadow", { shadow: [shadow({ blur: 1e6 })] }, { shadow: [shadow({ blur: 2000 })] }],
    [
      "inner shadow",
      { shadow: [shadow({ blur: 1e6, style: "inner-shadow" })] },
      { shadow: [shadow({ blur: 2000, style: "inner-shadow" })] },
    ],
    ["layer blur", { blur: { value: 1e6 } }, { blur: { value: 1000 } }],
  ])("are blurred no farther than until nothing is left: %s", (_, huge, large) => {
    expect(sizesOf(huge).every((deviation) => deviation >= 240 && deviation < 2000)).toBe(true);
    const [a, b] = [huge, large].map((extra) => rasterise(render(...icon(extra)).svg, { zoom: 1 }).pixels);
    expect(a?.equals(b ?? Buffer.of())).toBe(true);
  });

  it("are as flat in the small as in the large", () => {
    const draw = (size: number) =>
      rasterise(render(...icon({ shadow: [shadow({ blur: size, spread: size })] })).svg, { zoom: 0.25 }).pixels;
    const [huge, large] = [draw(1e9), draw(4000)];
    expect(Math.max(...huge.map((value, at) => Math.abs(value - (large[at] ?? 0))))).toBeLessThanOrEqual(2);
  });

  it("are left alone where they are usual", () => {
    expect(sizesOf({ shadow: [shadow({ spread: 9, blur: 40 })], blur: { value: 30 } })).toEqual([9, 20, 30]);
  });
});

describe("effects with nonsense in them", () => {
  it.each([
    ["offsets", { shadow: [shadow({ offsetX: Number.NaN, offsetY: Number.NaN })] }],
    ["blur", { shadow: [shadow({ blur: -4 })] }],
    ["spread", { shadow: [shadow({ spread: 1e300 })] }],
    ["layer blur", { blur: { value: Number.POSITIVE_INFINITY } }],
    ["huge layer blur", { blur: { value: 1e300 } }],
    ["list", { shadow: [null] }],
  ])("give valid markup: %s", (_, extra) => {
    const { svg, unfaithful } = render(rect(extra));
    expect(svg).not.toMatch(/NaN|Infinity|undefined|stdDeviation="-|radius="-/);
    expect(unfaithful).toEqual([]);
  });

  it.each([undefined, "none", "url(#a)", '"/><script>'])("report a colour that cannot be read: %s", (color) => {
    const { svg, unfaithful } = render(rect({ shadow: [shadow({ color: { color, opacity: 1 } })] }));
    expect(unfaithful.map(({ what }) => what)).toEqual(["a shadow colour that cannot be read"]);
    expect(svg).not.toContain("filter");
  });

  it("200 boards in each other with opacity, clip and shadow are drawn at once", () => {
    const levels = 200;
    const extra = { opacity: 0.99, r1: 2, r2: 2, r3: 2, r4: 2, shadow: [shadow({ offsetX: 1, offsetY: 1, blur: 1 })] };
    const boards = Array.from({ length: levels }, (_, at) =>
      makeShape(`f${at}`, "frame", [0, 0, 20, 20], { ...RED, ...extra, shapes: [`f${at + 1}`] }),
    );
    const { svg, unfaithful } = render(...boards, makeShape(`f${levels}`, "rect", [0, 0, 90, 90], RED));
    expect(unfaithful).toEqual([]);
    expect(svg.match(/opacity="0.99"/g)).toHaveLength(levels);
    expect(rasterise(svg, { zoom: 1 }).width).toBeGreaterThan(20);
  });
});
