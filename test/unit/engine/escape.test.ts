import { describe, expect, it } from "vitest";
import { toLine } from "../../../src/engine/pull-request/escape.ts";

describe("toLine", () => {
  it.each([0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0x061c, 0xfeff])(
    "takes out the invisible character %i",
    (code) => {
      expect(toLine(`a${String.fromCodePoint(code)}b`)).toBe("ab");
    },
  );

  it.each([0x00, 0x07, 0x08, 0x0a, 0x0d, 0x1b, 0x7f, 0x85, 0x9b, 0x2028, 0x2029])("makes a space of the control character %i", (code) => {
    expect(toLine(`a${String.fromCodePoint(code)}b`)).toBe("a b");
  });

  it("keeps emoji that are joined", () => {
    expect(toLine("👩\u200d💻")).toBe("👩\u200d💻");
  });
});
