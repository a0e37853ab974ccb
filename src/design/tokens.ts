import type { TokenLibrary, TokenTheme } from "../design.ts";
import { toExportedTokens } from "./tokens-exported.ts";
import { toInternalTokens } from "./tokens-internal.ts";
import { isRecord, type Report } from "./values.ts";

/**
 * A token library of either form: the internal one of Transit (file-model.md §6.4) or the exported one of JSON and archives (§6.5).
 * Undefined when there is none or it is empty.
 */
export function toTokenLibrary(value: unknown, report: Report): TokenLibrary | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isRecord(value)) {
    report("The token library could not be read: it is no map.");
    return undefined;
  }
  const { sets, themes, activeThemes, activeSets } =
    value.sets instanceof Map ? toInternalTokens(value, report) : toExportedTokens(value, report);
  if (sets.length === 0 && themes.length === 0) return undefined;
  const setNames = sets.map(({ name }) => name);
  return {
    sets,
    themes: themes.map((theme) => ({ ...theme, sets: inOrderOf(setNames, theme.sets) })),
    activeThemes: inOrderOf(themes.map(toThemePath), activeThemes),
    activeSets: inOrderOf(setNames, activeSets),
  };
}

/** A theme's path, as Penpot writes it into its lists of active themes: `group/name`, without a group `/name` (file-model.md §6.1). */
function toThemePath({ group, name }: TokenTheme): string {
  return `${group}/${name}`;
}

/** Penpot keeps these as unordered sets, and a name that stands for nothing means nothing. */
function inOrderOf(order: readonly string[], names: readonly string[]): string[] {
  const wanted = new Set(names);
  return order.filter((name) => wanted.has(name));
}
