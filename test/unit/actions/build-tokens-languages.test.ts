import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import postcss from "postcss";
import { compileString } from "sass";
import { compile as compileTailwind } from "tailwindcss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TokenLibrary } from "../../../src/design.ts";
import { UserError } from "../../../src/errors.ts";
import { themeMatrix } from "../../../src/tokens/index.ts";
import { compile } from "../../integration/icons/compile.ts";
import { findSyntaxMistakes } from "../../support/grammars.ts";
import { parseXml } from "../../support/parse-xml.ts";
import { samplesNote } from "../../support/read-fixture.ts";
import { createToken } from "../../support/token-library.ts";
import { buildFiles, ofTokens, readLibraries } from "./build-tokens-files.ts";

const less = createRequire(import.meta.url)("less") as { render(text: string): Promise<{ css: string }> };

const HOSTILE_TEXT = "a\"b'c\\d`${x#{y@{z$w */ // <b>&\n\u2028😀 \\u{1 \\(q)";

/** What no language may take for something else. */
const HOSTILE = ofTokens(
  ...["__proto__", "class", "default", "500", "a b/c", "x.{y}", "🎨", "constructor", "themes", "import", "object", "hashCode", "self"].map(
    (name) => createToken(name, "4px", "spacing"),
  ),
  createToken("text.string", HOSTILE_TEXT, "string"),
  createToken("text.other", HOSTILE_TEXT, "other"),
  createToken("text.font", [HOSTILE_TEXT, "serif"], "fontFamilies"),
  createToken("number.negative", "-4.5", "sizing"),
  createToken("number.share", "40%", "sizing"),
  createToken("weight", "700 italic", "fontWeights"),
  createToken("on", "true", "boolean"),
  createToken("data", { ["__proto__"]: [1, { "a-b": null }] }, "other"),
);

const LIBRARIES: readonly (readonly [string, TokenLibrary])[] = [...readLibraries(), ["hostile", HOSTILE]];

/** What helps where two tokens of a library would have one name. */
const WAYS_OUT = { naming: "snake", "short-names": false };

/** All libraries' files of one output, by the library's name and the path. */
async function filesOf(output: string, options: Record<string, unknown>): Promise<[string, string][]> {
  const all: [string, string][] = [];
  for (const [name, library] of LIBRARIES) {
    for (const [path, text] of Object.entries(await buildAnyway(library, output, options))) all.push([`${name} ${path}`, text]);
  }
  expect(all.length).toBeGreaterThanOrEqual(LIBRARIES.length);
  return all;
}

/** Two combinations show what twenty would. */
function firstThemes(library: TokenLibrary) {
  if (library.themes.length === 0) return undefined;
  const chosen = themeMatrix(library).slice(0, 2);
  return chosen.map(({ name, themes }) => ({ choose: Object.fromEntries(themes.map((theme) => [theme.group, theme.name])), name }));
}

async function buildAnyway(library: TokenLibrary, output: string, options: Record<string, unknown>): Promise<Record<string, string>> {
  try {
    return await buildFiles(library, { themes: firstThemes(library), [output]: options });
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== "TOKEN_NAMES") throw error;
    const wayOut = output.startsWith("tailwind") ? "short-names" : "naming";
    return await buildFiles(library, { themes: firstThemes(library), [output]: { ...options, [wayOut]: WAYS_OUT[wayOut] } });
  }
}

describe(`the files of every library${samplesNote}`, () => {
  it.each([{}, { references: "resolve", colors: "oklch", unit: "rem", naming: "camel", prefix: "x" }])(
    "are CSS that parses (%j)",
    async (more) => {
      for (const [name, text] of await filesOf("css", { path: "tokens.css", ...more })) {
        const root = postcss.parse(text);
        expect(
          root.nodes.filter(({ type }) => type !== "rule").map(({ type }) => type),
          name,
        ).toEqual(["comment"]);
        root.walkDecls(({ prop, value }) =>
          expect([prop, value], name).toEqual([expect.stringMatching(/^--[\w-]+$/), expect.stringMatching(/^\S/)]),
        );
      }
    },
  );

  it.each([{}, { references: "keep", colors: "oklch", unit: "rem" }])("are SCSS that Sass compiles (%j)", async (more) => {
    for (const [name, text] of await filesOf("scss", { path: "${{ kebab(theme.name + ' x') }}/tokens.scss", ...more })) {
      const used = [...text.matchAll(/^\$([\w-]+):/gm)].map(([, variable]) => `  --${variable}: #{$${variable}};`);
      const { css } = compileString(`${text}\n:root {\n${used.join("\n")}\n}\n`);
      expect([...css.matchAll(/^ {2}--[\w-]+: /gm)].length, name).toBe(used.length);
    }
  });

  it.each([{}, { references: "keep", colors: "rgb", prefix: "x" }])("are Less that compiles (%j)", async (more) => {
    for (const [name, text] of await filesOf("less", { path: "${{ kebab(theme.name + ' x') }}/tokens.less", ...more })) {
      const used = [...text.matchAll(/^@([\w-]+):/gm)].map(([, variable]) => `  --${variable}: @${variable};`);
      const { css } = await less.render(`${text}\n:root {\n${used.join("\n")}\n}\n`);
      expect([...css.matchAll(/^ {2}--[\w-]+: /gm)].length, name).toBe(used.length);
    }
  });

  it("are a theme that Tailwind 4 compiles", async () => {
    for (const [name, text] of await filesOf("tailwind", { path: "tokens.css" })) {
      const { build } = await compileTailwind(`${text}\n@tailwind utilities;`);
      expect(build([]).length, name).toBeGreaterThan(20);
    }
  });

  it("are JSON whose numbers and texts are there", async () => {
    for (const [name, text] of await filesOf("json", { path: "tokens.json" })) {
      const document = JSON.parse(text) as { tokens: object };
      expect(Object.keys(document).slice(0, 2), name).toEqual(["$description", "tokens"]);
      expect(Object.keys(document.tokens).length, name).toBeGreaterThan(0);
    }
  });

  it("are resources of Android that are XML", async () => {
    for (const [name, text] of await filesOf("android", { path: "values-${{ kebab(theme.name + ' x') }}/tokens.xml" })) {
      const [root, ...children] = parseXml(text);
      expect(root?.tag, name).toBe("resources");
      for (const child of children)
        expect([child.attributes["name"], child.text], name).toEqual([expect.stringMatching(/^[a-z]\w*$/), expect.stringMatching(/./)]);
    }
  });

  it.each([
    ["kotlin", "compose", { path: "Tokens.kt", package: "com.acme.tokens" }],
    ["swift", "ios", { path: "Tokens.swift" }],
    ["swift", "ios", { path: "Tokens.swift", kit: "uikit", access: "internal" }],
    ["dart", "flutter", { path: "tokens.dart" }],
  ] as const)("are %s that its grammar reads, from %s with %j", async (language, output, options) => {
    const files = await filesOf(output, options);
    const mistakes = await findSyntaxMistakes(language, [...files.map(([, text]) => text), "class { (("]);
    expect(mistakes.pop()).not.toEqual([]);
    expect(files.map(([name], index) => [name, mistakes[index]]).filter(([, found]) => found?.length !== 0)).toEqual([]);
  });
});

describe("modules", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "penops-tokens-"));
    mkdirSync(join(folder, "src"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(`compile as strictly as can be, and say what their types say${samplesNote}`, async () => {
    const written: [string, string][] = [];
    for (const [exports, ending] of [
      ["constants", "ts"],
      ["object", "ts"],
      ["constants", "js"],
      ["object", "js"],
    ] as const) {
      for (const [name, text] of await filesOf(ending, {
        path: `tokens.${ending}`,
        exports,
        unit: exports === "object" ? "none" : "rem",
      })) {
        const file = name.replace(/[^\w.-]+/g, "-").replace(/-tokens(?=\.)/, `-${exports}-${ending}`);
        writeFileSync(join(folder, "src", file), text);
        written.push([file, text]);
      }
    }
    writeFileSync(
      join(folder, "src", "use.ts"),
      [
        'import { colorViolet500, type ThemeName, themes, type TokenName } from "./acme-constants-ts.ts";',
        'import * as plain from "./acme-constants-js.js";',
        'export const color: "#5b3df5" = colorViolet500;',
        "export const same: typeof colorViolet500 = plain.colorViolet500;",
        'export const page: string = themes["dark" satisfies ThemeName]["surfacePage" satisfies TokenName];',
        "// @ts-expect-error There is no such token.",
        'export const wrong: TokenName = "nothing";',
      ].join("\n"),
    );
    expect(await compile(folder, { allowImportingTsExtensions: true, rewriteRelativeImportExtensions: true })).toBe("");
    const modules = written.filter(([file]) => file.endsWith("-js.js"));
    for (const [file] of modules) {
      const module = (await import(pathToFileURL(join(folder, "src", file)).href)) as Record<string, unknown>;
      expect(Object.keys(module).length, file).toBeGreaterThan(0);
    }
    const hostile = (await import(pathToFileURL(join(folder, "src", "hostile-object-js.js")).href)) as { tokens: Record<string, unknown> };
    expect([hostile.tokens["textString"], hostile.tokens["classToken"], hostile.tokens["token500"]]).toEqual([HOSTILE_TEXT, 4, 4]);
  }, 60_000);

  it("for Tailwind 3 load, in both kinds of module", async () => {
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
    for (const [name, library] of LIBRARIES) {
      const [theme] = library.themes;
      const input = theme ? { themes: [`${theme.group}/${theme.name}`] } : {};
      for (const ending of ["js", "cjs"]) {
        const path = join(folder, `${name.replace(/\W+/g, "-")}.${ending}`);
        const config = { path: `tokens.${ending}`, "short-names": false };
        writeFileSync(path, (await buildFiles(library, { ...input, "tailwind-config": config }))[config.path] ?? "");
        const loaded = ending === "cjs" ? createRequire(path)(path) : (await import(pathToFileURL(path).href)).default;
        expect(Object.keys(loaded), name).toEqual(["theme"]);
      }
    }
  });
});
