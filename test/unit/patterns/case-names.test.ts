import { describe, expect, it } from "vitest";
import { caseNames } from "../../../src/case-names.ts";

const { kebab, snake, camel, pascal, slug } = caseNames;

describe("names", () => {
  it.each([
    ["Icon Home", "icon-home", "icon_home", "iconHome", "IconHome", "icon-home"],
    ["iconHome", "icon-home", "icon_home", "iconHome", "IconHome", "iconhome"],
    ["HTTPServer", "http-server", "http_server", "httpServer", "HttpServer", "httpserver"],
    ["  nav / Bar__x ", "nav-bar-x", "nav_bar_x", "navBarX", "NavBarX", "nav-bar-x"],
    ["24px", "24px", "24px", "24px", "24px", "24px"],
    ["3D Model 2XL", "3d-model-2xl", "3d_model_2xl", "3dModel2xl", "3dModel2xl", "3d-model-2xl"],
    ["Área Größe Łódź", "area-grosse-lodz", "area_grosse_lodz", "areaGrosseLodz", "AreaGrosseLodz", "area-grosse-lodz"],
    [
      "R&D + 50%",
      "r-and-d-plus-50-percent",
      "r_and_d_plus_50_percent",
      "rAndDPlus50Percent",
      "RAndDPlus50Percent",
      "r-and-d-plus-50-percent",
    ],
    ["😀 smile", "u1f600-smile", "u1f600_smile", "u1f600Smile", "U1f600Smile", "u1f600-smile"],
    ["家", "u5bb6", "u5bb6", "u5bb6", "U5bb6", "u5bb6"],
    ["→", "u2192", "u2192", "u2192", "U2192", "u2192"],
  ])("of %j", (text, ...expected) => {
    expect([kebab(text), snake(text), camel(text), pascal(text), slug(text)]).toEqual(expected);
  });

  it("are the same however the accent is written", () => {
    expect(kebab("A\u0301rea")).toBe(kebab("\u00c1rea"));
  });

  it("keep two emoji apart", () => {
    expect(kebab("👍")).not.toBe(kebab("👎"));
  });

  it("drop what turns or hides text", () => {
    expect(kebab("ic\u202eon\u200b")).toBe("icon");
  });

  it.each(["", "···", " - ", "\u0301"])("are an error when nothing is left of %j", (text) => {
    expect(() => kebab(text)).toThrow("leaves no letter or digit");
    expect(() => slug(text)).toThrow("leaves no letter or digit");
  });

  it("are made of the same name again", () => {
    for (const text of ["Icon Home", "😀 smile", "R&D", "HTTPServer2"]) expect(kebab(kebab(text))).toBe(kebab(text));
  });
});
