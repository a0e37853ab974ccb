import { describe, expect, it } from "vitest";
import { compileRegex } from "../../../src/linear-regex.ts";

const texts = [
  "",
  "a",
  "b",
  "ab",
  "aab",
  "abc",
  "Icon",
  "icon 24",
  "icon-24px",
  "a\nb",
  "é",
  "😀",
  "a.b",
  "[x]",
  "foo bar",
  "ABC",
  "aXb",
  "2024-01-31",
];
const patterns = [
  "a",
  "^a",
  "b$",
  "^$",
  "a*b",
  "a+b",
  "^a?b",
  "^(a|b)+$",
  "[a-c]+$",
  "[^a-z]",
  "^\\w+$",
  "\\d{2}",
  "\\d{4}-\\d{2}-\\d{2}",
  "\\s",
  "\\bbar\\b",
  "a.b",
  "a\\.b",
  "\\[x\\]",
  "^.$",
  "(?:ab|a)c?$",
  "^[A-Z][a-z]*$",
  "(?<year>\\d+)-",
  "a{2,}",
  "^a{1,2}b$",
  "\\p{L}$",
  "[\\d-]+$",
  "\\x41",
  "()",
  "a|",
  "[]x]",
  "\\Bcon",
  "x{,2}|a{",
];

describe("compileRegex", () => {
  it.each(patterns)("agrees with JavaScript: %s", (pattern) => {
    const own = compileRegex(pattern);
    // JavaScript reads []x] and {, in another way; these two are RE2's.
    if (pattern === "[]x]") expect(texts.filter((text) => own.test(text))).toEqual(["icon-24px", "[x]"]);
    else if (pattern.startsWith("x{,")) expect(texts.some((text) => own.test(text))).toBe(false);
    else
      expect(texts.filter((text) => own.test(text))).toEqual(
        texts.filter((text) => new RegExp(pattern, /\\p|\^\.\$/.test(pattern) ? "u" : "").test(text)),
      );
  });

  it("ignores case on demand", () => {
    const regex = compileRegex("(?i)^i[c-d]ON$");
    expect([regex.test("Icon"), regex.test("ICON"), regex.test("ikon")]).toEqual([true, true, false]);
  });

  it.each([
    "(a",
    "a)",
    "[a",
    "*a",
    "a**",
    "a{3,2}",
    "a{1001}",
    "(?=a)",
    "(?!a)",
    "(a)\\1",
    "\\",
    "[b-a]",
    "\\p{Nope}",
    "a".repeat(600),
    "((a{100}){100}){100}",
  ])("says what is wrong with %s", (pattern) => {
    expect(() => compileRegex(pattern)).toThrow(/^is (not RE2 syntax|too large|longer than)/);
  });
});
