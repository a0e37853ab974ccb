import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { OpenAPIV3 } from "openapi-types";
import { type ApiJudge, createApiJudge } from "./api-judge.ts";
import { type GitHttpServer, startGitHttpServer } from "./git-http-server.ts";
import { createHostState, type HostState, type StoredPullRequest } from "./host-state.ts";
import { readBody } from "./read-body.ts";

const USED =
  /^\/(user|app|rate_limit)$|^\/app\/installations\/|\/installation$|\/pulls(\/\{pull_number\})?$|\/issues\/\{issue_number\}\/(comments|labels)$/;
const API = "/api/v3";

/** Made once: both take a while. */
const JUDGE = loadJudge();
const KEYS = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

/** A GitHub that speaks REST and git over HTTP, judged by GitHub's own description. */
export interface GithubStandIn extends GitHttpServer, Pick<HostState, "create" | "pullRequests" | "merge" | "folder" | "afterPush"> {
  token: string;
  app: { id: number; "private-key": string };
  /** Where requests or answers differ from the description. */
  problems: string[];
  /** Installation tokens that were given out. */
  installationTokens: string[];
}

/** Starts a stand-in over repositories below `folder`. */
export async function startGithubStandIn(folder: string): Promise<GithubStandIn> {
  const judge = await JUDGE;
  const state = createHostState(folder);
  const standIn = { token: "ghp_standin0123456789", installationTokens: [] as string[], problems: [] as string[] };
  const tokens = () => [standIn.token, ...standIn.installationTokens];

  function whoIs(authorization = ""): "nobody" | "app" | "user" {
    const credential = authorization.replace(/^(?:token|bearer) /i, "");
    if (tokens().includes(credential)) return "user";
    const [head, payload, signature] = credential.split(".");
    if (!head || !payload || !signature) return "nobody";
    const isSigned = verify(
      "sha256",
      Buffer.from(`${head}.${payload}`),
      createPublicKey(KEYS.publicKey),
      Buffer.from(signature, "base64url"),
    );
    return isSigned ? "app" : "nobody";
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const path = (request.url ?? "").slice(API.length);
    const method = request.method ?? "GET";
    const caller = whoIs(request.headers.authorization);
    const place = {
      method,
      path: path.split("?")[0] ?? "",
      query: new URL(path, "http://host").searchParams,
      body,
      standIn,
      state,
      judge,
      caller,
    };
    const unknown = { status: 401, answer: { message: "Bad credentials" } };
    const { status, answer } = caller === "nobody" ? unknown : await route({ ...place, caller });
    const headers = Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [key, String(value)]));
    standIn.problems.push(...judge.judge({ method, path, headers, body }, status, answer));
    response
      .writeHead(status, { "content-type": "application/json; charset=utf-8", "x-ratelimit-remaining": "4999" })
      .end(JSON.stringify(answer));
  }

  const server = await startGitHttpServer({
    folder,
    handle,
    allows: (authorization = "") => {
      const [user, password = ""] = Buffer.from(authorization.replace(/^Basic /, ""), "base64")
        .toString()
        .split(":");
      return user === "x-access-token" && tokens().includes(password);
    },
    afterPush: (repository) => state.afterPush(repository.replace(/\.git$/, "")),
  });
  return Object.assign(standIn, server, state, { app: { id: 4711, "private-key": KEYS.privateKey } });
}

async function loadJudge(): Promise<ApiJudge> {
  const text = readFileSync(new URL("../fixtures/github/openapi-slice.json", import.meta.url), "utf8");
  return createApiJudge(JSON.parse(text) as OpenAPIV3.Document, (path) => USED.test(path));
}

interface Place {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
  standIn: { installationTokens: string[] };
  state: HostState;
  judge: ApiJudge;
  caller: "app" | "user";
}

interface Answer {
  status: number;
  answer: unknown;
}

const NOT_FOUND: Answer = { status: 404, answer: { message: "Not Found" } };

async function route(place: Place): Promise<Answer> {
  const { method, path, judge, standIn, caller } = place;
  if (path === "/user") return { status: 200, answer: { ...judge.sample("/user", "get", "200"), login: "penops-bot" } };
  if (caller === "app") return routeApp(method, path, judge, standIn, place.state);
  const [, owner = "", name = "", ...rest] = path.slice("/repos".length).split("/");
  const repository = `${owner}/${name}`;
  if (!place.state.has(repository)) return NOT_FOUND;
  if (rest[0] === "pulls" && rest.length === 1) return method === "GET" ? listPulls(place, repository) : createPull(place, repository);
  const one = place.state.pullRequests(repository).find(({ number }) => number === Number(rest[1]));
  if (!one) return NOT_FOUND;
  const fields = (place.body ?? {}) as Record<string, string> & { labels?: string[] };
  if (rest[0] === "pulls" && method === "PATCH") return updatePull(place, repository, one, fields);
  if (rest[2] === "comments") {
    one.comments.push(fields["body"] ?? "");
    return { status: 201, answer: judge.sample("/repos/{owner}/{repo}/issues/{issue_number}/comments", "post", "201") };
  }
  if (rest[2] !== "labels") return NOT_FOUND;
  one.labels = [...new Set([...one.labels, ...(fields.labels ?? [])])];
  const label = { id: 1, node_id: "L", url: "http://host/l", name: "", description: null, color: "ededed", default: false };
  return { status: 200, answer: one.labels.map((text) => ({ ...label, name: text })) };
}

function routeApp(method: string, path: string, judge: ApiJudge, standIn: Place["standIn"], state: HostState): Answer {
  if (path === "/app") return { status: 200, answer: { ...judge.sample("/app", "get", "200"), slug: "penops-app" } };
  const repository = /^\/repos\/(.+)\/installation$/.exec(path)?.[1];
  if (repository !== undefined) {
    if (!state.has(repository)) return NOT_FOUND;
    return { status: 200, answer: { ...judge.sample("/repos/{owner}/{repo}/installation", "get", "200"), id: 77 } };
  }
  if (method !== "POST" || path !== "/app/installations/77/access_tokens") return NOT_FOUND;
  const token = `ghs_standin${standIn.installationTokens.length}`;
  standIn.installationTokens.push(token);
  const sample = judge.sample("/app/installations/{installation_id}/access_tokens", "post", "201");
  return {
    status: 201,
    answer: { ...sample, token, expires_at: new Date(Date.now() + 3_600_000).toISOString(), permissions: { contents: "write" } },
  };
}

function listPulls({ query, state, judge }: Place, repository: string): Answer {
  const [owner] = repository.split("/");
  const wanted = query.get("state") ?? "open";
  const found = state
    .pullRequests(repository)
    .filter((one) => query.get("head") === null || query.get("head") === `${owner}:${one.branch}`)
    .filter((one) => wanted === "all" || (one.state === "open") === (wanted === "open"));
  const sample = judge.sample("/repos/{owner}/{repo}/pulls", "get", "200");
  return { status: 200, answer: found.map((one) => toAnswer(sample, repository, one)).reverse() };
}

async function createPull({ body, state, judge }: Place, repository: string): Promise<Answer> {
  const { head = "", base = "", title = "", body: text = "" } = body as Record<string, string>;
  const made = await state.open(repository, { branch: head, base, title, body: text, labels: [] });
  const [owner] = repository.split("/");
  if (made === "exists")
    return refuse({ resource: "PullRequest", code: "custom", message: `A pull request already exists for ${owner}:${head}.` });
  if (made === "no-branch") return refuse({ resource: "PullRequest", field: "head", code: "invalid" });
  if (made === "no-base") return refuse({ resource: "PullRequest", field: "base", code: "invalid" });
  if (made === "no-commits") return refuse({ resource: "PullRequest", code: "custom", message: `No commits between ${base} and ${head}` });
  return { status: 201, answer: toAnswer(judge.sample("/repos/{owner}/{repo}/pulls", "post", "201"), repository, made) };
}

function updatePull({ judge }: Place, repository: string, one: StoredPullRequest, fields: Record<string, string>): Answer {
  Object.assign(
    one,
    Object.fromEntries(["title", "body", "base"].flatMap((key) => (fields[key] === undefined ? [] : [[key, fields[key]]]))),
  );
  if (fields["state"] === "closed" && one.state === "open") one.state = "closed";
  return { status: 200, answer: toAnswer(judge.sample("/repos/{owner}/{repo}/pulls/{pull_number}", "patch", "200"), repository, one) };
}

function refuse(error: Record<string, string>): Answer {
  return {
    status: 422,
    answer: {
      message: "Validation Failed",
      errors: [error],
      documentation_url: "https://docs.github.com/rest/pulls/pulls#create-a-pull-request",
    },
  };
}

function toAnswer(sample: Record<string, unknown>, repository: string, one: StoredPullRequest): Record<string, unknown> {
  return {
    ...sample,
    number: one.number,
    html_url: `https://github.example/${repository}/pull/${one.number}`,
    state: one.state === "open" ? "open" : "closed",
    title: one.title,
    // GitHub stores line ends as its text fields send them.
    body: one.body.replaceAll("\n", "\r\n"),
    merged_at: one.state === "merged" ? "2026-01-01T00:00:00Z" : null,
    head: { ...(sample["head"] as object), ref: one.branch, sha: one.head },
    base: { ...(sample["base"] as object), ref: one.base },
  };
}
