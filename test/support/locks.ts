import { hashShapes } from "../../src/assets/index.ts";
import { readArchive, toDesign } from "../../src/design/index.ts";
import type { Channel, Design, Token, TokenSet } from "../../src/design.ts";
import { type Lock, type LockExtras, type ThemeValues, toLock } from "../../src/diff/index.ts";
import { decodeTransit } from "../../src/transit/index.ts";
import { createDesign } from "./create-design.ts";
import { readFixture, readFixtureBytes } from "./read-fixture.ts";

/** Acme in one of its two versions, as that channel gives it. */
export function readAcme(version: "v1" | "v2", channel: Channel): Design {
  const path = `penpot/acme/acme.${version}`;
  if (channel === "transit") return toDesign(decodeTransit(readFixture(`${path}.get-file.transit.json`)), "transit");
  if (channel === "json") return toDesign(JSON.parse(readFixture(`${path}.get-file.json`)), "json");
  return readArchive(readFixtureBytes(`${path}.penpot`)).design();
}

/** The lock of a design whose components are hashed by their shapes. */
export function lockOf(design: Design, extras: Partial<LockExtras> = {}): Lock {
  const pages = new Map(design.pages.map((page) => [page.id, page.objects]));
  const hashes = new Map(design.components.map(({ id, pageId, rootId }) => [id, hashShapes(pages.get(pageId) ?? {}, rootId)]));
  return toLock(design, { instance: "acme", hashes, ...extras });
}

/** A token, a colour with an id made of its name unless told otherwise. */
export function createToken(name: string, parts: Partial<Token> = {}): Token {
  return { id: `id-${name}`, name, type: "color", value: "#ffffff", description: "", ...parts };
}

/** The same token as a channel without ids gives it. */
export function withoutId({ id: _, ...token }: Token): Token {
  return token;
}

/** The lock of a design that holds only these token sets. */
export function lockTokens(
  sets: readonly TokenSet[],
  extras: { combinations?: readonly ThemeValues[]; design?: Partial<Design> } = {},
): Lock {
  const tokens = { sets, themes: [], activeThemes: [], activeSets: [] };
  const { combinations = [], design } = extras;
  return toLock(createDesign({ tokens, ...design }), { instance: "acme", combinations });
}

/** The lock of one token set called `core`. */
export function lockCore(...tokens: readonly Token[]): Lock {
  return lockTokens([{ id: "set-core", name: "core", tokens }]);
}
