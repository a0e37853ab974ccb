import type { GithubForge } from "../../config/config.ts";
import type { Forge } from "../../forge.ts";
import type { ForgeDeps } from "../deps.ts";
import { createHostedForge } from "../hosted-forge.ts";
import { createGithubClient } from "./client.ts";
import { createPullRequests } from "./pull-requests.ts";

const OWNER_AND_NAME = /^[\w.-]+\/[\w.-]+$/;

/** GitHub and GitHub Enterprise: files by git, pull requests by REST. Throws UserError when the app's private key cannot be read. */
export function createGithubForge(name: string, config: GithubForge, deps: ForgeDeps): Forge {
  const client = createGithubClient(name, config, deps);
  return createHostedForge(name, "github", deps, {
    address: config.url,
    repositoryShape: OWNER_AND_NAME,
    host: createPullRequests(client, deps.log),
    toCredentials: client.toCredentials,
    whoAmI: client.whoAmI,
  });
}
