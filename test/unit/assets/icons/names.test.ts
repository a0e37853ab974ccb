import { describe, expect, it } from "vitest";
import { toNames, withSuffix } from "../../../../src/assets/icons/names.ts";

describe("an icon's identifiers", () => {
  it.each([
    ["arrow-up", "arrow-up", "arrow_up", "arrowUp", "ArrowUp"],
    ["Arrow Up / 24px", "arrow-up-24px", "arrow_up_24px", "arrowUp24px", "ArrowUp24px"],
    ["24px", "icon-24px", "icon_24px", "icon24px", "Icon24px"],
    ["Área", "area", "area", "area", "Area"],
    ["😀", "u1f600", "u1f600", "u1f600", "U1f600"],
    ["日", "u65e5", "u65e5", "u65e5", "U65e5"],
    ["class", "class", "class_icon", "classIcon", "Class"],
    ["default", "default", "default_icon", "defaultIcon", "Default"],
    ["hash code", "hash-code", "hash_code", "hashCodeIcon", "HashCode"],
    ["index", "index", "index", "index", "IndexIcon"],
    ["number", "number", "number", "number", "NumberIcon"],
    ["con", "con-icon", "con_icon", "con", "ConIcon"],
    ["__proto__", "proto", "proto", "proto", "Proto"],
  ])("of %s are %s, %s, %s and %s", (name, kebab, snake, camel, pascal) => {
    expect(toNames(name)).toEqual({ kebab, snake, camel, pascal });
  });

  it.each(["", "···", "--"])("cannot be made of %j", (name) => {
    expect(() => toNames(name)).toThrow("leaves no letter or digit");
  });

  it("get a suffix once", () => {
    expect(["Plus", "PlusIcon", "Icon"].map((name) => withSuffix(name, "Icon"))).toEqual(["PlusIcon", "PlusIcon", "Icon"]);
  });
});
