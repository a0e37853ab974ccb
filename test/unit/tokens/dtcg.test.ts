import { readdirSync } from "node:fs";
import { defineConfig, parse } from "@terrazzo/parser";
import { describe, expect, it } from "vitest";
import { toTokenLibrary } from "../../../src/design/tokens.ts";
import type { Token, TokenLibrary } from "../../../src/design.ts";
import { createResolver, type DtcgOptions, printJson, resolveTokens, themeMatrix, toDtcg, toDtcgFiles } from "../../../src/tokens/index.ts";
import { hasSamples, listSamples, readFixture, readSample } from "../../support/read-fixture.ts";
import { findDtcgMistakes } from "../../support/strict-dtcg.ts";
import { createLibrary, createToken } from "../../support/token-library.ts";

/** A reader of the format: throws when a document is not of it. */
type Judge = (text: string) => Promise<void>;

// A second judge is one more line: its name and a function that throws.
const JUDGES: readonly (readonly [string, Judge, step: number])[] = [
  ["the rules of the 2025.10 schema", async (text) => void expect(findDtcgMistakes(JSON.parse(text))).toEqual([]), 1],
  // It is slow: every eighth document will do.
  ["@terrazzo/parser", readWithTerrazzo, 8],
];

async function readWithTerrazzo(src: string): Promise<void> {
  // Whether a value is right is a matter of its lint rules; how tokens are called is the designer's.
  const rules = ["color", "dimension", "number", "font-family", "font-weight", "typography", "shadow"].map((type) => [
    `core/valid-${type}`,
    "error",
  ]);
  const config = defineConfig({ lint: { rules: Object.fromEntries(rules) } }, { cwd: new URL(import.meta.url) });
  await parse([{ filename: new URL("file:///tokens.json"), src }], { config });
}

function toLibrary(document: string): TokenLibrary {
  const library = toTokenLibrary(JSON.parse(document), (problem) => expect.fail(problem));
  if (!library) throw new Error("the document has no tokens");
  return library;
}

/** Every theme of every library there is, as one document and as one for each set. */
function documents(): (readonly [string, string])[] {
  const cases = readdirSync(new URL("../../fixtures/tokens/", import.meta.url));
  const samples = hasSamples ? listSamples("tokens").filter((path) => path.endsWith(".tokens.json")) : [];
  const libraries = [
    ["acme", toLibrary(JSON.stringify(JSON.parse(readFixture("penpot/acme/acme.v1.get-file.json")).data.tokensLib))] as const,
    ...cases.map((name) => [name, toLibrary(readFixture(`tokens/${name}/tokens.json`))] as const),
    ...samples.map((path) => [path, toLibrary(readSample(path))] as const),
  ];
  return libraries.flatMap(([name, library]) => {
    const resolve = createResolver(library);
    return themeMatrix(library).flatMap(({ name: theme, sets }) => {
      const resolution = resolve(sets);
      const files = toDtcgFiles(resolution).map(({ set, document }) => [`${name} ${theme} ${set}`, printJson(document)] as const);
      return [[`${name} ${theme}`, printJson(toDtcg(resolution, { ids: true }).document)] as const, ...files];
    });
  });
}

function write(tokens: readonly Token[], options?: DtcgOptions) {
  const { document, ...rest } = toDtcg(resolveTokens(createLibrary([["core", tokens]]), ["core"]), options);
  return { ...rest, document: JSON.parse(printJson(document)) as Record<string, unknown> };
}

describe.each(JUDGES)("%s", (_, judge, step) => {
  it("accepts every document that is written", async () => {
    const all = new Map(documents().map(([name, text]) => [text, name]));
    expect(all.size).toBeGreaterThan(8);
    for (const [text, name] of [...all].filter((_, index) => index % step === 0)) await expect(judge(text), name).resolves.toBeUndefined();
  }, 120_000);

  it("would refuse what is not of the format", async () => {
    await expect(judge('{"a":{"$type":"dimension","$value":"4px"}}')).rejects.toThrow();
    await expect(judge('{"a":{"$type":"color","$value":"{b}"}}')).rejects.toThrow();
  });
});

describe("a value in the format", () => {
  it.each<[string, unknown, unknown]>([
    ["color", "rgba(98, 0, 31, .5)", { colorSpace: "srgb", components: [0.3843, 0, 0.1216], alpha: 0.5, hex: "#62001f" }],
    ["borderRadius", "8", { value: 8, unit: "px" }],
    ["opacity", "50%", 0.5],
    ["rotation", "90", 90],
    ["fontFamilies", "Inter, serif", ["Inter", "serif"]],
    ["fontWeights", "Semi Bold", 600],
  ])("%s %j", (type, value, expected) => {
    expect(write([createToken("a", value, type)]).document).toMatchObject({ a: { $value: expected } });
  });

  it("has the composite's parts under the format's names", () => {
    const text = {
      fontFamilies: ["Inter"],
      fontSizes: "16",
      fontWeights: "700 italic",
      lineHeights: "24px",
      letterSpacing: "1",
      textCase: "uppercase",
    };
    expect(write([createToken("a", text, "typography")]).document).toEqual({
      a: {
        $type: "typography",
        $value: {
          fontFamily: ["Inter"],
          fontSize: { value: 16, unit: "px" },
          fontWeight: 700,
          letterSpacing: { value: 1, unit: "px" },
          lineHeight: 1.5,
        },
        $extensions: { "app.penpot": { fontStyle: "italic", textCase: "uppercase" } },
      },
    });
  });

  it("adds neutral values for required parts and says so; a font or its size cannot be made up", () => {
    const { document, problems } = write([
      createToken("a", { fontFamilies: ["Inter"], fontSizes: "16" }, "typography"),
      createToken("b", { fontSizes: "16" }, "typography"),
    ]);
    expect(document).toMatchObject({ a: { $value: { fontWeight: 400, letterSpacing: { value: 0 }, lineHeight: 1.2 } } });
    expect(document).toMatchObject({ $extensions: { "app.penpot": { tokens: { b: { type: "typography" } } } } });
    expect(problems.map(({ code }) => code)).toEqual(["TOKEN_INCOMPLETE", "TOKEN_INEXPRESSIBLE"]);
  });

  it("stands in the extensions when the format has no type for it", () => {
    const tokens = [createToken("up", "uppercase", "textCase"), createToken("on", "true", "boolean"), createToken("half", "50%", "sizing")];
    const { document, tokens: count } = write(tokens);
    expect([count, document]).toEqual([
      0,
      {
        $extensions: {
          "app.penpot": {
            tokens: {
              up: { type: "textCase", value: "uppercase" },
              on: { type: "boolean", value: true },
              half: { type: "sizing", value: "50%" },
            },
          },
        },
      },
    ]);
  });
});

describe("aliases", () => {
  const tokens = [
    createToken("base", "4px"),
    createToken("same", "{base}", "spacing"),
    createToken("computed", "{base} * 2"),
    createToken("other-type", "{base}", "fontSizes"),
    createToken("scale", "1.5", "number"),
    createToken("as-number", "{scale}", "number"),
    createToken("as-length", "{scale}", "sizing"),
    createToken("ink", "#112233", "color"),
    createToken("shade", [{ offsetX: "0", offsetY: "{base}", blur: "{base} * 2", spread: "0", color: "{ink}", inset: false }], "shadow"),
  ];

  it("stay when they are the whole value, of one type and value; parts of composites too", () => {
    expect(write(tokens).document).toMatchObject({
      same: { $value: "{base}" },
      computed: { $value: { value: 8, unit: "px" } },
      "other-type": { $value: "{base}" },
      "as-number": { $value: "{scale}" },
      "as-length": { $value: { value: 1.5, unit: "px" } },
      shade: { $value: [{ offsetY: "{base}", blur: { value: 8, unit: "px" }, color: "{ink}" }] },
    });
  });

  it("are resolved when asked", () => {
    expect(printJson(toDtcg(resolveTokens(createLibrary([["core", tokens]]), ["core"]), { resolve: true }).document)).not.toContain('"{');
  });

  it("never point out of the file", () => {
    const library = createLibrary([
      ["core", [createToken("a", "1")]],
      ["more", [createToken("b", "{a}"), createToken("c", "{b}")]],
    ]);
    const files = toDtcgFiles(resolveTokens(library, ["core", "more"]));
    expect(files.map(({ set }) => set)).toEqual(["core", "more"]);
    expect(JSON.parse(printJson(files[1]?.document ?? {}))).toMatchObject({ b: { $value: { value: 1 } }, c: { $value: "{b}" } });
  });
});

describe("a document", () => {
  it("carries id and type when asked, else neither", () => {
    const token = { ...createToken("a", "4px", "spacing"), id: "id-1", description: "Why" };
    expect(write([token], { ids: true }).document).toEqual({
      a: {
        $type: "dimension",
        $value: { value: 4, unit: "px" },
        $description: "Why",
        $extensions: { "app.penpot": { id: "id-1", type: "spacing" } },
      },
    });
    expect(JSON.stringify(write([token]).document)).not.toContain("id-1");
  });

  it("follows the design's order", () => {
    const { document } = write(["z.b", "a", "z.a"].map((name) => createToken(name, "1")));
    expect([Object.keys(document), Object.keys(document["z"] as object)]).toEqual([
      ["z", "a"],
      ["b", "a"],
    ]);
  });

  it.each(["a.$b", "$a", "a{b", "a..b", ""])("leaves out a token called %j and says so", (name) => {
    const { document, problems } = write([createToken(name, "1"), createToken("fine", "1")]);
    expect(Object.keys(document)).toEqual(["fine"]);
    expect(problems.map(({ code, token }) => [code, token])).toEqual([["TOKEN_NAME", name]]);
  });

  it.each(["__proto__", "constructor.x", "a b/c", "🎨"])("takes a token called %j", (name) => {
    const { document } = toDtcg(resolveTokens(createLibrary([["core", [createToken(name, "1")]]]), ["core"]));
    expect(printJson(document)).toContain(`"${name.split(".")[0]}"`);
  });

  it("leaves out what has no value", () => {
    expect(write([createToken("a", "{b}"), createToken("c", "1")]).document).toEqual({ c: expect.anything() });
  });
});
