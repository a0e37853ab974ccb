import { describe, expect, it } from "vitest";
import { readArchive, toDesign } from "../../../src/design/index.ts";
import type { Design, Token, TokenLibrary, TokenTheme } from "../../../src/design.ts";
import { printJson, toTokenSetFiles, toTokensDocument } from "../../../src/tokens/index.ts";
import { decodeTransit } from "../../../src/transit/index.ts";
import { readFixture, readFixtureBytes } from "../../support/read-fixture.ts";

function token(name: string, value: unknown = "1px", type = "dimension"): Token {
  return { name, value, type, description: "" };
}

function library(sets: Record<string, readonly Token[]>, extra: Partial<TokenLibrary> = {}): TokenLibrary {
  const list = Object.entries(sets).map(([name, tokens]) => ({ name, tokens }));
  return { sets: list, themes: [], activeThemes: [], activeSets: [], ...extra };
}

function theme(name: string, sets: readonly string[]): TokenTheme {
  return { id: `id-${name}`, name, group: "Mode", description: "", isSource: false, sets };
}

const acme = toDesign(JSON.parse(readFixture("penpot/acme/acme.v1.get-file.json")), "json");

function tokensOf(design: Design): TokenLibrary {
  if (!design.tokens) throw new Error("the design has no tokens");
  return design.tokens;
}

describe("the multi-set document", () => {
  it("says what Penpot's own export says", () => {
    const { data } = JSON.parse(readFixture("penpot/acme/acme.v1.get-file.json")) as {
      data: { tokensLib: { $metadata: { activeSets: string[] } } };
    };
    data.tokensLib.$metadata.activeSets.sort();
    expect(JSON.parse(printJson(toTokensDocument(tokensOf(acme)).document))).toEqual(data.tokensLib);
  });

  it("has the same bytes whichever way the design was read", () => {
    const designs = [
      acme,
      toDesign(decodeTransit(readFixture("penpot/acme/acme.v1.get-file.transit.json")), "transit"),
      readArchive(readFixtureBytes("penpot/acme/acme.v1.penpot")).design(),
    ];
    expect(new Set(designs.map((design) => printJson(toTokensDocument(tokensOf(design)).document))).size).toBe(1);
  });

  it("keeps the order of sets and sorts everything that has no order", () => {
    const { document } = toTokensDocument(
      library(
        { zebra: [token("b"), token("a.z"), token("a.b")], alpha: [] },
        { activeThemes: ["Mode/Light", "Mode/Dark"], activeSets: ["zebra", "alpha"], themes: [theme("Light", ["zebra", "alpha"])] },
      ),
    );
    expect(Object.keys(document)).toEqual(["zebra", "alpha", "$themes", "$metadata"]);
    expect(printJson(document)).toMatch(/"a": \{\s+"b": \{[^}]*\},\s+"z": \{[^}]*\}\s+\},\s+"b"/);
    expect(JSON.parse(printJson(document))).toMatchObject({
      $themes: [{ selectedTokenSets: { alpha: "enabled", zebra: "enabled" } }],
      $metadata: { tokenSetOrder: ["zebra", "alpha"], activeThemes: ["Mode/Dark", "Mode/Light"], activeSets: ["alpha", "zebra"] },
    });
  });

  it("does not depend on the order tokens and keys came in", () => {
    const value = { fontSizes: "1", fontFamilies: ["b", "a"] };
    const one = library({ core: [token("x", value, "typography"), token("y")] });
    const other = library({ core: [token("y"), token("x", { fontFamilies: ["b", "a"], fontSizes: "1" }, "typography")] });
    expect(printJson(toTokensDocument(one).document)).toBe(printJson(toTokensDocument(other).document));
  });

  it("ends in a newline and is indented by two spaces", () => {
    expect(printJson(toTokensDocument(library({ core: [] })).document)).toMatch(/^\{\n {2}"core": \{\},\n[\s\S]*\}\n$/);
  });

  it("speaks of the chosen sets only", () => {
    const themes = [theme("Light", ["core", "mode/light"]), theme("Dark", ["mode/dark"]), theme("Empty", [])];
    const sets = { core: [token("a")], "mode/light": [token("a")], "mode/dark": [token("a")] };
    const { document, sets: count } = toTokensDocument(library(sets, { themes, activeSets: ["core", "mode/dark"] }), {
      sets: ["core", "mode/l*"],
    });
    expect(count).toBe(2);
    expect(JSON.parse(printJson(document))).toMatchObject({
      $themes: [{ name: "Light", selectedTokenSets: { core: "enabled", "mode/light": "enabled" } }, { name: "Empty" }],
      $metadata: { tokenSetOrder: ["core", "mode/light"], activeSets: ["core"] },
    });
  });
});

describe("hostile and colliding names", () => {
  it("survive as they are", () => {
    const names = ["__proto__.polluted", "constructor", "a b", "{brace}", "🎨.50", "toString.x", "10", "9"];
    const { document, notes } = toTokensDocument(library({ __proto__x: [], core: names.map((name) => token(name, name)) }));
    const core = JSON.parse(printJson(document)) as { core: unknown };
    expect(notes).toEqual([]);
    expect(leavesOf(core.core).sort()).toEqual([...names].sort());
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it("a set called __proto__ is written like any other", () => {
    const sets = [{ name: "__proto__", tokens: [token("a", "red")] }];
    const { document } = toTokensDocument({ ...library({}), sets });
    expect(printJson(document)).toContain('"__proto__": {\n    "a"');
  });

  it("a token below another one is kept and reported", () => {
    const { document, notes } = toTokensDocument(library({ core: [token("a.b", "2"), token("a", "1"), token("a.b.c", "3")] }));
    expect(JSON.parse(printJson(document)).core).toMatchObject({ a: { $value: "1", b: { $value: "2", c: { $value: "3" } } } });
    expect(notes.map(({ message }) => message)).toEqual([
      'The token "a" of the set "core" has other tokens below its name; Penpot and many tools then read only the one above.',
      'The token "a.b" of the set "core" has other tokens below its name; Penpot and many tools then read only the one above.',
    ]);
  });

  it.each([
    ["a.$value", "was left out: $value has a meaning of its own in the file."],
    [Array.from({ length: 300 }, () => "a").join("."), "was left out: its name has more than 200 parts."],
  ])("a token that cannot be written is reported (%#)", (name, message) => {
    const { document, notes } = toTokensDocument(library({ core: [token(name), token("b")] }));
    expect(Object.keys(JSON.parse(printJson(document)).core)).toEqual(["b"]);
    expect(notes).toEqual([{ level: "warning", message: `The token ${JSON.stringify(name)} of the set "core" ${message}` }]);
  });

  it("a value nested without end is reported", () => {
    let value: unknown = "x";
    for (let depth = 0; depth < 10_000; depth++) value = [value];
    expect(toTokensDocument(library({ core: [token("a", value)] })).notes[0]?.message).toContain("its value is nested too deeply");
  });

  it("two tokens of one name are reported, the first is kept", () => {
    const { document, notes } = toTokensDocument(library({ core: [token("a", "1"), token("a", "2")] }));
    expect(JSON.parse(printJson(document)).core.a.$value).toBe("1");
    expect(notes).toHaveLength(1);
  });

  it("a set whose name the form itself uses is left out with a note", () => {
    const { document, sets, notes } = toTokensDocument(library({ $themes: [token("a")], core: [] }));
    expect([sets, JSON.parse(printJson(document)).$themes]).toEqual([1, []]);
    expect(notes[0]?.message).toBe('The token set "$themes" was left out: the name has a meaning of its own.');
  });
});

describe("one document per set", () => {
  it("holds the set's tokens and nothing else, in the library's order", () => {
    const { files } = toTokenSetFiles(library({ "mode/dark": [token("a.b", "#000", "color")], core: [] }));
    expect(files.map(({ set, document }) => [set.name, JSON.parse(printJson(document))])).toEqual([
      ["mode/dark", { a: { b: { $value: "#000", $type: "color", $description: "" } } }],
      ["core", {}],
    ]);
  });
});

function leavesOf(node: unknown, path: readonly string[] = []): string[] {
  const entries = Object.entries(node as Record<string, unknown>);
  if (entries.some(([key]) => key === "$value")) return [path.join(".")];
  return entries.flatMap(([key, child]) => leavesOf(child, [...path, key]));
}
