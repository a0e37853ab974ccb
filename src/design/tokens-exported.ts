import type { Token, TokenSet, TokenTheme } from "../design.ts";
import { type TokenParts, toExportedType, toExportedValue } from "./token-values.ts";
import { compareTexts, isRecord, type Report, toText, toTexts } from "./values.ts";

const OWN_KEYS = new Set(["$value", "$type", "$description", "$extensions", "$deprecated"]);
const MAX_DEPTH = 200;

/** Reads the export form (file-model.md §6.5). It has no order of tokens, so they are sorted by name. */
export function toExportedTokens(lib: Record<string, unknown>, report: Report): TokenParts {
  const metadata = isRecord(lib.$metadata) ? lib.$metadata : {};
  const sets = orderSetNames(lib, toTexts(metadata.tokenSetOrder)).map((name) => toTokenSet(name, lib[name], report));
  const themes = Array.isArray(lib.$themes) ? lib.$themes.filter(isRecord).map(toTheme) : [];
  const activeThemes = toTexts(metadata.activeThemes);
  const fromThemes = themes.filter(({ group, name }) => activeThemes.includes(`${group}/${name}`)).flatMap((theme) => theme.sets);
  return { sets, themes, activeThemes, activeSets: Array.isArray(metadata.activeSets) ? toTexts(metadata.activeSets) : fromThemes };
}

function orderSetNames(lib: Record<string, unknown>, order: readonly string[]): string[] {
  const names = Object.keys(lib).filter((key) => key !== "$themes" && key !== "$metadata");
  const known = new Set(names);
  const ordered = new Set(order.filter((name) => known.has(name)));
  return [...ordered, ...names.filter((name) => !ordered.has(name)).sort(compareTexts)];
}

function toTokenSet(name: string, value: unknown, report: Report): TokenSet {
  if (!isRecord(value)) {
    report(`The token set ${JSON.stringify(name)} could not be read: it is no map.`);
    return { name, tokens: [] };
  }
  const tokens = [...walk(value, { path: [], setName: name, report })];
  return { name, tokens: tokens.sort((a, b) => compareTexts(a.name, b.name)) };
}

interface Position {
  path: readonly string[];
  type?: string;
  setName: string;
  report: Report;
}

/** A node with a `$value` is a token, and may hold tokens too (`a` and `a.b`). */
function* walk(node: Record<string, unknown>, position: Position): Generator<Token> {
  const { path, setName, report } = position;
  const type = toText(node.$type) ?? position.type;
  if (node.$value !== undefined) {
    if (type === undefined)
      report(`The token ${JSON.stringify(path.join("."))} of the set ${JSON.stringify(setName)} could not be read: it has no type.`);
    else yield toToken(path.join("."), type, node);
  }
  if (path.length >= MAX_DEPTH) {
    report(`The token set ${JSON.stringify(setName)} could not be read: it is nested more than ${MAX_DEPTH} levels deep.`);
    return;
  }
  for (const [key, child] of Object.entries(node)) {
    if (OWN_KEYS.has(key) || !isRecord(child)) continue;
    yield* walk(child, { ...position, path: [...path, key], ...(type !== undefined && { type }) });
  }
}

function toToken(name: string, exportedType: string, node: Record<string, unknown>): Token {
  const type = toExportedType(exportedType);
  return { name, type, value: toExportedValue(type, node.$value), description: toText(node.$description) ?? "" };
}

/** Releases up to 2.11 write `is-source`; every key of `selectedTokenSets` counts, whatever its value (file-model.md §6.6). */
function toTheme(value: Record<string, unknown>): TokenTheme {
  return {
    id: toText(value.id) ?? "",
    name: toText(value.name) ?? "",
    group: toText(value.group) ?? "",
    description: toText(value.description) ?? "",
    isSource: (value.isSource ?? value["is-source"]) === true,
    sets: isRecord(value.selectedTokenSets) ? Object.keys(value.selectedTokenSets) : [],
  };
}
