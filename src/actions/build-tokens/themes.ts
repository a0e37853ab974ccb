import type * as z from "zod";
import { createMatcher } from "../../assets/patterns.ts";
import type { TokenLibrary } from "../../design.ts";
import { UserError } from "../../errors.ts";
import type { Note } from "../../run.ts";
import { chooseThemes, createResolver, setsOf, type ThemeChoice, type TokenProblem, themeMatrix } from "../../tokens/index.ts";
import type { ThemeTokens } from "../../tokens/platforms/index.ts";
import type { Choice, Input, Themes } from "./input.ts";
import { listNames } from "./notes.ts";

interface Wanted {
  name: string;
  sets: readonly string[];
  selector?: string | undefined;
  media?: string | undefined;
}

/** The tokens of every theme that is wanted, the base first, and what is wrong with them. Throws TOKEN_THEME. */
export function resolveThemes(
  library: TokenLibrary,
  { themes, sets }: Pick<z.output<typeof Input>, "themes" | "sets">,
): { themes: ThemeTokens[]; problems: TokenProblem[]; notes: Note[] } {
  const wanted = toWanted(library, themes);
  const double = wanted.find(({ name }, index) => wanted.findIndex((other) => other.name === name) !== index);
  if (double)
    throw new UserError("TOKEN_THEME", `Two themes would both be called ${JSON.stringify(double.name)}.`, {
      hint: "Give one of them a name: { choose: …, name: … }.",
    });
  const isWritten = sets === undefined ? () => true : createMatcher(sets);
  const resolve = createResolver(library);
  const resolved = wanted.map((theme) => ({ theme, resolution: resolve(theme.sets) }));
  const all = resolved.map(({ theme: { name, selector, media }, resolution }): ThemeTokens => {
    return { name, selector, media, tokens: resolution.tokens.filter((token) => isWritten(token.set)) };
  });
  return { themes: all, problems: resolved.flatMap(({ resolution }) => resolution.problems), notes: toGaps(all) };
}

/** One name for each group, or a path, as the tokens room takes it. */
export function toChoice(choice: z.output<typeof Choice>): ThemeChoice {
  return typeof choice === "string" ? [choice] : choice;
}

function toWanted(library: TokenLibrary, themes: z.output<typeof Themes> | undefined): Wanted[] {
  if (themes === undefined) return [{ name: "", sets: library.activeSets }];
  if (themes === "matrix") return themeMatrix(library).map(({ name, sets }) => ({ name, sets }));
  return themes.map((theme) => {
    if (typeof theme === "string" || !("choose" in theme)) return toOne(library, theme);
    const { choose, name, selector, media } = theme as ThemeMap;
    const { name: own, sets } = toOne(library, choose);
    return { name: name ?? own, sets, selector, media };
  });
}

type ThemeItem = Exclude<z.output<typeof Themes>, string>[number];
type ThemeMap = Exclude<ThemeItem, z.output<typeof Choice>>;

function toOne(library: TokenLibrary, choice: z.output<typeof Choice>): Wanted {
  const chosen = chooseThemes(library, toChoice(choice));
  return { name: chosen.map(({ name }) => name).join(" / "), sets: setsOf(library, toChoice(choice)) };
}

/** A value that only the base has goes on applying where it is not replaced. */
function toGaps([base, ...others]: readonly ThemeTokens[]): Note[] {
  return others.flatMap((theme) => {
    const own = new Set(theme.tokens.flatMap(({ name, value }) => (value === undefined ? [] : [name])));
    const missing = (base?.tokens ?? []).filter(({ name, value }) => value !== undefined && !own.has(name)).map(({ name }) => name);
    if (missing.length === 0) return [];
    const message = `The theme ${JSON.stringify(theme.name)} has no value for ${listNames(missing)}, which ${JSON.stringify(base?.name)} has.`;
    return [{ level: "info", message } as const];
  });
}
