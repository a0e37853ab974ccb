import { describe, expect, it } from "vitest";
import { UserError } from "../../../src/errors.ts";
import { checkThemes, setsOf, themeMatrix } from "../../../src/tokens/index.ts";
import { createLibrary, createTheme } from "../../support/token-library.ts";

const library = createLibrary(
  ["core", "mode/light", "mode/dark", "brand/a", "brand/b", "idle"].map((name) => [name, []]),
  {
    themes: [
      createTheme("Mode", "Light", ["core", "mode/light"]),
      createTheme("Mode", "Dark", ["core", "mode/dark"]),
      createTheme("Brand", "A", ["brand/a"]),
      createTheme("Brand", "B", ["brand/b", "core"]),
      createTheme("", "Plain", ["core"]),
    ],
    activeSets: ["core", "mode/light"],
  },
);

function mistakeOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof UserError) return [error.code, error.message, error.hint ?? ""];
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("the sets of a choice of themes", () => {
  it.each([
    [{ mode: "dark", brand: "a" }, ["core", "mode/dark", "brand/a"]],
    [{ Brand: "B" }, ["core", "brand/b"]],
    [
      ["Mode/Light", "b"],
      ["core", "mode/light", "brand/b"],
    ],
    [["/plain"], ["core"]],
    [[], []],
  ] as const)("%j come in the library's order", (choice, expected) => {
    expect(setsOf(library, choice)).toEqual(expected);
  });

  it("prefers the case that is written", () => {
    const twins = createLibrary(
      [
        ["x", []],
        ["y", []],
      ],
      { themes: [createTheme("g", "dark", ["x"]), createTheme("g", "Dark", ["y"])] },
    );
    expect([setsOf(twins, ["Dark"]), setsOf(twins, { G: "dark" })]).toEqual([["y"], ["x"]]);
  });

  it.each([
    [["Mode/Drak"], 'There is no theme "Mode/Drak".', 'Did you mean "Mode/Dark"?'],
    [{ mod: "dark" }, 'There is no group of themes "mod".', 'Did you mean "Mode"?'],
    [{ mode: "sepia" }, 'The group "mode" has no theme "sepia".', 'The design has "Light", "Dark".'],
    [["light", "dark"], '"Mode/Light" and "Mode/Dark" are of one group, of which one can be active.', ""],
  ] as const)("%j is a mistake that says what may be meant", (choice, message, hint) => {
    expect(mistakeOf(() => setsOf(library, choice))).toEqual(["TOKEN_THEME", message, hint]);
  });

  it("a name of several groups needs its path", () => {
    const twice = createLibrary([["x", []]], { themes: [createTheme("a", "one", ["x"]), createTheme("b", "one", ["x"])] });
    expect(mistakeOf(() => setsOf(twice, ["one"]))).toEqual([
      "TOKEN_THEME",
      'The theme "one" is in several groups.',
      'Write "a/one" or "b/one".',
    ]);
  });

  it("hostile groups are only names", () => {
    const hostile = createLibrary([["x", []]], { themes: [createTheme("__proto__", "constructor", ["x"])] });
    expect(setsOf(hostile, ["__proto__/constructor"])).toEqual(["x"]);
    expect(mistakeOf(() => setsOf(library, { constructor: "dark" }))[1]).toBe('There is no group of themes "constructor".');
  });
});

describe("the matrix of themes", () => {
  it("has every combination of one theme a group, the last group changing fastest", () => {
    const matrix = themeMatrix(library);
    expect(matrix.map(({ name }) => name)).toEqual(["Light / A / Plain", "Light / B / Plain", "Dark / A / Plain", "Dark / B / Plain"]);
    expect(matrix[2]?.sets).toEqual(["core", "mode/dark", "brand/a"]);
  });

  it("can be of some groups only", () => {
    expect(themeMatrix(library, ["mode"]).map(({ name, sets }) => [name, sets])).toEqual([
      ["Light", ["core", "mode/light"]],
      ["Dark", ["core", "mode/dark"]],
    ]);
    expect(mistakeOf(() => themeMatrix(library, ["modes"]))[2]).toBe('Did you mean "Mode"?');
  });

  it("of a library without themes is its active sets", () => {
    const plain = createLibrary(
      [
        ["core", []],
        ["off", []],
      ],
      { activeSets: ["core"] },
    );
    expect(themeMatrix(plain)).toEqual([{ name: "", themes: [], sets: ["core"] }]);
  });

  it("is not made when it is endless", () => {
    const groups = Array.from({ length: 12 }, (_, index) => index);
    const themes = groups.flatMap((group) => ["a", "b"].map((name) => createTheme(`g${group}`, name, ["core"])));
    expect(mistakeOf(() => themeMatrix(createLibrary([["core", []]], { themes })))).toEqual([
      "TOKEN_THEME",
      "The themes make 4096 combinations, more than 1000.",
      "Name fewer groups.",
    ]);
  });
});

describe("what is wrong with themes", () => {
  it("sets in no theme, and sets that are not there", () => {
    const themes = [...library.themes, createTheme("Mode", "Sepia", ["mode/drak"])];
    expect(checkThemes({ ...library, themes }).map(({ code, message, hint }) => [code, message, hint])).toEqual([
      ["TOKEN_SET_MISSING", 'The theme "Mode/Sepia" enables the set "mode/drak", which does not exist.', 'Did you mean "mode/dark"?'],
      [
        "TOKEN_SET_UNUSED",
        'The token set "idle" is enabled in no theme, so that its tokens never apply.',
        "Enable it in a theme or remove it.",
      ],
    ]);
  });

  it("nothing, when there are no themes", () => {
    expect(checkThemes(createLibrary([["core", []]]))).toEqual([]);
  });
});
