import type { Token, TokenLibrary, TokenTheme } from "../../src/design.ts";
import type { TokenValue } from "../../src/tokens/index.ts";

/** A token with a text of its own and no description. */
export function createToken(name: string, value: unknown, type = "dimension"): Token {
  return { name, value, type, description: "" };
}

/** A library of sets, each a list of tokens or a map from name to `[type, value]`. */
export function createLibrary(sets: Iterable<readonly [string, readonly Token[]]>, extra: Partial<TokenLibrary> = {}): TokenLibrary {
  const list = [...sets].map(([name, tokens]) => ({ name, tokens }));
  return { sets: list, themes: [], activeThemes: [], activeSets: list.map(({ name }) => name), ...extra };
}

/** A theme of a group that enables sets. */
export function createTheme(group: string, name: string, sets: readonly string[]): TokenTheme {
  return { id: `id-${group}-${name}`, name, group, description: "", isSource: false, sets };
}

const PARTS = new Map([
  ["fontFamilies", "font-family"],
  ["fontSize", "font-size"],
  ["fontWeight", "font-weight"],
  ["lineHeight", "line-height"],
  ["letterSpacing", "letter-spacing"],
  ["textCase", "text-case"],
  ["textDecoration", "text-decoration"],
]);

/** A resolved value in the words of Penpot's own resolution, as the samples' `*.resolved.json` have it. */
export function toPenpotResult(value: TokenValue | undefined): { resolvedValue: unknown; unit?: string } | undefined {
  if (value === undefined) return undefined;
  if (value.kind === "color") return { resolvedValue: value.text, unit: value.format };
  if (value.kind === "number") return { resolvedValue: value.number, ...(value.unit && { unit: value.unit }) };
  if (value.kind === "font-families") return { resolvedValue: value.names };
  if (value.kind === "plain") return { resolvedValue: value.value };
  if (value.kind === "shadow") return { resolvedValue: value.layers.map(toPenpotLayer) };
  if (value.kind !== "typography") return { resolvedValue: value.text };
  const parts = Object.entries(value).filter(([key]) => key !== "kind");
  return { resolvedValue: Object.fromEntries(parts.map(([key, part]) => [PARTS.get(key), isWeight(part) ? part.text : part])) };
}

function toPenpotLayer(layer: Extract<TokenValue, { kind: "shadow" }>["layers"][number]): Record<string, unknown> {
  const { offsetX, offsetY, color, ...rest } = layer;
  return { "offset-x": offsetX, "offset-y": offsetY, color: color.text, ...rest };
}

function isWeight(part: unknown): part is { text: string | number } {
  return typeof part === "object" && part !== null && "text" in part;
}
