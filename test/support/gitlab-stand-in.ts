import { existsSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { OpenAPIV3 } from "openapi-types";
import { parse } from "yaml";
import { type ApiJudge, createApiJudge } from "./api-judge.ts";
import { type GitHttpServer, startGitHttpServer } from "./git-http-server.ts";
import { createHostState, type HostState, type StoredPullRequest } from "./host-state.ts";
import { readBody } from "./read-body.ts";

const SLICE = join(fileURLToPath(new URL("../..", import.meta.url)), "..", "shared", "gitlab", "openapi-slice.yaml");
const USED = /^\/api\/v4\/(user$|projects\/\{id\}\/merge_requests(\/\{merge_request_iid\}|\/\{noteable_id\}\/notes)?$)/;

/** Made once: it takes a while. */
const JUDGE = loadJudge();

/** A GitLab that speaks REST and git over HTTP, judged by GitLab's own description where that is at hand. */
export interface GitlabStandIn extends GitHttpServer, Pick<HostState, "create" | "pullRequests" | "merge" | "folder" | "afterPush"> {
  token: string;
  /** Where requests or answers differ from the description. */
  problems: string[];
}

/** Starts a stand-in over repositories below `folder`. */
export async function startGitlabStandIn(folder: string): Promise<GitlabStandIn> {
  const judge = await JUDGE;
  const state = createHostState(folder);
  const standIn = { token: "glpat-standin0123456789", problems: [] as string[] };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const method = request.method ?? "GET";
    const path = request.url ?? "/";
    const isKnown = request.headers.authorization === `Bearer ${standIn.token}`;
    const { status, answer } = isKnown
      ? await route(state, method, path, body as Record<string, unknown>)
      : { status: 401, answer: { message: "401 Unauthorized" } };
    const headers = Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [key, String(value)]));
    standIn.problems.push(...(judge?.judge({ method, path, headers, body }, status, answer) ?? []));
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
  }

  const allowed = `Basic ${Buffer.from(`oauth2:${standIn.token}`).toString("base64")}`;
  const server = await startGitHttpServer({
    folder,
    handle,
    allows: (authorization) => authorization === allowed,
    afterPush: (repository) => state.afterPush(repository.replace(/\.git$/, "")),
  });
  return Object.assign(standIn, server, state);
}

async function loadJudge(): Promise<ApiJudge | undefined> {
  if (!existsSync(SLICE)) return undefined;
  const definition = parse(readFileSync(SLICE, "utf8")) as OpenAPIV3.Document;
  repair(definition);
  return createApiJudge(definition, (path) => USED.test(path));
}

/** Puts right what the description is known to say wrongly: ids that match both branches, fields that may be null, lists described as one object. */
function repair(definition: OpenAPIV3.Document): void {
  const operations = Object.values(definition.paths).flatMap((item) => Object.values(item ?? {}) as OpenAPIV3.OperationObject[]);
  for (const { schema } of operations.flatMap(({ parameters }) => (parameters ?? []) as OpenAPIV3.ParameterObject[])) {
    if (!schema || !("oneOf" in schema)) continue;
    schema.anyOf = schema.oneOf ?? [];
    delete schema.oneOf;
  }
  const entities = Object.entries(definition.components?.schemas ?? {}).filter(([name]) => !name.startsWith("RequestBody"));
  for (const property of entities.flatMap(([, schema]) => Object.values(("properties" in schema && schema.properties) || {}))) {
    if (!("$ref" in property)) property.nullable = true;
  }
}

interface Answer {
  status: number;
  answer: unknown;
}

const NOT_FOUND: Answer = { status: 404, answer: { message: "404 Project Not Found" } };

async function route(state: HostState, method: string, path: string, body: Record<string, unknown>): Promise<Answer> {
  const { pathname, searchParams } = new URL(path, "http://host");
  if (pathname === "/api/v4/user") return { status: 200, answer: { id: 1, username: "penops-bot", name: "Penops" } };
  const [, id = "", number, notes] = /^\/api\/v4\/projects\/([^/]+)\/merge_requests(?:\/(\d+)(\/notes)?)?$/.exec(pathname) ?? [];
  const project = decodeURIComponent(id);
  if (!state.has(project)) return NOT_FOUND;
  if (number === undefined) return method === "GET" ? list(state, project, searchParams) : create(state, project, body);
  const one = state.pullRequests(project).find((candidate) => candidate.number === Number(number));
  if (!one) return { status: 404, answer: { message: "404 Not found" } };
  if (notes) {
    one.comments.push(String(body["body"]));
    return { status: 201, answer: { id: one.comments.length, body: body["body"], system: false } };
  }
  return method === "PUT" ? update(project, one, body) : { status: 200, answer: toAnswer(project, one) };
}

function list(state: HostState, project: string, query: URLSearchParams): Answer {
  const branch = query.get("source_branch");
  const found = state.pullRequests(project).filter((one) => branch === null || one.branch === branch);
  return { status: 200, answer: found.map((one) => toAnswer(project, one)).reverse() };
}

async function create(state: HostState, project: string, body: Record<string, unknown>): Promise<Answer> {
  const made = await state.open(project, {
    branch: String(body["source_branch"]),
    base: String(body["target_branch"]),
    title: String(body["title"]),
    body: String(body["description"] ?? ""),
    labels: (body["labels"] as string[] | undefined) ?? [],
  });
  if (made === "exists")
    return { status: 409, answer: { message: ["Another open merge request already exists for this source branch: !1"] } };
  if (made === "no-branch") return { status: 400, answer: { message: { source_branch: ["does not exist"] } } };
  if (made === "no-base") return { status: 400, answer: { message: { target_branch: ["does not exist"] } } };
  // GitLab opens an empty merge request without complaint; ours must never ask for one.
  if (made === "no-commits") return { status: 422, answer: { message: "empty merge request" } };
  return { status: 201, answer: toAnswer(project, made) };
}

function update(project: string, one: StoredPullRequest, body: Record<string, unknown>): Answer {
  if (typeof body["title"] === "string") one.title = body["title"];
  if (typeof body["description"] === "string") one.body = body["description"];
  if (typeof body["target_branch"] === "string") one.base = body["target_branch"];
  if (Array.isArray(body["add_labels"])) one.labels = [...new Set([...one.labels, ...(body["add_labels"] as string[])])];
  if (body["state_event"] === "close" && one.state === "open") one.state = "closed";
  return { status: 200, answer: toAnswer(project, one) };
}

function toAnswer(project: string, one: StoredPullRequest): Record<string, unknown> {
  return {
    id: 1000 + one.number,
    iid: one.number,
    project_id: 42,
    source_project_id: 42,
    target_project_id: 42,
    web_url: `https://gitlab.example/${project}/-/merge_requests/${one.number}`,
    state: one.state === "open" ? "opened" : one.state,
    title: one.title,
    description: one.body === "" ? null : one.body,
    source_branch: one.branch,
    target_branch: one.base,
    labels: one.labels,
    sha: one.head,
    merged_at: null,
  };
}
