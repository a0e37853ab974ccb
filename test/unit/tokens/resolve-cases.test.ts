import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { toTokenLibrary } from "../../../src/design/tokens.ts";
import type { TokenLibrary } from "../../../src/design.ts";
import { resolveTokens } from "../../../src/tokens/index.ts";
import { hasSamples, listSamples, readFixture, readSample, samplesNote } from "../../support/read-fixture.ts";
import { toPenpotResult } from "../../support/token-library.ts";

interface Expected {
  resolvedValue?: unknown;
  unit?: string;
  problem?: string;
}

/** A token document as the design room reads it. */
function toLibrary(document: string): TokenLibrary {
  const library = toTokenLibrary(JSON.parse(document), (problem) => expect.fail(problem));
  if (!library) throw new Error("the document has no tokens");
  return library;
}

function resolveAll(document: string): Map<string, unknown> {
  const library = toLibrary(document);
  const { tokens, problems } = resolveTokens(library, library.activeSets);
  const codes = new Map(problems.map(({ token, code }) => [token, code]));
  return new Map(tokens.map(({ name, value }) => [name, toPenpotResult(value) ?? { problem: codes.get(name) }]));
}

describe("a case", () => {
  it.each(readdirSync(new URL("../../fixtures/tokens/", import.meta.url)))("%s resolves as Penpot does it", (name) => {
    const expected = JSON.parse(readFixture(`tokens/${name}/resolved.json`)) as Record<string, Expected>;
    expect(Object.fromEntries(resolveAll(readFixture(`tokens/${name}/tokens.json`)))).toEqual(expected);
  });
});

const goldens = hasSamples ? listSamples("tokens").filter((path) => path.endsWith(".resolved.json")) : ["none"];

describe.skipIf(!hasSamples)(`a sample library${samplesNote}`, () => {
  it.each(goldens)("%s is reproduced", (path) => {
    const golden = JSON.parse(readSample(path)) as Record<string, Expected>;
    const all = resolveAll(readSample(path.replace(".resolved.", ".tokens.")));
    const expected = Object.entries(golden).map(([name, { resolvedValue, unit }]) => [name, { resolvedValue, ...(unit && { unit }) }]);
    expect(Object.fromEntries(Object.keys(golden).map((name) => [name, all.get(name)]))).toEqual(Object.fromEntries(expected));
  });

  it.each(goldens)("%s has nothing that cannot be resolved", (path) => {
    const library = toLibrary(readSample(path.replace(".resolved.", ".tokens.")));
    expect(resolveTokens(library, library.activeSets).problems).toEqual([]);
  });
});
