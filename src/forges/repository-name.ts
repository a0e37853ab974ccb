import { UserError } from "../errors.ts";

const BAD_CHARACTER = /[\p{Cc}\\?#%:@]/u;

/** Returns the repository's path, or throws REPOSITORY_NAME when it could lead anywhere else. */
export function checkRepositoryName(repository: string, shape = /./): string {
  const parts = repository.split("/");
  const isSafe = parts.every(
    (part) => part !== "" && part !== "." && part !== ".." && !part.startsWith("-") && part.toLowerCase() !== ".git",
  );
  if (isSafe && !BAD_CHARACTER.test(repository) && shape.test(repository)) return repository;
  throw new UserError("REPOSITORY_NAME", `${JSON.stringify(repository)} is no repository's path on this host.`, {
    hint: "Write it like acme/web, without the host and without a leading slash.",
  });
}
