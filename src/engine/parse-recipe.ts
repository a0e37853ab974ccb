import { createHash } from "node:crypto";
import type { Problem } from "../errors.ts";
import { type Recipe, RecipeFile } from "../recipe.ts";
import { parseYaml } from "../yaml.ts";
import { type CheckOptions, checkRecipe } from "./recipes/check-recipe.ts";
import { toDraft } from "./recipes/draft.ts";

export type { CheckOptions } from "./recipes/check-recipe.ts";

/** Reads one recipe and reports all its mistakes, each with line and column; there is a recipe exactly when there are none. `file` is how the user names it. */
export function parseRecipe(text: string, file: string, options: CheckOptions): { recipe?: Recipe; problems: Problem[] } {
  const parsed = parseYaml(text, file, RecipeFile);
  const checked = checkRecipe(toDraft(parsed.data), options, { text, locate: parsed.locate });
  const problems = [...withoutEchoes(parsed.problems).map(explain), ...checked].sort(byPlace);
  if (parsed.value === undefined || problems.length > 0) return { problems };
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 16);
  return { recipe: { ...parsed.value, place: parsed.locate(["name"]), hash }, problems };
}

function byPlace(a: Problem, b: Problem): number {
  return (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0);
}

// After one mistake in the YAML itself, every word that follows is "unexpected".
function withoutEchoes(problems: readonly Problem[]): Problem[] {
  return problems.filter(({ code, message }, index) => index === 0 || code !== "YAML_INVALID" || !message.startsWith("Unexpected "));
}

function explain(problem: Problem): Problem {
  const { code, message } = problem;
  const hint =
    code === "YAML_INVALID" && message.startsWith("Nested mappings")
      ? 'A value with ": " in it needs quotes around the whole of it.'
      : message.startsWith('Unknown key "true"')
        ? 'A YAML 1.1 tool turned the key on into true. Write "on" in quotes.'
        : message.startsWith('"on" must be')
          ? "Write the events as keys: on: { update-file: {} }"
          : message === '"source" is missing.'
            ? 'Write source: { file: "*" } for every file, or name those that are meant.'
            : undefined;
  return hint === undefined ? problem : { ...problem, hint };
}
