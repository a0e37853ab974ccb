import { createPrivateKey } from "node:crypto";
import type { Octokit } from "octokit";
import type { GithubForge } from "../../config/config.ts";
import { TransientError, UserError } from "../../errors.ts";
import type { ForgeDeps } from "../deps.ts";
import { createForgeFetch, toAnswerError, unwrapError } from "../forge-fetch.ts";
import type { Credentials } from "../git/environment.ts";

/** The account's own calls and those that act on one repository; both throw only the three error classes. */
export interface GithubClient {
  /** Who we are: a user's login, or `<app>[bot]`. */
  whoAmI(signal: AbortSignal): Promise<string>;
  /** Calls as who may write to that repository. `doing` completes "could not …" in messages. */
  call<Result>(
    repository: string,
    doing: string,
    signal: AbortSignal,
    task: (octokit: Octokit, at: RepositoryPlace, request: { signal: AbortSignal }) => Promise<Result>,
  ): Promise<Result>;
  /** What git authenticates with for that repository; `undefined` when nothing is configured. */
  toCredentials(repository: string, signal: AbortSignal): Promise<Credentials | undefined>;
}

export type RepositoryPlace = { owner: string; repo: string };

/** Creates a client with a personal access token, a GitHub App, or (for reading what is public) nothing. Nothing waits long inside: limits surface as TransientError. */
export function createGithubClient(name: string, config: GithubForge, deps: ForgeDeps): GithubClient {
  const baseUrl = toApiUrl(config);
  const options = {
    baseUrl,
    userAgent: "penops",
    request: { fetch: createForgeFetch(name, deps) },
    retry: { enabled: false },
    // GitHub asks for pauses between writes; GitHub Enterprise Server does not.
    throttle: { enabled: /\/\/api\./.test(baseUrl), id: name, onRateLimit: () => false, onSecondaryRateLimit: () => false },
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  };
  return config.app ? createAppClient(name, config.app, options) : createTokenClient(name, config.token, options);
}

type Options = ConstructorParameters<typeof Octokit>[0];

function createTokenClient(name: string, token: string | undefined, options: Options): GithubClient {
  const open = once(async () => new (await loadOctokit()).Octokit({ ...options, ...(token && { auth: token }) }));
  const demandToken = () => {
    if (token) return;
    throw new UserError("FORGE_CREDENTIALS", `The forge ${name} has neither a token nor an app, so nothing can be proposed there.`, {
      hint: "Give it a token (or an app) in the configuration.",
    });
  };
  return {
    async whoAmI(signal) {
      demandToken();
      return sorted(
        "ask GitHub who we are",
        async () => (await (await open()).rest.users.getAuthenticated({ request: { signal } })).data.login,
      );
    },
    async call(repository, doing, signal, task) {
      demandToken();
      return sorted(`${doing} of ${repository}`, async () => task(await open(), toPlace(repository), { signal }));
    },
    async toCredentials() {
      return token === undefined ? undefined : { username: "x-access-token", password: token };
    },
  };
}

function createAppClient(name: string, { id, "private-key": pem }: NonNullable<GithubForge["app"]>, options: Options): GithubClient {
  const privateKey = readPrivateKey(name, pem);
  const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  const load = once(async () => {
    const { App, Octokit } = await loadOctokit();
    return new App({ appId: id, privateKey, Octokit: Octokit.defaults(options ?? {}), log });
  });
  const installations = new Map<string, number>();

  async function open(repository: string, signal: AbortSignal): Promise<Octokit> {
    const app = await load();
    const known = installations.get(repository);
    if (known !== undefined) return app.getInstallationOctokit(known);
    const { data } = await app.octokit.rest.apps.getRepoInstallation({ ...toPlace(repository), request: { signal } });
    installations.set(repository, data.id);
    return app.getInstallationOctokit(data.id);
  }

  /** A repository may be moved or the app installed anew: the next attempt looks again. */
  const call: GithubClient["call"] = async (repository, doing, signal, task) => {
    try {
      return await sorted(`${doing} of ${repository}`, async () => task(await open(repository, signal), toPlace(repository), { signal }));
    } catch (error) {
      if (!(error instanceof TransientError)) installations.delete(repository);
      throw error;
    }
  };

  return {
    async whoAmI(signal) {
      const { data } = await sorted("ask GitHub about our app", async () =>
        (await load()).octokit.rest.apps.getAuthenticated({ request: { signal } }),
      );
      return `${data?.slug ?? data?.name ?? id}[bot]`;
    },
    call,
    toCredentials: (repository, signal) =>
      call(repository, "get a token for the app's installation", signal, async (octokit) => {
        const { token } = (await octokit.auth({ type: "installation" })) as { token: string };
        return { username: "x-access-token", password: token };
      }),
  };
}

/** Loaded with the first call: a daemon that proposes elsewhere does without. */
function loadOctokit(): Promise<typeof import("octokit")> {
  return import("octokit");
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** The key in the form octokit wants; checked now rather than on the first run. */
function readPrivateKey(name: string, pem: string): string {
  try {
    return createPrivateKey(pem.replaceAll("\\n", "\n")).export({ type: "pkcs8", format: "pem" }).toString();
  } catch {
    throw new UserError("FORGE_CREDENTIALS", `The private key of the app of the forge ${name} cannot be read.`, {
      hint: "Give the whole .pem file GitHub made, with its BEGIN and END lines.",
    });
  }
}

function toApiUrl({ url, "api-url": apiUrl }: GithubForge): string {
  if (apiUrl) return apiUrl.replace(/\/+$/, "");
  const { protocol, host, origin } = new URL(url);
  if (host === "github.com" || host.endsWith(".ghe.com")) return `${protocol}//api.${host}`;
  return `${origin}/api/v3`;
}

function toPlace(repository: string): RepositoryPlace {
  const [owner = "", repo = ""] = repository.split("/");
  return { owner, repo };
}

async function sorted<Result>(doing: string, task: () => Promise<Result>): Promise<Result> {
  try {
    return await task();
  } catch (error) {
    throw sortGithubError(error, doing);
  }
}

/** Sorts what octokit throws; answers that callers expect were caught by them. */
function sortGithubError(error: unknown, doing: string): unknown {
  const known = unwrapError(error);
  if (known !== error || !isAnswer(error)) return known;
  if (/secondary rate|abuse detection/i.test(error.message)) {
    return new TransientError("FORGE_RATE_LIMIT", `Could not ${doing}: GitHub asks us to slow down.`, { retryAfterMs: 60_000 });
  }
  return toAnswerError(error.status, error.message.replace(/ - https?:\S+$/, ""), doing);
}

/** Whether an error is an answer of GitHub's with a status. */
export function isAnswer(error: unknown): error is Error & { status: number } {
  return error instanceof Error && "status" in error && typeof error.status === "number";
}

function ignore(): void {}
