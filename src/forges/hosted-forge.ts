import type { Forge } from "../forge.ts";
import type { ForgeDeps } from "./deps.ts";
import { createGitBranchesFor } from "./git/create-branches.ts";
import type { Credentials } from "./git/environment.ts";
import { createMutex } from "./mutex.ts";
import { ensureProposal, type PullRequestHost } from "./pull-request-life.ts";
import { checkRepositoryName } from "./repository-name.ts";

/** In what hosts with pull requests differ. */
export interface HostParts {
  /** The address git clones from, without the repository's path. */
  address: string;
  repositoryShape: RegExp;
  host: PullRequestHost;
  toCredentials(repository: string, signal: AbortSignal): Promise<Credentials | undefined>;
  whoAmI(signal: AbortSignal): Promise<string>;
}

/** A forge that holds the files by git and the pull requests by the host's API. */
export function createHostedForge(name: string, type: "github" | "gitlab", deps: ForgeDeps, parts: HostParts): Forge {
  const address = parts.address.replace(/\/+$/, "");
  const mutex = createMutex();
  const { branches, checkGit } = createGitBranchesFor(deps, async (repository, signal) => {
    const path = checkRepositoryName(repository, parts.repositoryShape);
    return {
      repository: `${name}:${path}`,
      url: `${address}/${path.replace(/\.git$/, "")}.git`,
      credentials: await parts.toCredentials(repository, signal),
    };
  });
  return {
    name,
    type,
    async check(signal) {
      await checkGit(signal);
      return parts.whoAmI(signal);
    },
    compare: branches.compare,
    async ensurePullRequest(repository, change, signal) {
      checkRepositoryName(repository, parts.repositoryShape);
      return mutex(`${repository} ${change.branch}`, () => ensureProposal(branches, parts.host, repository, change, signal));
    },
  };
}
