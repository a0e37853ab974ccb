import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { GitForge } from "../../config/config.ts";
import { PermanentError, UserError } from "../../errors.ts";
import type { Forge } from "../../forge.ts";
import type { ForgeDeps } from "../deps.ts";
import { createForgeFetch, toAnswerError } from "../forge-fetch.ts";
import { createMutex } from "../mutex.ts";
import { ensureBranch } from "../pull-request-life.ts";
import { checkRepositoryName } from "../repository-name.ts";
import { createGitBranchesFor } from "./create-branches.ts";
import { type Credentials, toBasic } from "./environment.ts";

/** A forge that is only git: a folder or an http(s) address. The branch is the proposal. Throws UserError when the address is of another kind. */
export function createGitForge(name: string, config: GitForge, deps: ForgeDeps): Forge {
  const { address, credentials } = readAddress(name, config);
  const mutex = createMutex();
  const { branches, checkGit } = createGitBranchesFor(deps, async (repository) => ({
    repository: `${name}:${repository}`,
    url: `${address}/${checkRepositoryName(repository)}`,
    credentials,
  }));
  return {
    name,
    type: "git",
    async check(signal) {
      await checkGit(signal);
      if (/^https?:/.test(address)) await checkAddress(name, address, credentials, deps, signal);
      else await checkFolder(name, address);
      return credentials?.username ?? "anonymous";
    },
    compare: branches.compare,
    ensurePullRequest: (repository, change, signal) =>
      mutex(`${repository} ${change.branch}`, () => ensureBranch(branches, repository, change, signal)),
  };
}

/** Credentials written into the address are taken out of it, so that no message can show them. */
function readAddress(name: string, { url, username, token }: GitForge): { address: string; credentials: Credentials | undefined } {
  if (!/^(?:[a-z][a-z0-9+.-]*|[^/]*@[^/]*):/i.test(url)) return { address: resolve(url).replace(/\/+$/, ""), credentials: undefined };
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new UserError("FORGE_URL", `The url of the forge ${name} is neither a folder nor an http(s) address.`, {
      hint: "Write a folder like /srv/git, or an address like https://git.example.com.",
    });
  }
  const parsed = new URL(url);
  const user = username ?? decodeURIComponent(parsed.username);
  const password = token ?? decodeURIComponent(parsed.password);
  parsed.username = "";
  parsed.password = "";
  const credentials = password === "" ? undefined : { username: user || "penops", password };
  return { address: parsed.href.replace(/\/+$/, ""), credentials };
}

/** The address alone is no repository, so only a refusal of our credentials tells something. */
async function checkAddress(
  name: string,
  address: string,
  credentials: Credentials | undefined,
  deps: ForgeDeps,
  signal: AbortSignal,
): Promise<void> {
  const headers = credentials && { authorization: toBasic(credentials) };
  const { status, body } = await createForgeFetch(name, deps)(address, { signal, ...(headers && { headers }) });
  await body?.cancel();
  if (status === 401) throw toAnswerError(status, "", `reach the forge ${name}`);
}

async function checkFolder(name: string, folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory()) return;
  throw new PermanentError("FORGE_UNREACHABLE", `The folder of the forge ${name} cannot be read: ${folder}.`, {
    hint: "Create or mount it.",
  });
}
