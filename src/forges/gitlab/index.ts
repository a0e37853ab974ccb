import type { GitlabForge } from "../../config/config.ts";
import type { Forge } from "../../forge.ts";
import type { ForgeDeps } from "../deps.ts";
import { createHostedForge } from "../hosted-forge.ts";
import { createGitlabClient } from "./client.ts";
import { createPullRequests } from "./pull-requests.ts";

const GROUPS_AND_NAME = /^[\w.-]+(?:\/[\w.-]+)+$/;

/** GitLab, hosted or self-managed, subgroups included: files by git, merge requests by REST. */
export function createGitlabForge(name: string, config: GitlabForge, deps: ForgeDeps): Forge {
  const client = createGitlabClient(name, config, deps);
  return createHostedForge(name, "gitlab", deps, {
    address: config.url,
    repositoryShape: GROUPS_AND_NAME,
    host: createPullRequests(client, deps.log),
    toCredentials: client.toCredentials,
    whoAmI: client.whoAmI,
  });
}
