import type { TokenSet, TokenTheme } from "../design.ts";
import { toCamelKey } from "../transit/index.ts";
import { compareTexts, isRecord } from "./values.ts";

/** What either form of a token library holds, before what the forms order differently is ordered. */
export interface TokenParts {
  sets: TokenSet[];
  themes: TokenTheme[];
  /** Theme paths (`group/name`) in any order. */
  activeThemes: readonly string[];
  /** Set names in any order. */
  activeSets: readonly string[];
}

const EXPORTED_TYPES = new Map([
  ["dimensions", "dimension"],
  ["stroke-width", "borderWidth"],
  ["strokeWidth", "borderWidth"],
  ["font-family", "fontFamilies"],
  ["fontFamily", "fontFamilies"],
  ["font-size", "fontSizes"],
  ["fontSize", "fontSizes"],
  ["font-weight", "fontWeights"],
  ["fontWeight", "fontWeights"],
  ["boxShadow", "shadow"],
]);

const EXPORTED_PARTS = new Map([
  ["fontFamily", "fontFamilies"],
  ["fontSize", "fontSizes"],
  ["fontWeight", "fontWeights"],
  ["lineHeight", "lineHeights"],
]);

/** Any of the names a token type goes by (Penpot's own, the export's, what it also reads) as the export's `$type` (file-model.md §6.2). */
export function toExportedType(type: string): string {
  return EXPORTED_TYPES.get(type) ?? (type.includes("-") ? toCamelKey(type) : type);
}

/** A token's value as the export writes it: composite parts under the export's names and sorted, shadows always an array. */
export function toExportedValue(type: string, value: unknown): unknown {
  if (type === "typography" && isRecord(value)) return toSortedParts(value);
  if (type !== "shadow") return value;
  if (isRecord(value)) return [toSortedParts(value)];
  return Array.isArray(value) ? value.map((layer) => (isRecord(layer) ? toSortedParts(layer) : layer)) : value;
}

function toSortedParts(value: Record<string, unknown>): Record<string, unknown> {
  const parts = Object.entries(value).filter(([, part]) => part !== null);
  return Object.fromEntries(
    parts.map(([key, part]) => [EXPORTED_PARTS.get(key) ?? key, part] as const).sort(([a], [b]) => compareTexts(a, b)),
  );
}
