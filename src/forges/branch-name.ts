import { UserError } from "../errors.ts";

const BAD_NAME = /^[-/]|[\p{Cc} ~^:?*[\\]|\.\.|@\{|\/\/|\/\.|^\.|\.lock(?:\/|$)|[./]$|^@$/u;

/** Throws BRANCH_NAME for a name git refuses, and BRANCH_IS_BASE for a branch that is its own base. */
export function checkBranchNames(repository: string, branch: string, base: string | undefined): void {
  for (const name of base === undefined ? [branch] : [base, branch]) {
    if (name !== "" && !BAD_NAME.test(name)) continue;
    throw new UserError("BRANCH_NAME", `${JSON.stringify(name)} is no name git allows for a branch.`, {
      hint: "Use letters, digits, -, _ and /.",
    });
  }
  if (branch !== base) return;
  throw new UserError("BRANCH_IS_BASE", `The branch ${branch} of ${repository} cannot be proposed against itself.`, {
    hint: "Name another base in the recipe's pull-request.",
  });
}

/** What is said of a repository without a commit. */
export function emptyRepository(repository: string): UserError {
  return new UserError("REPOSITORY_EMPTY", `${repository} has no commit yet, so there is nothing to propose a change against.`, {
    hint: "Push a first commit (a README is enough) to its default branch.",
  });
}

/** What is said of a base that is not there. */
export function missingBase(repository: string, base: string): UserError {
  return new UserError("BASE_NOT_FOUND", `${repository} has no branch ${base}.`, {
    hint: "Correct `base` in the recipe's pull-request, or leave it out.",
  });
}
