import { UserError } from "../../errors.ts";
import { compileGlob, findPatternMistake, toList } from "../../glob.ts";

/** Globs over repository paths by the package's name. */
export type Packages = Readonly<Record<string, string | readonly string[]>>;

/** Tells which packages a file lies in, in the order they were given. Throws DIFF_PACKAGE_GLOB for a pattern that is none. */
export function createPackageFinder(packages: Packages): (paths: readonly string[]) => string[] {
  const known = Object.entries(packages).map(([name, globs]) => ({ name, globs: toList(globs).map((glob) => compile(name, glob)) }));
  return (paths) => known.filter(({ globs }) => paths.some((path) => globs.some((fits) => fits(path)))).map(({ name }) => name);
}

function compile(name: string, pattern: string): (path: string) => boolean {
  const mistake = findPatternMistake(pattern);
  const glob = mistake === undefined ? compileGlob(pattern) : undefined;
  if (glob) return glob;
  throw new UserError("DIFF_PACKAGE_GLOB", `The pattern ${JSON.stringify(pattern)} of the package ${JSON.stringify(name)} ${mistake}.`, {
    hint: "Write a glob over paths of the repository, such as packages/icons/**.",
  });
}
