import { describe, expect, it } from "vitest";
import { PICTURE, PICTURE_URI } from "../../support/picture.ts";
import { contentOf, fill, makeShape, render, renderWith, stroke, turned } from "./make-shape.ts";

const OPTIONS = { images: new Map([["i", PICTURE]]), toImageHref: () => "i.png" };
const STAR = "M10,0L20,20L0,10Z";

function image(keepAspectRatio: boolean, fillOpacity = 1): Record<string, unknown> {
  return { fillOpacity, fillImage: { id: "i", width: 40, height: 20, mtype: "image/png", keepAspectRatio } };
}

describe("an image fill", () => {
  it("of a plain rectangle needs no clip", () => {
    const { svg, unfaithful } = renderWith(OPTIONS, makeShape("r", "rect", [10, 10, 40, 30], { fills: [image(true, 0.7)] }));
    expect(unfaithful).toEqual([]);
    expect(contentOf(svg)).toEqual(['<image width="40" height="30" preserveAspectRatio="xMidYMid slice" href="i.png" opacity="0.7"/>']);
  });

  it("is stretched where it need not keep its ratio", () => {
    expect(renderWith(OPTIONS, makeShape("r", "rect", [0, 0, 40, 30], { fills: [image(false)] })).svg).toContain(
      'preserveAspectRatio="none"',
    );
  });

  it("turns and flips with a rectangle", () => {
    const flipped = { transform: { a: -1, b: 0, c: 0, d: 1, e: 0, f: 0 } };
    const [rotated, mirrored] = [turned(30), flipped].map((extra) =>
      contentOf(renderWith(OPTIONS, makeShape("r", "rect", [0, 0, 40, 20], { ...extra, fills: [image(false)] })).svg),
    );
    expect(rotated?.[0]).toContain('transform="rotate(30 20 10)"');
    expect(mirrored?.[0]).toContain('transform="matrix(-1 0 0 1 40 0)"');
  });

  it("is clipped by a turned ellipse in the ellipse's own coordinates", () => {
    const { svg } = renderWith(OPTIONS, makeShape("c", "circle", [0, 0, 40, 20], { ...turned(30), fills: [image(true)] }));
    expect(contentOf(svg)).toEqual([
      "<defs>",
      '<clipPath id="a">',
      '<ellipse cx="20" cy="10" rx="20" ry="10"/>',
      "</clipPath>",
      "</defs>",
      '<image width="40" height="20" preserveAspectRatio="xMidYMid slice" href="i.png" transform="rotate(30 20 10)" clip-path="url(#a)"/>',
    ]);
  });

  it("shares its clip with an inner stroke of the same geometry", () => {
    const extra = { fills: [image(true)], strokes: [stroke(2, "inner")] };
    const { svg } = renderWith(OPTIONS, makeShape("c", "circle", [0, 0, 40, 20], extra));
    expect(svg.match(/<clipPath/g)).toHaveLength(1);
    expect(svg.match(/clip-path="url\(#a\)"/g)).toHaveLength(2);
  });

  it("is clipped by an upright path on its own element", () => {
    const { svg } = renderWith(OPTIONS, makeShape("p", "path", [0, 0, 20, 20], { content: STAR, fills: [image(false)] }));
    expect(contentOf(svg).at(-1)).toBe('<image width="20" height="20" preserveAspectRatio="none" href="i.png" clip-path="url(#a)"/>');
  });

  it("of a turned path is turned inside a clip that is not", () => {
    const content = "M20,10L0,20L10,0Z";
    const { svg } = renderWith(OPTIONS, makeShape("p", "path", [0, 0, 20, 20], { ...turned(90), content, fills: [image(false, 0.5)] }));
    expect(contentOf(svg).slice(-3)).toEqual([
      '<g clip-path="url(#a)">',
      '<image width="20" height="20" preserveAspectRatio="none" href="i.png" transform="rotate(90 10 10)" opacity="0.5"/>',
      "</g>",
    ]);
  });

  it("repeats where a path leaves its rectangle, as Penpot's tile does", () => {
    const { svg } = renderWith(OPTIONS, makeShape("p", "path", [0, 0, 10, 10], { content: STAR, fills: [image(false)] }));
    expect(svg).toContain('<pattern id="a" width="10" height="10" patternUnits="userSpaceOnUse">');
    expect(svg).toContain('<path d="M10 0L20 20L0 10Z" fill="url(#a)"/>');
  });

  it("leaves the hole of an exclusion open", () => {
    const content = "M0,0L20,0L20,20L0,20ZM5,5L15,5L15,15L5,15Z";
    const { svg } = renderWith(OPTIONS, makeShape("b", "bool", [0, 0, 20, 20], { boolType: "exclude", content, fills: [image(true)] }));
    expect(svg).toContain('clip-rule="evenodd"');
  });

  it("lies between the other fills", () => {
    const { svg } = renderWith(
      OPTIONS,
      makeShape("r", "rect", [0, 0, 40, 30], { fills: [fill("#ff0000", 0.2), image(true), fill("#00ff00")] }),
    );
    expect(contentOf(svg).map((element) => element.split(" ")[0])).toEqual(["<rect", "<image", "<rect"]);
  });

  it("of a board lies under its children", () => {
    const board = makeShape("f", "frame", [0, 0, 40, 30], { fills: [image(true)], shapes: ["r"] });
    const { svg } = renderWith(OPTIONS, board, makeShape("r", "rect", [0, 0, 10, 10], { fills: [fill("#ff0000")] }));
    expect(contentOf(svg).map((element) => element.split(" ")[0])).toEqual(["<image", "<rect"]);
  });
});

describe("a legacy image", () => {
  it("shows its picture stretched over its fills", () => {
    const extra = { metadata: { id: "i", width: 400, height: 300 }, fills: [fill("#ff0000")] };
    expect(contentOf(renderWith(OPTIONS, makeShape("i", "image", [10, 10, 40, 30], extra)).svg)).toEqual([
      '<rect width="40" height="30" fill="#ff0000"/>',
      '<image width="40" height="30" preserveAspectRatio="none" href="i.png"/>',
    ]);
  });
});

describe("the bytes of an image", () => {
  const asFill = makeShape("r", "rect", [0, 0, 40, 30], { fills: [image(true)] });

  it("are embedded unless told otherwise", () => {
    expect(renderWith({ images: OPTIONS.images }, asFill).svg).toContain(`href="${PICTURE_URI}"`);
  });

  it.each([
    ["no images at all", {}],
    ["a map without it", { images: new Map<string, Uint8Array>() }],
  ])("that are missing are reported: %s", (_, options) => {
    const { svg, unfaithful } = renderWith(options, asFill);
    expect(unfaithful).toEqual([{ shapeId: "r", name: "r", what: "an image that Penpot does not have" }]);
    expect(contentOf(svg)).toEqual([]);
  });

  it("of a fill without an id are reported", () => {
    expect(render(makeShape("r", "rect", [0, 0, 9, 9], { fills: [{ fillImage: {} }] })).unfaithful).toHaveLength(1);
  });

  const latin = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

  it.each([
    ["image/png", latin("\x89PNG\r\n\x1a\n…")],
    ["image/jpeg", latin("\xff\xd8\xff\xe0")],
    ["image/gif", latin("GIF89a")],
    ["image/webp", latin("RIFF\x00\x00\x00\x00WEBPVP8 ")],
    ["image/svg+xml", latin('<?xml version="1.0"?>\n<!-- drawn --><svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/></svg>')],
  ])("tell that they are %s", (type, bytes) => {
    const { svg, unfaithful } = renderWith({ images: new Map([["i", bytes]]) }, asFill);
    expect(unfaithful).toEqual([]);
    expect(svg).toContain(`href="data:${type};base64,${Buffer.from(bytes).toString("base64")}"`);
  });

  it.each([
    ["text", "hello"],
    ["a web page", "<html><body><svg/></body></html>"],
    ["nothing", ""],
  ])("that are no image are reported: %s", (_, text) => {
    const { svg, unfaithful } = renderWith({ images: new Map([["i", latin(text)]]) }, asFill);
    expect(unfaithful.map(({ what }) => what)).toEqual(["an image of an unknown kind"]);
    expect(contentOf(svg)).toEqual([]);
  });

  it.each([
    ["a script", "<script>alert(1)</script>"],
    ["a handler", '<rect onclick="alert(1)"/>'],
    ["HTML", "<foreignObject/>"],
    ["a foreign picture", '<image href="https://example.com/a.png"/>'],
    ["a foreign paint", '<rect fill="url(https://example.com/a.svg#b)"/>'],
    ["a foreign style sheet", "<style>@import 'https://example.com/a.css'</style>"],
    ["an address that is code", '<a xlink:href=" javascript:alert(1)"/>'],
  ])("of an SVG with %s are reported and not embedded", (_, inside) => {
    const { svg, unfaithful } = renderWith({ images: new Map([["i", latin(`<svg>${inside}</svg>`)]]) }, asFill);
    expect(unfaithful.map(({ what }) => what)).toEqual(["an SVG image with scripts or foreign references in it"]);
    expect(contentOf(svg)).toEqual([]);
  });
});
