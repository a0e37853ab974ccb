import { describe, expect, it } from "vitest";
import { nearest } from "../../../src/yaml.ts";

describe("nearest", () => {
  it.each([
    ["prot", "port"],
    ["titel", "title"],
    ["githb", "github"],
    ["gihtub", "github"],
    ["PROT", "port"],
  ])("finds for %s what was meant: %s", (word, meant) => {
    expect(nearest(word, ["port", "host", "title", "body", "git", "github", "gitlab"])).toBe(meant);
  });

  it.each(["trop", "otrp", "database", ""])("finds nothing for %j", (word) => {
    expect(nearest(word, ["port", "title", "github"])).toBeUndefined();
  });
});
