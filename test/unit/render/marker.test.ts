import { describe, expect, it } from "vitest";
import type { Rendering } from "../../../src/render/index.ts";
import { compareRasters } from "../../support/compare-rasters.ts";
import { contentOf, fill, makeShape, render, renderWith, stroke } from "./make-shape.ts";

function line(...strokes: Record<string, unknown>[]): Rendering {
  return render(makeShape("p", "path", [0, 0, 20, 10], { content: "M0,0L20,0L20,10", strokes }));
}

function capped(strokeCapStart: string | undefined, strokeCapEnd: string | undefined, extra: Record<string, unknown> = {}): Rendering {
  return line(stroke(2, "center", { strokeCapStart, strokeCapEnd, ...extra }));
}

/** The attributes of the first element of a tag. */
function attributesOf(svg: string, tag: string): string {
  return new RegExp(`<${tag}( [^>]*?)/?>`).exec(svg)?.[1] ?? "";
}

describe("a marker", () => {
  it.each([
    ["line-arrow", "0 0 3 6", "8.5", "2", '<path d="M0.5 0.5L3 3L0.5 5.5L0 5L2 3L0 1Z"/>'],
    ["triangle-arrow", "0 0 3 6", "8.5", "2", '<path d="M0 0L3 3L0 6Z"/>'],
    ["square-marker", "0 0 6 6", "4.2426", "3", '<rect width="6" height="6"/>'],
    ["circle-marker", "0 0 6 6", "4", "3", '<circle cx="3" cy="3" r="3"/>'],
    ["diamond-marker", "0 0 6 6", "6", "3", '<path d="M3 0L6 3L3 6L0 3Z"/>'],
    ["round", "0 0 6 6", "6", "3", '<path d="M3 2.5A0.5 0.5 0 0 1 3 3.5"/>'],
    ["square", "0 0 6 6", "6", "3", '<rect x="3" y="2.5" width="0.5" height="1"/>'],
  ])("%s has Penpot's geometry", (cap, viewBox, size, refX, geometry) => {
    const { svg, unfaithful } = capped(undefined, cap);
    const place = `viewBox="${viewBox}" markerWidth="${size}" markerHeight="${size}" refX="${refX}" refY="3"`;
    expect(unfaithful).toEqual([]);
    expect(contentOf(svg)).toEqual([
      "<defs>",
      `<marker id="a" ${place} orient="auto-start-reverse" fill="#000000">`,
      geometry,
      "</marker>",
      "</defs>",
      '<path d="M0 0H20V10" stroke="#000000" stroke-width="2" marker-end="url(#a)"/>',
    ]);
  });

  it("at both ends is defined once", () => {
    const { svg } = capped("line-arrow", "line-arrow");
    expect(svg.match(/<marker/g)).toHaveLength(1);
    expect(svg).toContain('marker-start="url(#a)" marker-end="url(#a)"');
  });

  it("is as opaque as its stroke", () => {
    expect(attributesOf(capped("diamond-marker", undefined, { strokeOpacity: 0.5 }).svg, "marker")).toContain(
      'fill="#000000" fill-opacity="0.5"',
    );
  });

  it("has the paint of its own stroke, where Penpot gives all strokes of a shape the same", () => {
    const { svg } = line(
      stroke(1, "center", { strokeColor: "#ff0000", strokeCapEnd: "circle-marker" }),
      stroke(3, "center", { strokeColor: "#00ff00", strokeCapEnd: "circle-marker" }),
    );
    expect(contentOf(svg).filter((element) => /<marker|<path d/.test(element))).toEqual([
      expect.stringContaining(
        'id="a" viewBox="0 0 6 6" markerWidth="4" markerHeight="4" refX="3" refY="3" orient="auto-start-reverse" fill="#00ff00"',
      ),
      expect.stringContaining(
        'id="b" viewBox="0 0 6 6" markerWidth="4" markerHeight="4" refX="3" refY="3" orient="auto-start-reverse" fill="#ff0000"',
      ),
      expect.stringMatching(/#00ff00.*marker-end="url\(#a\)"/),
      expect.stringMatching(/#ff0000.*marker-end="url\(#b\)"/),
    ]);
  });

  it("stays on a dotted line beside its round dots", () => {
    expect(capped("square", "triangle-arrow", { strokeStyle: "dotted" }).svg).toContain(
      'stroke-dasharray="0 7" stroke-linecap="round" marker-start="url(#a)" marker-end="url(#b)"',
    );
  });

  it("of a gradient stroke shares the gradient, which lies in its own box there, fully opaque", () => {
    const gradient = { type: "linear", startX: 0, startY: 0, endX: 1, endY: 0, stops: [{ color: "#ff0000", opacity: 1, offset: 0 }] };
    const { svg } = capped(undefined, "square-marker", { strokeColor: undefined, strokeOpacity: 0.5, strokeColorGradient: gradient });
    expect(svg).toContain('<linearGradient id="a" x1="0" y1="0" x2="1" y2="0">');
    expect(svg.match(/<linearGradient/g)).toHaveLength(1);
    expect(attributesOf(svg, "marker")).toMatch(/fill="url\(#a\)"$/);
  });
});

describe("markers for viewers that turn none around", () => {
  const GRADIENT = { type: "linear", startX: 0, startY: 0, endX: 1, endY: 0, stops: [{ color: "#ff0000", opacity: 1, offset: 0 }] };

  /** A line aslant, drawn for such viewers. */
  function drawDirected(strokeCapStart: string, strokeCapEnd: string, extra: Record<string, unknown> = {}): string {
    const strokes = [stroke(2, "center", { strokeCapStart, strokeCapEnd, ...extra })];
    const { svg } = renderWith({ markers: "auto" }, makeShape("p", "path", [0, 0, 40, 30], { content: "M0,0L40,30", strokes }));
    return svg;
  }

  it.each(["line-arrow", "triangle-arrow"])("draw a %s at a start turned around", (cap) => {
    const svg = drawDirected(cap, cap);
    expect(contentOf(svg).filter((line) => line.startsWith("<marker"))).toEqual([
      '<marker id="a" viewBox="1 0 3 6" markerWidth="8.5" markerHeight="8.5" refX="2" refY="3" orient="auto">',
      '<marker id="b" viewBox="0 0 3 6" markerWidth="8.5" markerHeight="8.5" refX="2" refY="3" orient="auto">',
    ]);
    expect(svg.match(/transform="rotate\(180 2 3\)"/g)).toHaveLength(1);
    expect(svg).not.toContain("auto-start-reverse");
  });

  it.each([
    ["line-arrow", "M0.5 0.5L3 3L0.5 5.5L0 5L2 3L0 1Z"],
    ["triangle-arrow", "M0 0L3 3L0 6Z"],
  ])("look in resvg as if a %s were drawn at each end by hand", (cap, d) => {
    // A width of 8.5 strokes of 2 over a view box of 6, at either end in the direction of the line.
    const arrow = (place: string) => `<path d="${d}" fill="#000" transform="${place} scale(${(2 * 8.5) / 6}) translate(-2 -3)"/>`;
    const angle = (Math.atan2(30, 40) * 180) / Math.PI;
    const byHand = `<path d="M0 0L40 30" stroke="#000" stroke-width="2"/>${arrow(`rotate(${angle + 180})`)}${arrow(`translate(40 30) rotate(${angle})`)}`;
    const svg = drawDirected(cap, cap);
    const root = /<svg[^>]*>/.exec(svg)?.[0];
    const { touched, seen } = compareRasters(svg, `${root}${byHand}</svg>`);
    expect(seen).toBe(0);
    // A marker's own edge is smoothed a second time by its view box.
    expect(touched).toBeLessThan(0.005);
  });

  it.each(["circle-marker", "square-marker", "diamond-marker"])("share a %s, which looks the same turned around", (cap) => {
    const svg = drawDirected(cap, cap);
    expect(svg.match(/<marker/g)).toHaveLength(1);
    expect(svg).toContain('marker-start="url(#a)" marker-end="url(#a)"');
    expect(svg).not.toContain("rotate");
  });

  it("turn a gradient around with what it paints", () => {
    const svg = drawDirected("square-marker", "square-marker", { strokeColor: undefined, strokeColorGradient: GRADIENT });
    expect(svg).toContain('<rect width="6" height="6" transform="rotate(180 3 3)" fill="url(#a)"/>');
    expect(svg).toContain('<rect width="6" height="6" fill="url(#a)"/>');
  });

  it("turn the half disc and the half square of ends that differ", () => {
    expect(drawDirected("round", "square")).toContain('<path d="M3 2.5A0.5 0.5 0 0 1 3 3.5" transform="rotate(180 3 3)" fill="#000000"/>');
    expect(drawDirected("square", "round")).toContain(
      '<rect x="3" y="2.5" width="0.5" height="1" transform="rotate(180 3 3)" fill="#000000"/>',
    );
  });
});

describe("line caps", () => {
  it.each(["round", "square"])("that are %s at both ends are no markers", (cap) => {
    expect(contentOf(capped(cap, cap).svg)).toEqual([`<path d="M0 0H20V10" stroke="#000000" stroke-width="2" stroke-linecap="${cap}"/>`]);
  });

  it("that differ are markers at their ends", () => {
    const { svg } = capped("round", "square");
    expect(svg.match(/<marker/g)).toHaveLength(2);
    expect(svg).toMatch(/stroke-width="2" marker-start="url\(#a\)" marker-end="url\(#b\)"\/>/);
  });
});

describe("markers on a closed path", () => {
  const TRIANGLE = "M0,0L20,0L10,20Z";

  it("stand on its first point when the stroke is centred, on one element with the fill", () => {
    const strokes = [stroke(2, "center", { strokeCapStart: "circle-marker" })];
    const { svg } = render(makeShape("p", "path", [0, 0, 20, 20], { content: TRIANGLE, fills: [fill("#00ff00")], strokes }));
    expect(contentOf(svg).at(-1)).toBe(
      '<path d="M0 0H20L10 20Z" fill="#00ff00" stroke="#000000" stroke-width="2" marker-start="url(#a)"/>',
    );
  });

  it.each(["inner", "outer"])("are not painted with an %s stroke", (alignment) => {
    const strokes = [stroke(2, alignment, { strokeCapStart: "circle-marker", strokeCapEnd: "round" })];
    expect(render(makeShape("p", "path", [0, 0, 20, 20], { content: TRIANGLE, strokes })).svg).not.toContain("marker");
  });

  it("are painted on an open path whatever the alignment", () => {
    expect(line(stroke(2, "outer", { strokeCapEnd: "line-arrow" })).svg).toContain('stroke-width="2" marker-end="url(#a)"');
  });
});
