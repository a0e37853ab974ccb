import { describe, expect, it } from "vitest";
import { hashShapes, selectComponents } from "../../../src/assets/index.ts";
import { toDesign } from "../../../src/design/index.ts";
import type { Design, Shape } from "../../../src/design.ts";
import { decodeTransit } from "../../../src/transit/index.ts";
import { readFixture } from "../../support/read-fixture.ts";

type Objects = Record<string, Shape>;

function makeShape(id: string, rest: Record<string, unknown> = {}): Shape {
  return { id, name: id, type: "rect", x: 1.5, fills: [{ fillColor: "#ff0000", fillOpacity: 1 }], ...rest } as Shape;
}

function makeTree(change: Record<string, unknown> = {}): Objects {
  return { root: makeShape("root", { shapes: ["a", "b"] }), a: makeShape("a"), b: makeShape("b", change), other: makeShape("other") };
}

const HASH = hashShapes(makeTree(), "root");

describe("the hash of shapes", () => {
  it("is the same for the same shapes, whatever the order of keys and what lies elsewhere", () => {
    const reversed = Object.fromEntries(
      Object.entries(makeTree()).map(([id, shape]) => [id, Object.fromEntries(Object.entries(shape).reverse())]),
    ) as Objects;
    expect(hashShapes(reversed, "root")).toBe(HASH);
    expect(hashShapes({ ...makeTree(), other: makeShape("other", { x: 9 }), more: makeShape("more") }, "root")).toBe(HASH);
  });

  it("sees no difference between nothing and null, 0 and -0, and in what no picture shows", () => {
    expect(hashShapes(makeTree({ blur: null, touched: ["fill-group"], pluginData: { a: 1 }, exports: [{}] }), "root")).toBe(HASH);
    expect(hashShapes(makeTree({ x: 0 }), "root")).toBe(hashShapes(makeTree({ x: -0 }), "root"));
  });

  it.each([
    { x: 1.5000001 },
    { x: "1.5" },
    { name: "c" },
    { hidden: true },
    { fills: [] },
    { fills: [{ fillColor: "#ff0000", fillOpacity: 0.99 }] },
    { fills: [{ fillColor: "#ff0001", fillOpacity: 1 }] },
    { points: [1, 2] },
    { content: "M0,0L1,1" },
    { selrect: {} },
  ])("changes with %j", (change) => {
    expect(hashShapes(makeTree(change), "root")).not.toBe(HASH);
  });

  it.each([
    [{ points: [1, 2] }, { points: [2, 1] }],
    [{ points: [1, [2]] }, { points: [[1], 2] }],
    [
      { a: { x: 1 }, b: { x: 2 } },
      { a: { x: 2 }, b: { x: 1 } },
    ],
    [{ a: { x: 1, y: 2 } }, { a: { x: 2, y: 1 } }],
    [{ a: true }, { a: "true" }],
    [{ a: [] }, { a: {} }],
    [{ shapes: ["a"] }, { shapes: ["other"] }],
  ])("tells %j and %j apart", (one, other) => {
    expect(hashShapes(makeTree(one), "root")).not.toBe(hashShapes(makeTree(other), "root"));
  });

  it("changes with the order of children", () => {
    expect(hashShapes({ ...makeTree(), root: makeShape("root", { shapes: ["b", "a"] }) }, "root")).not.toBe(HASH);
  });

  it("ends for cycles, missing shapes and any depth", () => {
    const cycle = { a: makeShape("a", { shapes: ["b", "b"] }), b: makeShape("b", { shapes: ["a", "gone"] }) };
    expect(hashShapes(cycle, "a")).not.toBe(hashShapes(cycle, "b"));
    expect(hashShapes({}, "gone")).toBe(hashShapes({}, "gone"));
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level += 1) deep = level % 2 ? [deep] : { deep };
    const chain = Object.fromEntries(
      Array.from({ length: 50_000 }, (_, at) => [`s${at}`, makeShape(`s${at}`, { shapes: [`s${at + 1}`], ...(at === 0 && { deep }) })]),
    );
    expect(hashShapes(chain, "s0")).toMatch(/^[\w-]+$/);
  });

  it("is another for each of many shapes that differ little", () => {
    const hashes = new Set<string>();
    for (let at = 0; at < 30_000; at += 1) hashes.add(hashShapes({ a: makeShape("a", { x: at, y: at % 7, rotation: at / 1000 }) }, "a"));
    expect(hashes.size).toBe(30_000);
  });

  it("is the same however the file was read", () => {
    const hash = (design: Design) =>
      selectComponents(design).map(({ component, page }) => [component.name, page && hashShapes(page.objects, component.rootId)]);
    const json = toDesign(JSON.parse(readFixture("penpot/acme/acme.v1.get-file.json")), "json");
    const transit = toDesign(decodeTransit(readFixture("penpot/acme/acme.v1.get-file.transit.json")), "transit");
    expect(hash(transit)).toEqual(hash(json));
    expect(new Set(hash(json).map(([, value]) => value)).size).toBe(json.components.filter(({ deleted }) => !deleted).length);
  });
});
