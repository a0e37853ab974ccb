import type { Design, Page, Token, TokenLibrary } from "../../src/design.ts";

/** The part of a Design that every channel holds: without what JSON and archives lose (file-model.md §1.9). */
export function toComparable({ channel: _, tokens, pages, ...design }: Design): unknown {
  return { ...design, pages: pages.map(withoutPluginData), tokens: tokens && withoutTokenIdentity(tokens) };
}

/** Lost: token and set ids, token `modifiedAt`, set descriptions, the order of tokens inside a set. */
function withoutTokenIdentity(tokens: TokenLibrary): unknown {
  const sets = tokens.sets.map(({ name, tokens: list }) => ({
    name,
    tokens: list.map(withoutIdentity).sort((a, b) => (a.name < b.name ? -1 : 1)),
  }));
  return { ...tokens, sets };
}

function withoutIdentity({ id: _id, modifiedAt: _at, ...token }: Token): Omit<Token, "id" | "modifiedAt"> {
  return token;
}

/** Altered by JSON: the namespaces of plugin data. */
function withoutPluginData({ objects, ...page }: Page): unknown {
  return { ...page, objects: Object.fromEntries(Object.entries(objects).map(([id, { pluginData: _, ...shape }]) => [id, shape])) };
}
