import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Secrets } from "../config/secrets.ts";
import type { Problem } from "../errors.ts";
import type { Recipe } from "../recipe.ts";
import { type CheckOptions, parseRecipe } from "./parse-recipe.ts";

export interface LoadOptions extends CheckOptions {
  /** Kept out of the problems' texts. */
  secrets?: Secrets;
  /** What relative names start from; the process's folder when left out. */
  cwd?: string;
}

/** The recipes that are right and the mistakes of the others. */
export interface LoadedRecipes {
  recipes: Recipe[];
  problems: Problem[];
}

/** Loads every `*.yaml` and `*.yml` of the folders (a file may be named too). One broken recipe does not stop the others. */
export async function loadRecipes(folders: readonly string[], options: LoadOptions): Promise<LoadedRecipes> {
  const cwd = options.cwd ?? ".";
  const problems: Problem[] = [];
  const recipes: Recipe[] = [];
  for (const [path, file] of await listFiles(folders, cwd, problems)) {
    const loaded = await loadRecipe(path, file, options);
    problems.push(...loaded.problems);
    const twin = loaded.recipe && recipes.find(({ name }) => name === loaded.recipe?.name);
    if (loaded.recipe && twin) problems.push(duplicate(loaded.recipe, twin));
    else if (loaded.recipe) recipes.push(loaded.recipe);
  }
  return { recipes, problems: problems.map((problem) => redact(problem, options.secrets)) };
}

/** Absolute paths and the names to show, each file once, in the folders' order and sorted inside them. */
async function listFiles(folders: readonly string[], cwd: string, problems: Problem[]): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const folder of folders) {
    for (const name of await listFolder(folder, cwd, problems)) {
      const path = resolve(cwd, name);
      if (!files.has(path)) files.set(path, name);
    }
  }
  return files;
}

async function listFolder(folder: string, cwd: string, problems: Problem[]): Promise<string[]> {
  try {
    const path = resolve(cwd, folder);
    if (!(await stat(path)).isDirectory()) return [folder];
    const names = await readdir(path);
    return names
      .filter(isRecipeFile)
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    problems.push(unreadable(folder, error));
    return [];
  }
}

// Kubernetes mounts ConfigMaps as links to hidden folders, so names decide and not what kind of entry it is.
function isRecipeFile(name: string): boolean {
  return /\.ya?ml$/.test(name) && !name.startsWith(".") && !/^readme\b/i.test(name);
}

async function loadRecipe(path: string, file: string, options: LoadOptions): Promise<{ recipe?: Recipe; problems: Problem[] }> {
  try {
    return parseRecipe(await readFile(path, "utf8"), file, options);
  } catch (error) {
    if (error instanceof Error && "code" in error) return { problems: [unreadable(file, error)] };
    throw error;
  }
}

function unreadable(file: string, error: unknown): Problem {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  const why = code === "ENOENT" ? "does not exist" : `cannot be read (${code})`;
  return {
    code: "RECIPES_UNREADABLE",
    message: `${file} ${why}.`,
    hint: "Name the recipes' folders under recipes: in the configuration.",
    place: { file },
  };
}

function duplicate(recipe: Recipe, twin: Recipe): Problem {
  const { file, line } = twin.place;
  return {
    code: "DUPLICATE_RECIPE",
    message: `The name "${recipe.name}" is already used in ${file}:${line}; that recipe counts, this one does not.`,
    hint: "Branches are named after recipes: give every recipe a name of its own.",
    place: recipe.place,
  };
}

function redact(problem: Problem, secrets: Secrets | undefined): Problem {
  if (!secrets) return problem;
  return { ...problem, message: secrets.redact(problem.message), ...(problem.hint && { hint: secrets.redact(problem.hint) }) };
}
