import { readdirSync } from "node:fs";
import { buildTokens } from "../../../src/actions/build-tokens.ts";
import { toTokenLibrary } from "../../../src/design/tokens.ts";
import type { Token, TokenLibrary } from "../../../src/design.ts";
import { createDesign } from "../../support/create-design.ts";
import { hasSamples, listSamples, readFixture, readSample } from "../../support/read-fixture.ts";
import { createLibrary } from "../../support/token-library.ts";
import { runAction, textsOf } from "./run-action.ts";

/** Libraries by name: Acme, the fixtures, and the samples where they are. */
export function readLibraries(): readonly (readonly [string, TokenLibrary])[] {
  const fixtures = readdirSync(new URL("../../fixtures/tokens/", import.meta.url));
  const samples = hasSamples ? listSamples("tokens").filter((path) => path.endsWith(".tokens.json")) : [];
  return [
    ["acme", readAcmeLibrary()],
    ...fixtures.map((name) => [name, toLibrary(readFixture(`tokens/${name}/tokens.json`))] as const),
    ...samples.map((path) => [path, toLibrary(readSample(path))] as const),
  ];
}

/** The tokens of the Acme file. */
export function readAcmeLibrary(): TokenLibrary {
  return toLibrary(JSON.stringify(JSON.parse(readFixture("penpot/acme/acme.v1.get-file.json")).data.tokensLib));
}

/** Runs build-tokens on a library; paths and texts of its files. */
export async function buildFiles(library: TokenLibrary, input: Record<string, unknown>): Promise<Record<string, string>> {
  return textsOf(await runBuild(library, input));
}

/** Runs build-tokens on a library. */
export async function runBuild(library: TokenLibrary, input: Record<string, unknown>) {
  return runAction(buildTokens, createDesign({ name: "Acme */ --> kit", tokens: library }), input);
}

/** A library of one active set. */
export function ofTokens(...tokens: readonly Token[]): TokenLibrary {
  return createLibrary([["core", tokens]]);
}

function toLibrary(document: string): TokenLibrary {
  const library = toTokenLibrary(JSON.parse(document), () => undefined);
  if (!library) throw new Error("the document has no tokens");
  return library;
}
