import { describe, expect, it } from "vitest";
import { toCase, toLine } from "../../../../src/render/text/characters.ts";

describe("toCase", () => {
  it.each([
    ["uppercase", "straße", "STRASSE"],
    ["lowercase", "ÀB", "àb"],
    ["capitalize", "hello big-world it's 2nd foo_bar élan", "Hello Big-World It's 2nd Foo_bar Élan"],
    ["none", "aB", "aB"],
  ] as const)("makes %s as CSS does", (casing, before, after) => {
    expect(toCase(before, casing)).toBe(after);
  });
});

describe("toLine", () => {
  it("drops line breaks at the end and turns others and tabs into spaces", () => {
    expect(toLine("one\ttwo\r\nthree\n\u2028\n")).toBe("one two three");
  });

  it("drops what XML cannot hold and keeps pairs of surrogates", () => {
    expect(toLine("a\u0000\u001b\u0085b\ud800c\udc00\ufffe😀")).toBe("abc😀");
  });

  it("takes a hundred thousand line breaks in no time", () => {
    const before = performance.now();
    expect(toLine(`${"\n".repeat(100_000)}a`)).toHaveLength(100_001);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});
