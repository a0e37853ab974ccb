import { describe, expect, it } from "vitest";
import { toDesign } from "../../../src/design/index.ts";
import type { Token, TokenLibrary } from "../../../src/design.ts";
import { decodeTransit, encodeTransit, keyword, orderedMap, tagged, transitSet, uuid } from "../../../src/transit/index.ts";
import { createFile } from "../../support/create-file.ts";

const ZERO = "00000000-0000-0000-0000-000000000000";
const HIDDEN = "__PENPOT__HIDDEN__TOKEN__THEME__";

function readExported(tokensLib: unknown): TokenLibrary | undefined {
  return toDesign(createFile({ tokensLib }), "json").tokens;
}

interface InternalToken {
  name: string;
  type: string;
  value: unknown;
}

function token({ name, type, value }: InternalToken) {
  return [name, tagged("penpot/token", { id: uuid(ZERO), name, type: keyword(type), value, description: "" })] as const;
}

function set(name: string, tokens: readonly InternalToken[], description = "") {
  return tagged("penpot/token-set", { id: uuid(ZERO), name, description, tokens: orderedMap(tokens.map(token)) });
}

function theme(group: string, name: string, sets: readonly string[]) {
  return [
    name,
    tagged("penpot/token-theme", {
      id: uuid(ZERO),
      name,
      group,
      description: "",
      isSource: false,
      externalId: `x-${name}`,
      sets: transitSet(sets),
    }),
  ] as const;
}

function library(sets: unknown, themes: readonly (readonly [string, unknown])[], activeThemes: readonly string[]) {
  return tagged("penpot/tokens-lib", { sets, themes: orderedMap(themes), activeThemes: transitSet(activeThemes) });
}

/** Reads an internal library as it would arrive: written as Transit and decoded. */
function readInternal(lib: unknown): TokenLibrary | undefined {
  const { tokensLib } = decodeTransit(encodeTransit({ tokensLib: lib })) as { tokensLib: unknown };
  return toDesign(createFile({ tokensLib }), "transit").tokens;
}

function internalValue(type: string, value: unknown): Token | undefined {
  return readInternal(library(orderedMap([["S-core", set("core", [{ name: "a", type, value }])]]), [], []))?.sets[0]?.tokens[0];
}

describe("the token types and values", () => {
  it.each([
    ["color", "color"],
    ["dimensions", "dimension"],
    ["spacing", "spacing"],
    ["sizing", "sizing"],
    ["border-radius", "borderRadius"],
    ["stroke-width", "borderWidth"],
    ["opacity", "opacity"],
    ["rotation", "rotation"],
    ["number", "number"],
    ["font-family", "fontFamilies"],
    ["font-size", "fontSizes"],
    ["font-weight", "fontWeights"],
    ["letter-spacing", "letterSpacing"],
    ["text-case", "textCase"],
    ["text-decoration", "textDecoration"],
    ["typography", "typography"],
    ["shadow", "shadow"],
    ["boolean", "boolean"],
    ["string", "string"],
    ["other", "other"],
  ])("of Transit's %s are the export's %s", (type, expected) => {
    expect(internalValue(type, "{a.b}")).toMatchObject({ type: expected, value: "{a.b}" });
  });

  it.each([
    ["strokeWidth", "borderWidth"],
    ["boxShadow", "shadow"],
    ["fontFamily", "fontFamilies"],
    ["fontSize", "fontSizes"],
    ["fontWeight", "fontWeights"],
  ])("of an older document's %s are today's %s", (type, expected) => {
    expect(readExported({ core: { a: { $value: "1", $type: type } } })?.sets[0]?.tokens[0]?.type).toBe(expected);
  });

  it("name the parts of a typography as the export does, in one order", () => {
    const value = {
      letterSpacing: "0",
      fontFamily: ["Inter"],
      fontSize: "16",
      fontWeight: "700",
      lineHeight: "1.2",
      textCase: "none",
      textDecoration: "none",
    };
    const read = internalValue("typography", value)?.value;
    expect(JSON.stringify(read)).toBe(
      '{"fontFamilies":["Inter"],"fontSizes":"16","fontWeights":"700","letterSpacing":"0","lineHeights":"1.2","textCase":"none","textDecoration":"none"}',
    );
    const exported = readExported({ core: { a: { $type: "typography", $value: read } } });
    expect(exported?.sets[0]?.tokens[0]?.value).toEqual(read);
  });

  it("give shadows as an array with one order of parts", () => {
    const shadow = { offsetX: "0", offsetY: "2", blur: "4", spread: "0", color: "#000", inset: false };
    expect(JSON.stringify(internalValue("shadow", [shadow])?.value)).toBe(
      '[{"blur":"4","color":"#000","inset":false,"offsetX":"0","offsetY":"2","spread":"0"}]',
    );
    expect(readExported({ core: { a: { $type: "shadow", $value: shadow } } })?.sets[0]?.tokens[0]?.value).toEqual([shadow]);
  });
});

describe("the internal form", () => {
  const sets = orderedMap([
    [
      "S-core",
      set(
        "core",
        [
          { name: "z", type: "number", value: "1" },
          { name: "a", type: "number", value: "2" },
        ],
        "the basics",
      ),
    ],
    [
      "G-mode",
      orderedMap([
        ["S-light", set("mode/light", [])],
        ["S-dark", set("mode/dark", [])],
      ]),
    ],
  ]);

  it("gives sets by their full names, with tokens in the design's order", () => {
    const tokens = readInternal(library(sets, [], []));
    expect(tokens?.sets.map(({ name, description }) => [name, description])).toEqual([
      ["core", "the basics"],
      ["mode/light", undefined],
      ["mode/dark", undefined],
    ]);
    expect(tokens?.sets[0]?.tokens.map(({ name }) => name)).toEqual(["z", "a"]);
  });

  it("leaves the hidden theme out, but not the sets it switches on", () => {
    const themes = [
      ["", orderedMap([theme("", HIDDEN, ["mode/dark"]), theme("", "Alone", ["core"])])],
      ["Mode", orderedMap([theme("Mode", "Light", ["mode/light", "core", "gone"])])],
    ] as const;
    const tokens = readInternal(library(sets, themes, [`/${HIDDEN}`, "Mode/Light", "/Alone"]));
    expect(tokens?.themes.map(({ id, group, sets: names }) => ({ id, group, sets: names }))).toEqual([
      { id: "x-Alone", group: "", sets: ["core"] },
      { id: "x-Light", group: "Mode", sets: ["core", "mode/light"] },
    ]);
    expect(tokens?.activeThemes).toEqual(["/Alone", "Mode/Light"]);
    expect(tokens?.activeSets).toEqual(["core", "mode/light", "mode/dark"]);
  });

  it("is no library when it holds nothing, as in JSON", () => {
    const themes = [["", orderedMap([theme("", HIDDEN, [])])]] as const;
    expect(readInternal(library(orderedMap([]), themes, [`/${HIDDEN}`]))).toBeUndefined();
    expect(readExported(null)).toBeUndefined();
  });

  it("reports a token that is none and reads on", () => {
    const broken = tagged("penpot/token-set", {
      name: "core",
      tokens: orderedMap([["a", 7], token({ name: "b", type: "color", value: "red" })]),
    });
    const { tokensLib } = decodeTransit(
      encodeTransit({
        tokensLib: library(
          orderedMap([
            ["S-core", broken],
            ["S-odd", 7],
          ]),
          [],
          [],
        ),
      }),
    ) as { tokensLib: unknown };
    const design = toDesign(createFile({ tokensLib }), "transit");
    expect(design.tokens?.sets[0]?.tokens.map(({ name }) => name)).toEqual(["b"]);
    expect(design.problems).toEqual([
      'A token of the set "core" could not be read: it has no name or no type.',
      "A token set could not be read: it has no name or no tokens.",
    ]);
  });
});

describe("the exported form", () => {
  const color = (value: string) => ({ $value: value, $type: "color", $description: "" });

  it("gives sets in their order, the unlisted ones last, and tokens by name", () => {
    const tokens = readExported({
      b: { z: color("red"), a: { $b: color("blue") } },
      later: {},
      a: {},
      $themes: [],
      $metadata: { tokenSetOrder: ["b", "gone", "a", "b"], activeThemes: [], activeSets: ["a", "b", "gone"] },
    });
    expect(tokens?.sets.map(({ name }) => name)).toEqual(["b", "a", "later"]);
    expect(tokens?.sets[0]?.tokens.map(({ name }) => name)).toEqual(["a.$b", "z"]);
    expect(tokens?.activeSets).toEqual(["b", "a"]);
  });

  it("reads a token and the tokens below it, and inherits types", () => {
    const tokens = readExported({ core: { a: { ...color("red"), b: color("blue") }, group: { $type: "spacing", c: { $value: 4 } } } });
    expect(tokens?.sets[0]?.tokens).toEqual([
      { name: "a", type: "color", value: "red", description: "" },
      { name: "a.b", type: "color", value: "blue", description: "" },
      { name: "group.c", type: "spacing", value: 4, description: "" },
    ]);
  });

  it("reads themes of older releases and finds the active sets by them", () => {
    const tokens = readExported({
      core: {},
      dark: {},
      $themes: [
        { id: "t", name: "Dark", group: "", "is-source": true, "modified-at": "x", selectedTokenSets: { dark: "enabled", core: "source" } },
      ],
      $metadata: { tokenSetOrder: ["core", "dark"], activeThemes: ["/Dark"] },
    });
    expect(tokens?.themes).toEqual([{ id: "t", name: "Dark", group: "", description: "", isSource: true, sets: ["core", "dark"] }]);
    expect(tokens?.activeThemes).toEqual(["/Dark"]);
    expect(tokens?.activeSets).toEqual(["core", "dark"]);
  });

  it("reads sets and tokens with odd names as any other", () => {
    const tokensLib = JSON.parse('{"__proto__":{"constructor":{"$value":"1","$type":"number"}},"sets":{}}');
    expect(readExported(tokensLib)?.sets.map(({ name, tokens }) => [name, tokens.map((read) => read.name)])).toEqual([
      ["__proto__", ["constructor"]],
      ["sets", []],
    ]);
  });

  it("stops at absurd nesting with a report", () => {
    let node: Record<string, unknown> = { $value: "1", $type: "number" };
    for (let depth = 0; depth < 5000; depth++) node = { a: node };
    const design = toDesign(createFile({ tokensLib: { core: node } }), "json");
    expect(design.problems).toEqual(['The token set "core" could not be read: it is nested more than 200 levels deep.']);
  });
});
