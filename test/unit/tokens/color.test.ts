import { describe, expect, it } from "vitest";
import { parseColor, printColor } from "../../../src/tokens/index.ts";

describe("a colour", () => {
  it.each([
    ["#ABC", "#aabbcc", "hex"],
    ["abc", "#aabbcc", "hex"],
    ["#abcd", "rgba(170, 187, 204, 0.87)", "hex8"],
    ["#000000FF", "#000000", "hex8"],
    [" Red ", "#ff0000", "name"],
    ["transparent", "rgba(0, 0, 0, 0)", "name"],
    ["rgb(1 2 3)", "#010203", "rgb"],
    ["rgb(100%, 50%, 0%)", "#ff8000", "prgb"],
    ["rgba(300,-5,1.0,2)", "#ff00ff", "rgb"],
    ["hsl(0.5, 100%, 50%)", "#ff0200", "hsl"],
    ["hsv(120, 100, 100)", "#00ff00", "hsv"],
  ])("%j is read and printed as TinyColor does", (text, printed, format) => {
    const color = parseColor(text);
    expect(color && [printColor(color), color.format]).toEqual([printed, format]);
  });

  it.each(["", "#ff", "#ggg", "constructor", "__proto__", "rgb(1,2)", "oklch(0.5 0.2 30)"])("%j is none", (text) => {
    expect(parseColor(text)).toBeUndefined();
  });
});
