import { parseRecipe } from "../../src/engine/parse-recipe.ts";
import { formatProblem } from "../../src/errors.ts";
import type { Recipe } from "../../src/recipe.ts";
import { fakeActions } from "./fake-actions.ts";

/** A recipe of YAML lines put into a smallest recipe; keys that are given replace those that are there. */
export function createRecipe(parts: Record<string, unknown> = {}): Recipe {
  const recipe = {
    name: "icons",
    source: { file: "Icons" },
    steps: [{ id: "icons", uses: "export-names", with: { path: "icons/${{ kebab(component.name) }}.svg", prune: "icons" } }],
    "pull-request": { repository: "github:acme/web" },
    ...parts,
  };
  // JSON is YAML.
  const { recipe: parsed, problems } = parseRecipe(JSON.stringify(recipe, null, 2), "recipe.yaml", { actions: fakeActions });
  if (!parsed) throw new Error(problems.map(formatProblem).join("\n"));
  return parsed;
}
