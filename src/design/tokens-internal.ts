import type { Token, TokenSet, TokenTheme } from "../design.ts";
import { type TokenParts, toExportedType, toExportedValue } from "./token-values.ts";
import { isRecord, type Report, toInstant, toText, toTexts, withoutUndefined } from "./values.ts";

const HIDDEN_THEME = "__PENPOT__HIDDEN__TOKEN__THEME__";

/** Reads the internal form (file-model.md §6.4), as `decodeTransit` gives it: ids, descriptions and the design's order of tokens. */
export function toInternalTokens(lib: Record<string, unknown>, report: Report): TokenParts {
  const sets = [...flatten(lib.sets)].flatMap((set) => toTokenSet(set, report) ?? []);
  const themes = [...flatten(lib.themes)].filter(isRecord).map(toTheme);
  const active = new Set(toTexts(lib.activeThemes));
  // Penpot's hidden theme is never shown, but the sets switched on by hand are its sets.
  const activeSets = themes.filter(({ group, name }) => active.has(`${group}/${name}`)).flatMap((theme) => theme.sets);
  return { sets, themes: themes.filter(({ name }) => name !== HIDDEN_THEME), activeThemes: [...active], activeSets };
}

/** The leaves of nested maps: set groups (`G-…`) hold sets (`S-…`), theme groups hold themes. */
function* flatten(value: unknown): Generator<unknown> {
  if (!(value instanceof Map)) return;
  for (const item of value.values()) {
    if (item instanceof Map) yield* flatten(item);
    else yield item;
  }
}

function toTokenSet(value: unknown, report: Report): TokenSet | undefined {
  if (!isRecord(value) || typeof value.name !== "string" || !(value.tokens instanceof Map)) {
    report("A token set could not be read: it has no name or no tokens.");
    return undefined;
  }
  const setName = value.name;
  const tokens = [...value.tokens.values()].flatMap((token: unknown) => toToken(token, setName, report) ?? []);
  return withoutUndefined({ id: toText(value.id), name: setName, description: toText(value.description) || undefined, tokens });
}

function toToken(value: unknown, setName: string, report: Report): Token | undefined {
  if (!isRecord(value) || typeof value.name !== "string" || typeof value.type !== "string") {
    report(`A token of the set ${JSON.stringify(setName)} could not be read: it has no name or no type.`);
    return undefined;
  }
  const type = toExportedType(value.type);
  const { name, description } = value;
  const optional = withoutUndefined({ id: toText(value.id), modifiedAt: toInstant(value.modifiedAt) });
  return { ...optional, name, type, value: toExportedValue(type, value.value), description: toText(description) ?? "" };
}

function toTheme(value: Record<string, unknown>): TokenTheme {
  return {
    id: toText(value.externalId) ?? toText(value.id) ?? "",
    name: toText(value.name) ?? "",
    group: toText(value.group) ?? "",
    description: toText(value.description) ?? "",
    isSource: value.isSource === true,
    sets: toTexts(value.sets),
  };
}
