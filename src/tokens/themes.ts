import type { TokenLibrary, TokenTheme } from "../design.ts";
import { UserError } from "../errors.ts";
import { listSome, quote, type TokenProblem } from "./problems.ts";
import { suggest } from "./suggest.ts";

/** A choice of themes: paths (`Mode/Dark`) or names, or a name for each group (`{ mode: "dark" }`). Case does not count. */
export type ThemeChoice = readonly string[] | Readonly<Record<string, string>>;

/** One combination of themes and the sets that are active in it. */
export interface ThemeCombination {
  /** The names of its themes, `Dark / Compact`; empty when the library has no themes. */
  name: string;
  themes: readonly TokenTheme[];
  /** In the library's order. */
  sets: readonly string[];
}

const MOST_COMBINATIONS = 1000;

/** The sets that are active when these themes are, and no others. Throws TOKEN_THEME for a theme or group that is not there, or two themes of one group. */
export function setsOf(library: TokenLibrary, choice: ThemeChoice): readonly string[] {
  return toSets(library, chooseThemes(library, choice));
}

/** The themes a choice names, in the library's order; throws like `setsOf`. */
export function chooseThemes({ themes }: TokenLibrary, choice: ThemeChoice): readonly TokenTheme[] {
  const chosen = isList(choice)
    ? choice.map((name) => findTheme(themes, name))
    : Object.entries(choice).map(([group, name]) => findInGroup(themes, group, name));
  const ofGroup = new Map<string, TokenTheme>();
  for (const theme of chosen) {
    const other = ofGroup.get(theme.group);
    if (other && other !== theme) throw mistake(`${show(other)} and ${show(theme)} are of one group, of which one can be active`);
    ofGroup.set(theme.group, theme);
  }
  return themes.filter((theme) => chosen.includes(theme));
}

/**
 * Every combination of one theme from each group, in the library's order, the last group changing fastest; of the named groups only, when
 * there are any. A library without themes gives one combination: its active sets. Throws TOKEN_THEME.
 */
export function themeMatrix(library: TokenLibrary, groups?: readonly string[]): readonly ThemeCombination[] {
  const names = groups?.map((group) => findGroup(library.themes, group)) ?? library.themes.map(({ group }) => group);
  const lists = [...new Set(names)].map((group) => library.themes.filter((theme) => theme.group === group));
  if (lists.length === 0) return [{ name: "", themes: [], sets: library.activeSets }];
  const size = lists.reduce((product, list) => product * list.length, 1);
  if (size > MOST_COMBINATIONS) throw mistake(`The themes make ${size} combinations, more than ${MOST_COMBINATIONS}`, "Name fewer groups.");
  let combinations: (readonly TokenTheme[])[] = [[]];
  for (const list of lists) combinations = combinations.flatMap((before) => list.map((theme) => [...before, theme]));
  return combinations.map((themes) => ({
    name: themes.map(({ name }) => name).join(" / "),
    themes,
    sets: toSets(library, themes),
  }));
}

/** What is wrong with the themes themselves: sets that no theme enables, and themes that name sets which are not there. */
export function checkThemes({ sets, themes }: TokenLibrary): readonly TokenProblem[] {
  if (themes.length === 0) return [];
  const known = new Set(sets.map(({ name }) => name));
  const enabled = new Set(themes.flatMap((theme) => theme.sets));
  const missing = themes.flatMap((theme) => theme.sets.filter((name) => !known.has(name)).map((name) => toMissing(theme, name, known)));
  return [...missing, ...[...known].filter((name) => !enabled.has(name)).map(toUnused)];
}

function toMissing(theme: TokenTheme, set: string, known: ReadonlySet<string>): TokenProblem {
  const meant = suggest(set, known);
  const message = `The theme ${show(theme)} enables the set ${quote(set)}, which does not exist.`;
  return { level: "warning", code: "TOKEN_SET_MISSING", message, ...(meant && { hint: `Did you mean ${quote(meant)}?` }), set };
}

function toUnused(set: string): TokenProblem {
  const message = `The token set ${quote(set)} is enabled in no theme, so that its tokens never apply.`;
  return { level: "warning", code: "TOKEN_SET_UNUSED", message, hint: "Enable it in a theme or remove it.", set };
}

function toSets({ sets }: TokenLibrary, themes: readonly TokenTheme[]): readonly string[] {
  const enabled = new Set(themes.flatMap((theme) => theme.sets));
  return [...new Set(sets.map(({ name }) => name))].filter((name) => enabled.has(name));
}

function isList(choice: ThemeChoice): choice is readonly string[] {
  return Array.isArray(choice);
}

/** A theme by its path or name; a name that several groups have needs its path. */
function findTheme(themes: readonly TokenTheme[], text: string): TokenTheme {
  const byPath = pick(themes, text, toPath);
  if (byPath) return byPath;
  const exact = themes.filter(({ name }) => name === text);
  const found = exact.length > 0 ? exact : alike(themes, text, ({ name }) => name);
  if (found.length > 1)
    throw mistake(`The theme ${quote(text)} is in several groups`, `Write ${found.map(toPath).map(quote).join(" or ")}.`);
  return (
    found[0] ??
    fail(
      `There is no theme ${quote(text)}`,
      text,
      themes.flatMap((theme) => [toPath(theme), theme.name]),
    )
  );
}

function findInGroup(themes: readonly TokenTheme[], group: string, name: string): TokenTheme {
  const members = themes.filter((theme) => theme.group === findGroup(themes, group));
  const found = pick(members, name, (theme) => theme.name);
  return (
    found ??
    fail(
      `The group ${quote(group)} has no theme ${quote(name)}`,
      name,
      members.map((theme) => theme.name),
    )
  );
}

function findGroup(themes: readonly TokenTheme[], text: string): string {
  const groups = [...new Set(themes.map(({ group }) => group))];
  const found = pick(groups, text, (group) => group);
  return found ?? fail(`There is no group of themes ${quote(text)}`, text, groups);
}

/** The item of that name as it is written, else the first that differs in case only. */
function pick<Item>(items: readonly Item[], text: string, nameOf: (item: Item) => string): Item | undefined {
  return items.find((item) => nameOf(item) === text) ?? alike(items, text, nameOf)[0];
}

function alike<Item>(items: readonly Item[], text: string, nameOf: (item: Item) => string): Item[] {
  return items.filter((item) => nameOf(item).toLowerCase() === text.toLowerCase());
}

function fail(message: string, text: string, known: readonly string[]): never {
  const meant = suggest(text, known);
  throw mistake(message, meant ? `Did you mean ${quote(meant)}?` : `The design has ${listSome([...new Set(known)]) || "none"}.`);
}

function mistake(message: string, hint?: string): UserError {
  return new UserError("TOKEN_THEME", `${message}.`, hint === undefined ? {} : { hint });
}

function toPath({ group, name }: TokenTheme): string {
  return `${group}/${name}`;
}

function show({ group, name }: TokenTheme): string {
  return quote(group === "" ? name : `${group}/${name}`);
}
