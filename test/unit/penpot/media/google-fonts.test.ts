import { describe, expect, it } from "vitest";
import { findGoogleFontUrl, googleCssUrl } from "../../../../src/penpot/media/google-fonts.ts";

const BASE = "https://penpot.example/sub";
const face = (source: string, before = "") => `${before}@font-face {\n  font-family: 'Inter';\n  src: ${source};\n}\n`;
const gstatic = (name: string) => `url(https://fonts.gstatic.com/s/inter/v1/${name})`;

describe("findGoogleFontUrl", () => {
  it("names the whole font on the instance's own origin", () => {
    expect(findGoogleFontUrl(face(`${gstatic("a.ttf")} format('truetype')`), BASE)).toBe(`${BASE}/internal/gfonts/font/inter/v1/a.ttf`);
  });

  it("takes an address that the instance rewrote itself", () => {
    const css = face(`url("${BASE}/internal/gfonts/font/inter/v1/a.woff2") format("woff2")`);
    expect(findGoogleFontUrl(css, BASE)).toBe(`${BASE}/internal/gfonts/font/inter/v1/a.woff2`);
  });

  it("takes the Latin part of a font that comes in parts", () => {
    const css = ["cyrillic", "latin-ext", "latin"]
      .map((name) => face(`${gstatic(`${name}.woff2`)} format('woff2')`, `/* ${name} */\n`))
      .join("");
    expect(findGoogleFontUrl(css, BASE)).toMatch(/\/latin\.woff2$/);
  });

  it("takes another part when there is no Latin one", () => {
    const css = face(`${gstatic("hebrew.woff2")} format('woff2')`, "/* hebrew */\n");
    expect(findGoogleFontUrl(css, BASE)).toMatch(/\/hebrew\.woff2$/);
  });

  it("prefers the format that can be read best", () => {
    const css = face(gstatic("a.woff2")) + face(gstatic("a.ttf"));
    expect(findGoogleFontUrl(css, BASE)).toMatch(/\/a\.ttf$/);
  });

  it.each([
    ["another host", "url(https://evil.example/s/a.ttf)"],
    ["another path of the instance", `url(${BASE}/api/main/methods/get-profile.ttf)`],
    ["a way out of the folder", `url(${BASE}/internal/gfonts/font/../../../api/x.ttf)`],
    ["a query", "url(https://fonts.gstatic.com/s/a.ttf?x=1)"],
    ["no font file", "url(https://fonts.gstatic.com/s/a.js)"],
    ["data", "url(data:font/ttf;base64,AAAA)"],
  ])("names nothing for %s", (_, source) => {
    expect(findGoogleFontUrl(face(source), BASE)).toBeUndefined();
  });

  it("is quick with a sheet made to be slow", () => {
    const started = performance.now();
    findGoogleFontUrl("/*".repeat(200_000) + "url(".repeat(200_000), BASE);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe("googleCssUrl", () => {
  it("escapes a family that would add to the query", () => {
    expect(googleCssUrl(BASE, "A&b=c #", "700italic")).toBe(`${BASE}/internal/gfonts/css?family=A%26b%3Dc%20%23:700italic&display=block`);
  });
});
