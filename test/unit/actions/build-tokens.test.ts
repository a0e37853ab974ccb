import { compile as compileTailwind } from "tailwindcss";
import { describe, expect, it } from "vitest";
import { buildTokens } from "../../../src/actions/build-tokens.ts";
import type { TokenLibrary } from "../../../src/design.ts";
import { createResolver, themeMatrix } from "../../../src/tokens/index.ts";
import { createDesign } from "../../support/create-design.ts";
import { createLibrary, createTheme, createToken } from "../../support/token-library.ts";
import { buildFiles, ofTokens, readAcmeLibrary, readLibraries, runBuild } from "./build-tokens-files.ts";
import { runAction } from "./run-action.ts";

const BOTH = { themes: [{ mode: "light" }, { mode: "dark" }] };
const ALL = {
  css: "t.css",
  ts: "t.ts",
  js: "t.js",
  json: "t.json",
  tailwind: "tailwind.css",
  compose: { path: "T.kt", package: "com.acme" },
  ios: "T.swift",
  flutter: "t.dart",
  scss: "${{ theme.name }}/t.scss",
  less: "${{ theme.name }}/t.less",
  android: "values-${{ theme.name }}/t.xml",
  "tailwind-config": "${{ theme.name }}/tailwind.js",
  "style-dictionary": {
    folder: "${{ theme.name }}/sd",
    platforms: { css: { transformGroup: "css", files: [{ destination: "t.css", format: "css/variables" }] } },
  },
};

/** A library where `b` follows `a`, which differs in the dark theme. */
function createThemed(): TokenLibrary {
  return createLibrary(
    [
      ["core", [createToken("a", "#fff", "color"), createToken("b", "{a}", "color"), createToken("c", "#123", "color")]],
      ["dark", [createToken("a", "#000", "color"), createToken("only.dark", "1px")]],
    ],
    { themes: [createTheme("mode", "Light", ["core"]), createTheme("mode", "Dark", ["core", "dark"])], activeSets: ["core"] },
  );
}

describe("build-tokens", () => {
  it("writes Penpot's own values: every size, number and weight of every theme as the resolver has it", async () => {
    for (const [name, library] of readLibraries()) {
      const text = (await buildFiles(library, { themes: "matrix", json: { path: "t.json", unit: "none" } }))["t.json"] ?? "";
      const document = JSON.parse(text) as { tokens: Record<string, unknown>; themes?: Record<string, Record<string, unknown>> };
      const resolve = createResolver(library);
      for (const theme of themeMatrix(library)) {
        const written = document.themes?.[theme.name] ?? document.tokens;
        const atomic = resolve(theme.sets).tokens.flatMap((token) => {
          if (token.value?.kind === "number" && token.value.unit !== "%" && token.type !== "rotation")
            return [[token.name, token.value.number]];
          return token.value?.kind === "font-weight" ? [[token.name, token.value.weight]] : [];
        });
        expect(written, `${name} ${theme.name}`).toMatchObject(Object.fromEntries(atomic));
      }
    }
  });

  it("says in every file what made it, gives equal bytes again, and names no date", async () => {
    const [one, two] = [await buildFiles(readAcmeLibrary(), { ...BOTH, ...ALL }), await buildFiles(readAcmeLibrary(), { ...BOTH, ...ALL })];
    expect(Object.keys(one).length).toBe(19);
    expect(two).toEqual(one);
    for (const [path, text] of Object.entries(one))
      expect(text.slice(0, 140), path).toContain("Made by Penops from Acme / - kit. Do not edit.");
  });

  it("repeats in a theme's block what differs, and what follows it", async () => {
    const files = await buildFiles(createThemed(), { themes: "matrix", css: "t.css" });
    expect(files["t.css"]?.split("\n").slice(1, -1)).toEqual([
      ":root {",
      "  --a: #ffffff;",
      "  --b: var(--a);",
      "  --c: #112233;",
      "}",
      '[data-theme="dark"] {',
      "  --a: #000000;",
      "  --b: var(--a);",
      "  --only-dark: 1px;",
      "}",
    ]);
  });

  it.each([
    [{ css: { path: "t.css", "switch-by": "class" } }, ".dark {"],
    [{ css: { path: "t.css", "switch-by": "media" } }, "@media (prefers-color-scheme: dark) {"],
    [{ themes: ["Light", { choose: "mode/dark", selector: ".night .page" }], css: "t.css" }, ".night .page {"],
    [{ themes: ["Light", { choose: { mode: "dark" }, media: "print" }], css: "t.css" }, "@media print {"],
    [{ themes: ["Light", { choose: { mode: "dark" }, name: "At night" }], css: "t.css" }, '[data-theme="at-night"] {'],
  ])("puts a theme where %j says", async (input, expected) => {
    const text = (await buildFiles(createThemed(), { themes: "matrix", ...input }))["t.css"];
    expect(text?.split("\n")).toContain(expected);
  });

  it.each([
    ["hex", "#ff0000", "rgba(255, 0, 0, 0.5)"],
    ["rgb", "rgb(255, 0, 0)", "rgba(255, 0, 0, 0.5)"],
    ["oklch", "oklch(62.8% 0.2577 29.23)", "oklch(62.8% 0.2577 29.23 / 0.5)"],
  ])("writes colours as %s", async (colors, opaque, half) => {
    const library = ofTokens(createToken("a", "red", "color"), createToken("b", "rgba(255,0,0,.5)", "color"));
    expect((await buildFiles(library, { css: { path: "t.css", colors } }))["t.css"]).toContain(`  --a: ${opaque};\n  --b: ${half};\n`);
  });

  it("writes rem where asked, borders in px, with a prefix", async () => {
    const library = ofTokens(createToken("a", "24px"), createToken("b", "2px", "borderWidth"), createToken("c", "0.00000001", "number"));
    const text = (await buildFiles(library, { css: { path: "t.css", unit: "rem", prefix: "acme" } }))["t.css"];
    expect(text).toContain("  --acme-a: 1.5rem;\n  --acme-b: 2px;\n  --acme-c: 0.00000001;\n");
  });

  it("orders SCSS variables so that each is known before it is used", async () => {
    const library = ofTokens(createToken("a", "{b}"), createToken("b", "{c}"), createToken("c", "1px"));
    const text = (await buildFiles(library, { scss: { path: "t.scss", references: "keep" } }))["t.scss"];
    expect(text?.split("\n").slice(1, -1)).toEqual(["$c: 1px;", "$b: $c;", "$a: $b;"]);
  });

  it("makes utilities of Tailwind 4 of every scale", async () => {
    const text = (await buildFiles(readAcmeLibrary(), { ...BOTH, tailwind: "t.css" }))["t.css"];
    const names = ["bg-ink", "p-md", "w-size-touch", "rounded-pill", "text-lg", "font-base", "tracking-wide", "font-bold", "shadow-card"];
    const all = [...names, "opacity-disabled", "border-thin", "text-type-button", "bg-surface-page"];
    const { build } = await compileTailwind(`${text}\n@tailwind utilities;`);
    const css = build(all);
    expect(all.filter((name) => !css.includes(`.${name} {`))).toEqual([]);
    expect(css).toContain('[data-theme="dark"]');
  });

  it("writes only the sets that are named, with references to others resolved", async () => {
    const files = await buildFiles(readAcmeLibrary(), { ...BOTH, sets: "component", css: "t.css" });
    expect(files["t.css"]?.split("\n").slice(1, 4)).toEqual([
      ":root {",
      "  --button-background: #5b3df5;",
      "  --button-background-hover: #4a2ed0;",
    ]);
  });
});

describe("build-tokens refuses", () => {
  const onlyNames = (...names: string[]) => ofTokens(...names.map((name) => createToken(name, "1px")));

  it.each(["css", "scss", "less", "ts", "js", "tailwind", "ios", "flutter"])(
    "two tokens of one name in %s, and names both",
    async (output) => {
      const ending = { ios: "swift", flutter: "dart", tailwind: "css" }[output] ?? output;
      await expect(runBuild(onlyNames("font.size", "font-size"), { [output]: `t.${ending}` })).rejects.toMatchObject({
        code: "TOKEN_NAMES",
        message: expect.stringMatching(
          /^The token "font.size" of the set "core" and the token "font-size" of the set "core" would both be "/,
        ),
      });
    },
  );

  it("a text style's part that is another token's name", async () => {
    const library = ofTokens(createToken("a", { fontSizes: "1" }, "typography"), createToken("a-font-size", "2px"));
    await expect(runBuild(library, { css: "t.css" })).rejects.toThrow(
      'The token "a" of the set "core" with its font-size and the token "a-font-size"',
    );
  });

  it("a name without letters", async () => {
    await expect(runBuild(onlyNames("···"), { css: "t.css" })).rejects.toMatchObject({ code: "TOKEN_NAMES" });
  });

  it.each([
    [{ css: "t.css", themes: ["Drak"] }, "TOKEN_THEME"],
    [{ css: "t.css", themes: ["Dark", "mode/dark"] }, "TOKEN_THEME"],
    [{ scss: "t.scss", themes: "matrix" }, "TOKEN_THEME"],
    [{ "tailwind-config": "t.js", themes: "matrix" }, "TOKEN_THEME"],
    [{ css: "t.css", tailwind: "T.css" }, "PATH_COLLISION"],
    [{ "style-dictionary": { folder: "a", platforms: { a: { files: [{ destination: "b", format: "none" }] } } } }, "STYLE_DICTIONARY"],
    [
      {
        "style-dictionary": {
          folder: "a",
          platforms: { a: { transformGroup: "css", files: [{ destination: "../../b", format: "css/variables" }] } },
        },
      },
      "ARTIFACT_PATH",
    ],
  ])("%j with %s", async (input, code) => {
    await expect(runBuild(createThemed(), input)).rejects.toMatchObject({ code });
  });

  it.each([
    [{}, "needs an output"],
    [{ css: "t.txt" }, "Invalid input"],
    [{ css: { path: "t.css", colors: "hsl" } }, "Invalid input"],
    [{ css: "t.css", themes: [{ choose: "Dark", selector: "a { } b" }] }, "must be"],
    [{ css: "t.css", themes: [{ choose: "Dark", colour: "red" }] }, "must be"],
    [
      {
        "style-dictionary": {
          folder: "a",
          platforms: { a: { transforms: ["asset/base64"], files: [{ destination: "b", format: "json" }] } },
        },
      },
      "reads files",
    ],
  ])("the input %j", (input, message) => {
    expect(JSON.stringify(buildTokens.input.safeParse(input).error?.issues)).toContain(message);
  });
});

describe("build-tokens notes", () => {
  it("what has no value, names set and token, and writes the rest", async () => {
    const broken = Array.from({ length: 30 }, (_, index) => createToken(`bad${index}`, "{nothing}"));
    const { notes = [], artifacts = [], outputs } = await runBuild(ofTokens(...broken, createToken("good", "1px")), { css: "t.css" });
    expect(notes).toHaveLength(21);
    expect(notes[0]?.message).toMatch(/^The token "bad0" of the set "core" /);
    expect(notes[20]?.message).toBe("… and 10 more problems of tokens.");
    expect([
      Buffer.from(artifacts[0]?.content ?? [])
        .toString()
        .includes("--good: 1px;"),
      outputs?.["count"],
    ]).toEqual([true, 1]);
  });

  it("what a platform cannot say", async () => {
    const { notes } = await runBuild(readAcmeLibrary(), { flutter: "t.dart" });
    expect(notes).toEqual([
      { level: "warning", message: 'Left out of flutter: "shadow.card"; each has an inner shadow, which Flutter has not.' },
    ]);
  });

  it("what a theme has no value for", async () => {
    const { notes } = await runBuild(createThemed(), { themes: ["Dark", "Light"], css: "t.css" });
    expect(notes).toEqual([{ level: "info", message: 'The theme "Light" has no value for "only.dark", which "Dark" has.' }]);
  });

  it("that there are no tokens, or that not all could be read", async () => {
    expect((await runAction(buildTokens, createDesign(), { css: "t.css" })).notes?.[0]?.message).toBe("The design has no tokens.");
    const partial = createDesign({ tokens: createThemed(), complete: false });
    expect(await runAction(buildTokens, partial, { css: "t.css" })).toMatchObject({ notes: [{ level: "warning" }], outputs: { count: 0 } });
  });
});
