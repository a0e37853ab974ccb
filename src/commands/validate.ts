import type { Command } from "commander";
import { actions } from "../actions/index.ts";
import { loadConfig } from "../config/load-config.ts";
import { loadRecipes } from "../engine/load-recipes.ts";
import { formatProblem } from "../errors.ts";
import type { ExitCode, Io } from "./io.ts";
import { print } from "./io.ts";

/** `penops validate`: checks the configuration and every recipe, and reports all mistakes at once. */
export function addValidate(program: Command, io: Io, done: (code: ExitCode) => void): void {
  program
    .command("validate")
    .description("check the configuration and the recipes; report every mistake with file, line, column and what to do")
    .argument("[folders...]", "recipe files or folders (default: those of the configuration)")
    .option("--json", "print { valid, recipes, problems }")
    .action(async (folders: string[], options: { json?: boolean }) => {
      const { config } = await loadConfig({
        ...program.opts<{ config?: string }>(),
        file: program.opts()["config"],
        env: io.env,
        cwd: io.cwd,
      });
      const forges = Object.keys(config.forges);
      const { recipes, problems } = await loadRecipes(folders.length > 0 ? folders : config.recipes, {
        actions,
        ...(forges.length > 0 && { knownForges: forges }),
        cwd: io.cwd,
      });
      const names = recipes.map(({ name }) => name);
      print(io, options.json, { valid: problems.length === 0, recipes: names, problems }, () =>
        problems.length > 0
          ? problems.map(formatProblem).join("\n")
          : names.length === 0
            ? "There is no recipe."
            : `${names.length} ${names.length === 1 ? "recipe is" : "recipes are"} right: ${names.join(", ")}`,
      );
      done(problems.length > 0 ? 2 : 0);
    });
}
