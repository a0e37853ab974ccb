import type { ForgeConfig } from "../config/config.ts";
import type { Forge } from "../forge.ts";
import type { ForgeDeps } from "./deps.ts";
import { createGitForge } from "./git/index.ts";
import { createGithubForge } from "./github/index.ts";
import { createGitlabForge } from "./gitlab/index.ts";

export type { ForgeDeps } from "./deps.ts";
export { createMemoryForge, type MemoryContent, type MemoryForge } from "./memory/index.ts";

/** Creates the forge a configuration names. Throws UserError for an address or a key that cannot work. */
export function createForge(name: string, config: ForgeConfig, deps: ForgeDeps): Forge {
  switch (config.type) {
    case "git":
      return createGitForge(name, config, deps);
    case "github":
      return createGithubForge(name, config, deps);
    case "gitlab":
      return createGitlabForge(name, config, deps);
  }
}
