import { describe, expect, it } from "vitest";
import type { Shape } from "../../../src/design.ts";
import { createElement, formatNumber, printElement } from "../../../src/render/element.ts";
import { renderSvg } from "../../../src/render/index.ts";
import { readFixture } from "../../support/read-fixture.ts";
import { fill, makeShape, render, stroke } from "./make-shape.ts";

const EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" width="0.01" height="0.01" viewBox="0 0 0.01 0.01" fill="none"/>\n';

describe("a broken tree", () => {
  it.each(["missing", "__proto__", "constructor"])("without its root %s gives an empty picture and says so", (id) => {
    const { svg, unfaithful } = renderSvg({}, id);
    expect(svg).toBe(EMPTY);
    expect(unfaithful).toEqual([{ shapeId: id, name: "", what: "no shape on its page" }]);
  });

  it("that contains itself is drawn once and reported", () => {
    const { unfaithful } = render(
      makeShape("a", "group", [0, 0, 9, 9], { shapes: ["b"] }),
      makeShape("b", "group", [0, 0, 9, 9], { shapes: ["a"] }),
    );
    expect(unfaithful).toEqual([{ shapeId: "b", name: "b", what: "a layer inside that stands in two places" }]);
  });

  it("that lacks a child is reported", () => {
    const { unfaithful } = render(makeShape("a", "group", [0, 0, 9, 9], { shapes: ["gone"] }));
    expect(unfaithful.map(({ what }) => what)).toEqual(["a layer inside that is missing"]);
  });

  it("that doubles at each level does not grow without end", () => {
    const shapes = Array.from({ length: 60 }, (_, at) =>
      makeShape(`g${at}`, "group", [0, 0, 9, 9], { shapes: [`g${at + 1}`, `g${at + 1}`] }),
    );
    expect(render(...shapes, makeShape("g60", "rect", [0, 0, 9, 9])).unfaithful).toHaveLength(60);
  });
});

describe("deep and long shapes", () => {
  function nest(levels: number): Shape[] {
    const radii = { r1: 2, r2: 2, r3: 2, r4: 2 };
    const boards = Array.from({ length: levels }, (_, at) =>
      makeShape(`f${at}`, "frame", [0, 0, 100, 100], { ...radii, shapes: [`f${at + 1}`] }),
    );
    return [...boards, makeShape(`f${levels}`, "rect", [0, 0, 500, 500], { fills: [fill("#ff0000")] })];
  }

  it("200 boards in each other are drawn", () => {
    const { svg, unfaithful } = render(...nest(200));
    expect(unfaithful).toEqual([]);
    expect(svg).toContain("#ff0000");
  });

  it("thousands of boards in each other are cut off and reported", () => {
    expect(render(...nest(20_000)).unfaithful.map(({ what }) => what)).toEqual(["more than 500 levels of layers"]);
  });

  it("a path of 100 000 points is drawn", () => {
    const content = `M0,0${Array.from({ length: 100_000 }, (_, at) => `L${at % 977}.5,${at % 13}.25`).join("")}Z`;
    const { svg, unfaithful } = render(makeShape("p", "path", [0, 0, 977, 13], { content, strokes: [stroke(2, "outer")] }));
    expect(unfaithful).toEqual([]);
    expect(svg.length).toBeGreaterThan(1_000_000);
  });
});

describe("shapes with nonsense in them", () => {
  it("without readable geometry are reported", () => {
    const { svg, unfaithful } = render({ id: "r", name: "r", type: "rect", selrect: { x: Number.NaN, y: 0, width: 1, height: 1 } });
    expect(svg).toBe(EMPTY);
    expect(unfaithful.map(({ what }) => what)).toEqual(["a place or size that cannot be read"]);
  });

  it("of no size are drawn at Penpot's smallest", () => {
    const { svg, unfaithful } = render(makeShape("r", "rect", [5, 5, 10, 0], { fills: [fill("#ff0000")] }));
    expect(unfaithful).toEqual([]);
    expect(svg).toContain('viewBox="0 0 10 0.01"');
  });

  it("with an empty path paint nothing", () => {
    const { svg, unfaithful } = render(
      makeShape("p", "path", [0, 0, 10, 10], { content: "", fills: [fill("#ff0000")], strokes: [stroke(1, "inner")] }),
    );
    expect(unfaithful).toEqual([]);
    expect(svg).not.toContain("<path");
  });

  it("never throw, never print what is no number and never let markup through", () => {
    const { cases } = JSON.parse(readFixture("penpot/rendering-golden.json")) as {
      cases: { root: string; objects: Record<string, Shape> }[];
    };
    const junk = [null, undefined, Number.NaN, Infinity, -1, 1e300, "", "x", "url(#a)", '"><script>', [], {}, [null], [{}], true];
    const next = createRandom(7);
    for (let round = 0; round < 2000; round++) {
      const { root, objects } = structuredClone(cases[next(cases.length)] ?? { root: "", objects: {} });
      for (let times = 0; times < 3; times++) spoil(objects, junk, next);
      const { svg } = renderSvg(objects, root);
      expect(svg).not.toMatch(/NaN|Infinity|undefined|null|<script|\[object/);
    }
  });
});

/** A small generator that gives the same numbers in every run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}

function spoil(target: object, junk: readonly unknown[], next: (below: number) => number): void {
  const record = target as Record<string, unknown>;
  const key = Object.keys(record)[next(Math.max(1, Object.keys(record).length))];
  if (key === undefined) return;
  const value = record[key];
  if (typeof value === "object" && value !== null && next(4) > 0) spoil(value, junk, next);
  else record[key] = junk[next(junk.length)];
}

describe("the printer", () => {
  it("escapes what could end an attribute", () => {
    expect(printElement(createElement("path", { d: '"<&>' }))).toBe('<path d="&quot;&lt;&amp;&gt;"/>\n');
  });

  it("writes attributes in one order whatever the order they came in", () => {
    expect(printElement(createElement("rect", { fill: "none", width: 2, x: 1 }))).toBe('<rect x="1" width="2" fill="none"/>\n');
  });

  it.each([
    [0.0004, "0"],
    [-0.0004, "0"],
    [1.23456, "1.235"],
    [24, "24"],
    [Number.POSITIVE_INFINITY, "1000000000000000"],
    [Number.NaN, "0"],
  ])("writes %f as %s", (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});
