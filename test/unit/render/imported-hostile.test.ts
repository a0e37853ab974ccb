import { describe, expect, it } from "vitest";
import type { Shape } from "../../../src/design.ts";
import { fill, makeShape, render } from "./make-shape.ts";

const PNG = "data:image/png;base64,iVBORw0KGgo=";

const EVIL_HREFS = [
  "javascript:alert(1)",
  " java\tscript:alert(1)",
  "&#106;avascript:alert(1)",
  "data:image/svg+xml;base64,PHN2Zy8+",
  "data:text/html,<script>alert(1)</script>",
  'data:image/png;base64,AAAA"><script>alert(1)</script>',
  "https://evil.example/x.png",
  "//evil.example/x.svg#a",
  "file:///etc/passwd",
  "other.svg#a",
];

const EVIL_VALUES = [
  "url(https://evil.example/x.svg#a)",
  "url('//evil.example/x')",
  "url(#a) url(https://evil.example/)",
  "u\\72l(https://evil.example/)",
  "ur/**/l(https://evil.example/)",
  "image-set('https://evil.example/x.png' 1x)",
  "expression(alert(1))",
  "src('https://evil.example/')",
  "element(#a)",
  '"><script>alert(1)</script>',
  "</style><script>alert(1)</script>",
  "red;background:url(https://evil.example/)",
  "var(--x, url(https://evil.example/))",
];

const EVIL_ATTRIBUTES: Record<string, unknown> = {
  onload: "alert(1)",
  onClick: "alert(1)",
  "xlink:href": "javascript:alert(1)",
  "xml:base": "https://evil.example/",
  xmlns: "http://www.w3.org/1999/xhtml",
  'a"><script>alert(1)</script': "x",
  requiredExtensions: "http://www.w3.org/1999/xhtml",
  cursor: "url(https://evil.example/c.cur), auto",
  __proto__: { fill: "url(https://evil.example/)" },
};

const HARM = /evil|alert|script|javascript|on\w+=|foreignObject|iframe|svg\+xml|passwd|other\.svg|<style|@import|xhtml|expression/i;

function isHarmless(...shapes: Shape[]): void {
  expect(render(...shapes).svg.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(HARM);
}

function rect(svgAttrs: unknown, svgDefs: unknown = {}): Shape {
  return makeShape("r", "rect", [0, 0, 9, 9], { fills: [fill("#00ff00")], strokes: [{ strokeColor: "#000000" }], svgAttrs, svgDefs });
}

function raw(tag: string, svgAttrs: unknown, extra: Record<string, unknown> = {}): Shape {
  return makeShape("u", "svg-raw", [0, 0, 9, 9], { content: { tag, attrs: svgAttrs }, svgAttrs, ...extra });
}

const NAMES = [
  "fill",
  "stroke",
  "clipPath",
  "mask",
  "filter",
  "markerEnd",
  "color",
  "strokeDasharray",
  "transform",
  "fontFamily",
  "d",
  "width",
];

describe("hostile content of an import", () => {
  it.each(EVIL_VALUES)("does not get through attributes: %s", (value) => {
    const all = Object.fromEntries(NAMES.map((name) => [name, value]));
    const styles = [all, NAMES.map((name) => `${name}: ${value}`).join(";")];
    isHarmless(rect(all));
    isHarmless(raw("path", all));
    for (const style of styles) {
      isHarmless(rect({ style }));
      isHarmless(raw("text", { style }, { shapes: ["t"] }), makeShape("t", "svg-raw", [0, 0, 9, 9], { content: "hello" }));
    }
  });

  it.each(EVIL_VALUES)("does not get through definitions: %s", (value) => {
    const attrs = { ...Object.fromEntries(NAMES.map((name) => [name, value])), ...EVIL_ATTRIBUTES };
    const inside = [
      { tag: "rect", attrs },
      { tag: "path", attrs: { style: attrs } },
      { tag: "path", attrs: { style: `fill: ${value}` } },
    ];
    isHarmless(rect({ mask: "url(#m)" }, { m: { tag: "mask", attrs: { id: "m", ...attrs }, content: inside } }));
    const stop = { tag: "stop", attrs: { offset: value, stopColor: value, style: `stop-color:${value}` } };
    isHarmless(
      rect(
        { style: { fill: "url(#g)" } },
        { g: { tag: "linearGradient", attrs: { id: "g", x1: value, spreadMethod: value }, content: [stop] } },
      ),
    );
    const step = { tag: "feFlood", attrs: { floodColor: value, result: value, in: value } };
    isHarmless(rect({ filter: "url(#f)" }, { f: { tag: "filter", attrs: { id: "f", x: value }, content: [step] } }));
  });

  it.each(EVIL_HREFS)("does not get through references: %s", (href) => {
    for (const tag of ["image", "use", "a", "feImage", "textPath", "linearGradient", "script"]) {
      for (const name of ["href", "xlinkHref", "xlink:href"]) {
        isHarmless(raw(tag, { [name]: href, width: "9", height: "9" }));
        const inside = { tag, attrs: { [name]: href, width: "9", height: "9" }, content: [] };
        isHarmless(rect({ mask: "url(#m)" }, { m: { tag: "mask", attrs: { id: "m" }, content: [inside] } }));
        isHarmless(rect({ style: { fill: "url(#m)" } }, { m: { ...inside, attrs: { ...inside.attrs, id: "m" } } }));
      }
    }
  });

  it.each(["script", "foreignObject", "iframe", "animate", "set", "style", "handler", 'g onload="alert(1)"', "rect/><script"])(
    "has no element <%s>",
    (tag) => {
      const content = ["alert(1)", { tag: "script", content: ["alert(1)"] }];
      isHarmless(raw(tag, { ...EVIL_ATTRIBUTES, attributeName: "href", to: "javascript:alert(1)" }, { content: { tag, content } }));
      const node = { tag, attrs: { id: "m", ...EVIL_ATTRIBUTES }, content };
      isHarmless(rect({ mask: "url(#m)" }, { m: node }));
      isHarmless(rect({ mask: "url(#o)" }, { o: { tag: "mask", attrs: { id: "o" }, content: [node, { tag: "rect", attrs: {} }] } }));
    },
  );

  it("has none of the attributes that could run, load or rename", () => {
    for (const tag of ["g", "a", "svg", "path", "rect", "image", "use", "text"]) isHarmless(raw(tag, EVIL_ATTRIBUTES));
    isHarmless(rect(EVIL_ATTRIBUTES));
    isHarmless(makeShape("g", "group", [0, 0, 9, 9], { svgAttrs: EVIL_ATTRIBUTES, shapes: ["r"] }), rect({}));
  });

  it("has ids of its own only", () => {
    const id = 'x"onload="alert(1)';
    isHarmless(
      rect({ id, fill: `url(#${id})` }, { [id]: { tag: "linearGradient", attrs: { id }, content: [{ tag: "stop", attrs: { id } }] } }),
    );
  });

  it("is reported where it would have been seen", () => {
    const { unfaithful } = render(rect({ style: { fill: "url(https://evil.example/)" } }));
    expect(unfaithful.map(({ what }) => what)).toEqual(['the imported SVG attribute "fill"']);
  });
});

describe("harmless references", () => {
  it("to pictures in the import itself stay", () => {
    expect(render(raw("image", { xlinkHref: PNG, width: "9", height: "9" })).svg).toContain(`<image width="9" height="9" href="${PNG}"/>`);
  });
});
