import { describe, expect, it } from "vitest";
import { toVisualOrder } from "../../../../src/render/text/bidi.ts";

/** As it is read on the screen, from left to right. */
function seen(text: string, rtl: boolean): string {
  return toVisualOrder(text, rtl)
    .map((stretch) => (stretch.rtl ? [...stretch.text].reverse().join("") : stretch.text))
    .join("");
}

describe("toVisualOrder", () => {
  it.each([
    ["plain text", "Hello (12) you", false, "Hello (12) you"],
    ["Hebrew", "אבג דה", true, "הד גבא"],
    ["a full stop after Latin in a right-to-left line", "Hello.", true, ".Hello"],
    ["Hebrew inside Latin", "abc אבג 12 def", false, "abc 12 גבא def"],
    ["Latin in brackets inside Hebrew", "אב (abc) 12.5 ג!", true, "!ג 12.5 (abc) בא"],
    ["Hebrew in brackets inside Latin", "abc (אב) def", false, "abc (בא) def"],
    ["a price in Hebrew", "אב $5 גד", true, "דג $5 בא"],
    ["Latin and Hebrew in a right-to-left line", "abc (אב) def", true, "def (בא) abc"],
  ])("orders %s", (_name, text, rtl, expected) => {
    expect(seen(text, rtl)).toBe(expected);
  });

  it("keeps marks with their letter", () => {
    expect(toVisualOrder("שׁל", false)).toEqual([{ text: "שׁל", rtl: true }]);
  });

  it("takes a hundred thousand brackets in no time", () => {
    const before = performance.now();
    toVisualOrder("([".repeat(25_000) + "א)".repeat(25_000), true);
    expect(performance.now() - before).toBeLessThan(2000);
  });
});
