import type { MergeRequestNotes, MergeRequests } from "@gitbeaker/rest";
import type { GitlabForge } from "../../config/config.ts";
import { UserError } from "../../errors.ts";
import type { ForgeDeps } from "../deps.ts";
import { createForgeFetch, toAnswerError, unwrapError } from "../forge-fetch.ts";
import type { Credentials } from "../git/environment.ts";

/** The parts of GitLab's API we use, bound to one signal. */
export interface GitlabApi {
  mergeRequests: MergeRequests;
  notes: MergeRequestNotes;
}

export interface GitlabClient {
  /** Our username there. */
  whoAmI(signal: AbortSignal): Promise<string>;
  /** Throws only the three error classes. `doing` completes "could not …" in messages. */
  call<Result>(repository: string, doing: string, signal: AbortSignal, task: (api: GitlabApi) => Promise<Result>): Promise<Result>;
  /** What git authenticates with; `undefined` when nothing is configured. */
  toCredentials(): Promise<Credentials | undefined>;
}

/** An answer of GitLab's that is no success. Leaves this folder sorted. */
export class GitlabAnswer extends Error {
  override readonly name = "GitlabAnswer";
  readonly status: number;

  constructor(status: number, said: string) {
    super(said);
    this.status = status;
  }
}

/** Creates a client with an access token, or (for reading what is public) nothing. Limits surface as TransientError: gitbeaker's own requests would hammer on. */
export function createGitlabClient(name: string, { url, token }: GitlabForge, deps: ForgeDeps): GitlabClient {
  const send = createForgeFetch(name, deps);
  const toOptions = (signal: AbortSignal) => {
    if (!token) {
      throw new UserError("FORGE_CREDENTIALS", `The forge ${name} has no token, so nothing can be proposed there.`, {
        hint: "Give it a token with the scopes api and write_repository in the configuration.",
      });
    }
    // As a bearer: fetch takes that header off when it is led to another host, but not GitLab's own.
    return { host: url.replace(/\/+$/, ""), oauthToken: token, requesterFn: createRequester(send, signal) };
  };
  return {
    async whoAmI(signal) {
      const { Users } = await loadGitbeaker();
      const user = await sorted("ask GitLab who we are", () => new Users(toOptions(signal)).showCurrentUser());
      return String(user.username);
    },
    async call(repository, doing, signal, task) {
      const options = toOptions(signal);
      const { MergeRequestNotes, MergeRequests } = await loadGitbeaker();
      return sorted(`${doing} of ${repository}`, () =>
        task({ mergeRequests: new MergeRequests(options), notes: new MergeRequestNotes(options) }),
      );
    },
    async toCredentials() {
      return token === undefined ? undefined : { username: "oauth2", password: token };
    },
  };
}

/** Loaded with the first call: a daemon that proposes elsewhere does without. */
function loadGitbeaker(): Promise<typeof import("@gitbeaker/rest")> {
  return import("@gitbeaker/rest");
}

type RequesterFn = NonNullable<NonNullable<ConstructorParameters<typeof MergeRequests>[0]>["requesterFn"]>;
type Requester = ReturnType<RequesterFn>;
type RequestOptions = Parameters<Requester["get"]>[1];

/** What gitbeaker sends its requests with: our fetch and signal, one attempt. */
function createRequester(send: typeof fetch, signal: AbortSignal): RequesterFn {
  return ({ url, headers, authHeaders }) => {
    const request = (method: string) => async (endpoint: string, options: RequestOptions) => {
      const auth = await Promise.all(Object.entries(authHeaders).map(async ([key, value]) => [key, await value()] as const));
      const body = options?.body && JSON.stringify(toSnakeCase(options.body as Record<string, unknown>));
      const query = new URLSearchParams(
        Object.entries(toSnakeCase(options?.searchParams ?? {})).map(([key, value]): [string, string] => [key, String(value)]),
      );
      const address = `${url.replace(/\/$/, "")}/${endpoint}`;
      const response = await send(query.size > 0 ? `${address}?${query}` : address, {
        method,
        signal,
        headers: { ...headers, ...Object.fromEntries(auth), ...(body && { "content-type": "application/json" }) },
        ...(body && { body }),
      });
      const text = await response.text();
      if (!response.ok) throw new GitlabAnswer(response.status, readMessage(text));
      return { body: text === "" ? null : JSON.parse(text), headers: Object.fromEntries(response.headers), status: response.status };
    };
    return { get: request("GET"), post: request("POST"), put: request("PUT"), patch: request("PATCH"), delete: request("DELETE") };
  };
}

function toSnakeCase(fields: Record<string, unknown>): Record<string, unknown> {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known.map(([key, value]) => [key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]));
}

/** GitLab puts a text, a list or an object under `message` or `error`. */
function readMessage(text: string): string {
  try {
    const { message, error } = JSON.parse(text) as { message?: unknown; error?: unknown };
    const said = message ?? error ?? text;
    return typeof said === "string" ? said : JSON.stringify(said);
  } catch {
    return text;
  }
}

async function sorted<Result>(doing: string, task: () => Promise<Result>): Promise<Result> {
  try {
    return await task();
  } catch (error) {
    const known = unwrapError(error);
    throw known instanceof GitlabAnswer ? toAnswerError(known.status, known.message, doing) : known;
  }
}
