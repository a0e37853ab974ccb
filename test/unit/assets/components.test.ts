import { describe, expect, it } from "vitest";
import { selectComponents, toComponentVariables, toFullName, toLabel } from "../../../src/assets/index.ts";
import type { Component, Design, Page } from "../../../src/design.ts";
import { findPatternMistake } from "../../../src/glob.ts";

function component(fullName: string, extra: Partial<Component> = {}): Component {
  const segments = fullName.split("/");
  return {
    id: fullName,
    name: segments.at(-1) ?? "",
    path: segments.slice(0, -1),
    pageId: "p1",
    rootId: `root ${fullName}`,
    deleted: false,
    ...extra,
  };
}

function design(components: readonly Component[]): Design {
  const objects = Object.fromEntries(
    components.map(({ rootId, name }) => [rootId, { id: rootId, name, type: "frame", hidden: name === "hidden" }]),
  );
  const page = (id: string, name: string): Page => ({ id, name, objects });
  const envelope = { channel: "json", id: "f", name: "File", revn: 1, vern: 0, isShared: false, complete: true, problems: [] } as const;
  return { ...envelope, pages: [page("p1", "Icons (new)"), page("p2", "Drafts")], components, colors: [], typographies: [] };
}

function namesOf(
  components: readonly Component[],
  ...selection: Parameters<typeof selectComponents> extends [unknown, ...infer Rest] ? Rest : never
) {
  return selectComponents(design(components), ...selection).map((selected) => toFullName(selected.component));
}

const ICONS = ["icon/check", "icon/shape/star", "logo", "surface/card"].map((name) => component(name));

describe("selectComponents", () => {
  it("takes all by default, in the design's order", () => {
    expect(namesOf(ICONS)).toEqual(["icon/check", "icon/shape/star", "logo", "surface/card"]);
  });

  it.each([
    [{ components: "icon/*" }, ["icon/check"]],
    [{ components: "icon/**" }, ["icon/check", "icon/shape/star"]],
    [{ components: ["logo", "surface/*"] }, ["logo", "surface/card"]],
    [{ components: "icon / check" }, ["icon/check"]],
    [{ components: "Icon/**" }, []],
    [{ exclude: ["**/star", "logo"] }, ["icon/check", "surface/card"]],
    [{ components: "{icon,surface}/**", exclude: "icon/check" }, ["icon/shape/star", "surface/card"]],
  ])("%j takes %j", (selection, expected) => {
    expect(namesOf(ICONS, selection)).toEqual(expected);
  });

  it("takes a name with the signs of globs in it literally", () => {
    expect(namesOf([component("icon/[new] a*b"), component("icon/n")], { components: "icon/[new] a*b" })).toEqual(["icon/[new] a*b"]);
  });

  it("leaves deleted and hidden ones out", () => {
    expect(namesOf([component("a", { deleted: true }), component("hidden"), component("b")])).toEqual(["b"]);
  });

  it("leaves out what starts with _ or . unless the pattern names it", () => {
    const list = ["_private/a", "icon/_base", "icon/.draft", "icon/a_b"].map((name) => component(name));
    expect(namesOf(list)).toEqual(["icon/a_b"]);
    expect(namesOf(list, { components: ["**", "icon/_*"] })).toEqual(["icon/_base", "icon/a_b"]);
    expect(namesOf(list, { components: "**/.*" })).toEqual(["icon/.draft"]);
  });

  it.each([
    ["Icons (new)", ["a"]],
    ["Draft*", ["b"]],
    [
      ["Drafts", "Icons*"],
      ["a", "b"],
    ],
    ["None", []],
  ])("takes only components of the page %j", (page, expected) => {
    expect(namesOf([component("a"), component("b", { pageId: "p2" })], { page })).toEqual(expected);
  });

  it("keeps a component whose page is missing, without a page", () => {
    expect(selectComponents(design([component("a", { pageId: "gone" })]))).toMatchObject([{ page: undefined }]);
  });
});

describe("names", () => {
  const variant = {
    id: "v",
    properties: [
      { name: "State", value: "hover" },
      { name: "__proto__", value: "x" },
    ],
  };

  it("tell variants apart", () => {
    expect(toLabel(component("ui/button", { variant }))).toBe("ui/button (State=hover, __proto__=x)");
    expect(toLabel(component("ui/button"))).toBe("ui/button");
  });

  it("are given to templates, every property its own", () => {
    const variables = toComponentVariables(component("ui/form/button", { variant }));
    expect(variables).toMatchObject({ id: "ui/form/button", name: "button", path: "ui/form", fullName: "ui/form/button" });
    expect(Object.entries(variables.variant)).toEqual([
      ["State", "hover"],
      ["__proto__", "x"],
    ]);
  });

  it("without a variant have an empty map of properties", () => {
    expect(toComponentVariables(component("a")).variant).toEqual({});
  });
});

describe("findPatternMistake", () => {
  it.each([
    ["icon/**", undefined],
    [" ", "is empty"],
    ["a".repeat(251), "is longer than 250 characters"],
    ["!icon/**", "starts with !, which negates nothing here"],
    ["icon [a", "has a [ that is never closed; write \\[ for the character itself"],
    ["{a,[b}", "has a [ that is never closed; write \\[ for the character itself"],
    ["icon/{a,b", "has a { that is never closed; write \\{ for the character itself"],
    ["{a,{b}", "has a { that is never closed; write \\{ for the character itself"],
    ["icon \\[a \\{b", undefined],
    ["[{]", undefined],
    ["[!a-z]{b,{c,d}}}", undefined],
    ["{a,b}".repeat(40), "stands for too many alternatives"],
  ])("says of %j: %j", (pattern, expected) => {
    expect(findPatternMistake(pattern)).toBe(expected);
  });
});
