import { join } from "node:path";
import { PermanentError } from "../../errors.ts";
import type { Branches } from "../branches.ts";
import type { ForgeDeps } from "../deps.ts";
import { toIdentity } from "../own-commit.ts";
import { createGitBranches } from "./branches.ts";
import { createGitCache, type Remote } from "./cache.ts";

const TEN_MINUTES = 600_000;

/** Branches of a forge over git, and a check that the installed git is new enough (2.34). */
export function createGitBranchesFor(
  deps: ForgeDeps,
  locate: (repository: string, signal: AbortSignal) => Promise<Remote>,
): { branches: Branches; checkGit: (signal: AbortSignal) => Promise<void> } {
  const cache = createGitCache({
    folder: join(deps.dataDir, "git"),
    env: deps.env ?? process.env,
    timeoutMs: deps.gitTimeoutMs ?? TEN_MINUTES,
    log: deps.log,
  });
  const branches = createGitBranches({ cache, locate, identity: toIdentity(deps.commit), now: deps.now ?? Date.now });
  return {
    branches,
    async checkGit(signal) {
      const text = (await cache.outside({ repository: "git", url: "" }, signal, (git) => git(["version"]))).toString();
      const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(text) ?? []).map(Number);
      if (major > 2 || (major === 2 && minor >= 34)) return;
      throw new PermanentError("GIT_TOO_OLD", `The installed git is too old: ${text.trim()}.`, { hint: "Install git 2.34 or newer." });
    },
  };
}
