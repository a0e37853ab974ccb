import { describe, expect, it } from "vitest";
import { readArchive, toDesign } from "../../../src/design/index.ts";
import type { TokenLibrary } from "../../../src/design.ts";
import { checkThemes, createResolver, setsOf, themeMatrix } from "../../../src/tokens/index.ts";
import { decodeTransit } from "../../../src/transit/index.ts";
import { readFixture, readFixtureBytes } from "../../support/read-fixture.ts";
import { toPenpotResult } from "../../support/token-library.ts";

function load(version: string): TokenLibrary[] {
  const designs = [
    toDesign(decodeTransit(readFixture(`penpot/acme/acme.${version}.get-file.transit.json`)), "transit"),
    toDesign(JSON.parse(readFixture(`penpot/acme/acme.${version}.get-file.json`)), "json"),
    readArchive(readFixtureBytes(`penpot/acme/acme.${version}.penpot`)).design(),
  ];
  return designs.map(({ tokens }) => {
    if (!tokens) throw new Error("the design has no tokens");
    return tokens;
  });
}

function valuesOf(library: TokenLibrary, sets: readonly string[]): Record<string, unknown> {
  const { tokens } = createResolver(library)(sets);
  const sorted = [...tokens].sort((a, b) => (a.name < b.name ? -1 : 1));
  return Object.fromEntries(sorted.map(({ name, value }) => [name, toPenpotResult(value)]));
}

describe.each(["v1", "v2"])("Acme %s", (version) => {
  const libraries = load(version);

  it("resolves whole in every theme", () => {
    for (const library of libraries) {
      const resolve = createResolver(library);
      const outcomes = themeMatrix(library).map(({ name, sets }) => [name, resolve(sets).tokens.length, resolve(sets).problems]);
      expect(outcomes).toEqual([
        ["light", 37, []],
        ["dark", 37, []],
      ]);
      expect(checkThemes(library)).toEqual([]);
    }
  });

  it("has the same values whichever way it was read", () => {
    for (const mode of ["light", "dark"]) {
      const [transit, ...others] = libraries.map((library) => valuesOf(library, setsOf(library, { mode })));
      for (const other of others) expect(other).toEqual(transit);
    }
  });
});

describe("from Acme v1 to v2", () => {
  it("one token has another name and one another value, in light only", () => {
    const [[before], [after]] = [load("v1"), load("v2")];
    if (!before || !after) throw new Error("Acme was not read");
    const changes = ["light", "dark"].map((mode) => {
      const [old, now] = [before, after].map((library) => valuesOf(library, setsOf(library, { mode })));
      const names = new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})]);
      return [...names].filter((name) => JSON.stringify(old?.[name]) !== JSON.stringify(now?.[name])).sort();
    });
    expect(changes).toEqual([
      ["color.mint.500", "color.teal.500", "surface.page"],
      ["color.mint.500", "color.teal.500"],
    ]);
  });
});
