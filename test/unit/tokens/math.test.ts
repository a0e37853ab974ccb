import { describe, expect, it } from "vitest";
import { compute } from "../../../src/tokens/math/compute.ts";

describe("arithmetic in a text", () => {
  it.each<[string, string | number]>([
    ["16 * 1.25", 16 * 1.25],
    ["1+2*3", 7],
    ["(1 + 2) * 3", 9],
    ["2^3^2", 512],
    ["-2^2", -4],
    ["2^-1", 0.5],
    ["7%4", "3%"],
    ["10 / 4px", "2.5px"],
    ["1 / 3", 0.3333],
    ["0.00001 * -1", 0],
    ["(sqrt 16)", 4],
    ["(sqrt 4 ^ 2)", 4],
    ["sqrt(4)^2", 4],
    ["round(2.5)", 3],
    ["roundTo(2.345, 2)", 2.35],
    ["min(3, 2, 1) + max(1, 2)", 3],
    ["pow(2, 3) - abs(-1)", 7],
    ["if(2 > 1, 10, 20)", 10],
    ["5!", 120],
    ["PI * 2", 6.2832],
    ["(1 + 1 /* why */)", 2],
  ])("%j is computed", (text, expected) => {
    expect(compute(text)).toBe(expected);
  });

  it.each([
    "uppercase",
    "sans-serif",
    "Inter, serif",
    "#fff",
    "12px solid",
    "rgba(0, 0, 0, 0.5)",
    "1 +",
    "* 2",
    "(1",
    "1)",
    "max(1 2)",
    "foo(1)",
    "",
    "random()",
  ])("%j comes back as it was", (text) => {
    expect(compute(text)).toBe(text);
  });

  it("plain numbers are not rounded, computed ones are", () => {
    expect([compute("1.23456789"), compute("1.23456789px"), compute("1.23456789 * 1")]).toEqual(["1.23456789", "1.2346px", 1.2346]);
  });

  it("rounds halves as toFixed does", () => {
    for (const value of [1.00005, 2.00015, 0.00005, 1234.56785, -1.00005, 8.44165])
      expect(compute(`${value} * 1`)).toBe(Number(value.toFixed(4)));
  });

  it.each([
    ["16px * 2", "32px"],
    ["16px + 4px", "20px"],
    ["50% / 2", "25%"],
    ["2 * 1.5rem", "3rem"],
    ["calc(4px * (2 + 1))", "12px"],
  ])("%j keeps its one unit", (text, expected) => {
    expect(compute(text)).toBe(expected);
  });

  it.each(["1rem + 2em", "10px + 5%", "1rem + 1"])("%j mixes units and is not computed", (text) => {
    expect(compute(text)).toBe(text);
  });

  it("computes values separated by spaces one by one", () => {
    expect(compute("2px * 2 1 + 1")).toBe("4px 2");
  });

  it("needs + - * / when there are spaces around an operator", () => {
    expect([compute("2^3"), compute("2 ^ 3"), compute("(2 ^ 3)")]).toEqual([8, "2 ^ 3", 8]);
  });
});
