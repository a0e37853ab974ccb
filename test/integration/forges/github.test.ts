import { join } from "node:path";
import { createEmulator } from "emulate";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ChangeSet } from "../../../src/change-set.ts";
import { formatError } from "../../../src/errors.ts";
import { createGithubClient } from "../../../src/forges/github/client.ts";
import { createPullRequests } from "../../../src/forges/github/pull-requests.ts";
import { createForge, type ForgeDeps } from "../../../src/forges/index.ts";
import { createDeps, createFolder } from "../../support/forge-worlds.ts";
import type { Fault } from "../../support/git-http-server.ts";
import { type GithubStandIn, startGithubStandIn } from "../../support/github-stand-in.ts";
import { createRecordingLog } from "../../support/silent-log.ts";

const BRANCH = "penops/icons";
const { signal } = new AbortController();
const CHANGE: ChangeSet = {
  branch: BRANCH,
  title: "icons",
  body: "Body",
  message: "icons\n\nPenops-Recipe: icons\n",
  labels: ["design", "bot"],
  files: [{ path: "icons/a.svg", content: Buffer.from("<a/>") }],
  prune: [],
  keep: [],
};

async function open(deps: Partial<ForgeDeps> = {}) {
  const folder = await createFolder();
  const host = await startGithubStandIn(join(folder, "served"));
  onTestFinished(host.close);
  await host.create("acme/web", { "README.md": "hello" });
  const withToken = (token: string | undefined = host.token) =>
    createForge("gh", { type: "github", url: host.url, ...(token && { token }) }, createDeps(folder, deps));
  const withApp = () => createForge("gh", { type: "github", url: host.url, app: host.app }, createDeps(folder, deps));
  return { folder, host, forge: withToken(), withToken, withApp };
}

/** Answers the API's matching requests in place of the stand-in, `times` times. */
function answer(
  host: GithubStandIn,
  pattern: RegExp,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
  times = 1,
): void {
  let left = times;
  const fault: Fault = ({ method, path }, response) => {
    if (left === 0 || !pattern.test(`${method} ${path}`)) return false;
    left -= 1;
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    return true;
  };
  host.faults.push(fault);
}

describe("GitHub", () => {
  it("is asked only what its own description allows, over a whole life of a pull request", async () => {
    const { host, forge } = await open();
    await forge.check(signal);
    await forge.ensurePullRequest("acme/web", CHANGE, signal);
    await forge.ensurePullRequest("acme/web", { ...CHANGE, title: "Other", labels: ["more"] }, signal);
    await forge.ensurePullRequest("acme/web", { ...CHANGE, files: [] }, signal);
    expect(host.pullRequests("acme/web")).toMatchObject(
      [{ state: "closed", title: "Other", labels: ["design", "bot", "more"], comments: [/./] }].map(({ comments: _, ...rest }) => rest),
    );
    expect(host.problems).toEqual([]);
    expect(
      new Set(host.requests.filter(({ path }) => path.startsWith("/api/")).map(({ method, path }) => `${method} ${path.slice(7)}`)),
    ).toEqual(
      new Set([
        "GET /user",
        "GET /repos/acme/web/pulls",
        "POST /repos/acme/web/pulls",
        "POST /repos/acme/web/issues/1/labels",
        "PATCH /repos/acme/web/pulls/1",
        "POST /repos/acme/web/issues/1/comments",
      ]),
    );
  });

  it("would be told of a request that its description does not allow", async () => {
    const { host } = await open();
    const headers = { authorization: `token ${host.token}`, "content-type": "application/json" };
    await fetch(`${host.url}/api/v3/repos/acme/web/pulls`, { method: "POST", headers, body: JSON.stringify({ head: BRANCH, title: 7 }) });
    expect(host.problems.join("\n")).toMatch(/must have required property 'base'[\s\S]*title must be string/);
  });

  it("lets an app in by its installation, with one token for git and API", async () => {
    const { host, withApp } = await open();
    const forge = withApp();
    expect(await forge.check(signal)).toBe("penops-app[bot]");
    expect(await forge.ensurePullRequest("acme/web", CHANGE, signal)).toMatchObject({ state: "created", number: 1 });
    expect(await forge.ensurePullRequest("acme/web", CHANGE, signal)).toMatchObject({ state: "unchanged" });
    expect(host.installationTokens).toHaveLength(1);
    expect(host.problems).toEqual([]);
  });

  it("says where an app is not installed", async () => {
    const { withApp } = await open();
    await expect(withApp().ensurePullRequest("acme/other", CHANGE, signal)).rejects.toMatchObject({
      name: "UserError",
      code: "REPOSITORY_NOT_FOUND",
      hint: expect.stringContaining("App is installed"),
    });
  });

  it("refuses an app's key that cannot be read, when the forge is created", async () => {
    const deps = createDeps(await createFolder());
    const made = (): unknown =>
      createForge("gh", { type: "github", url: "https://github.com", app: { id: 1, "private-key": "no key" } }, deps);
    expect(made).toThrow(expect.objectContaining({ name: "UserError", code: "FORGE_CREDENTIALS" }));
  });

  it("compares without credentials but proposes nothing", async () => {
    const { folder, host } = await open();
    const forge = createForge("gh", { type: "github", url: host.url }, createDeps(folder));
    await expect(forge.ensurePullRequest("acme/web", CHANGE, signal)).rejects.toMatchObject({
      name: "UserError",
      code: "FORGE_CREDENTIALS",
    });
    expect(host.requests).toEqual([]);
  });

  it.each([
    ["https://github.com", "https://api.github.com"],
    ["https://acme.ghe.com", "https://api.acme.ghe.com"],
    ["https://git.acme.example/", "https://git.acme.example/api/v3"],
  ])("is reached for %s at %s", async (url, expected) => {
    const asked: string[] = [];
    const answering: typeof fetch = async (input) => {
      asked.push(String(input));
      return Response.json({ login: "me" });
    };
    const forge = createForge("gh", { type: "github", url, token: "t" }, createDeps(await createFolder(), { fetch: answering }));
    expect(await forge.check(signal)).toBe("me");
    expect(asked).toEqual([`${expected}/user`]);
  });

  it("does not wait out a limit of github.com itself, where it paces its writes", async () => {
    const limited: typeof fetch = async () => Response.json({ message: "You have exceeded a secondary rate limit" }, { status: 403 });
    const forge = createForge(
      "gh",
      { type: "github", url: "https://github.com", token: "t" },
      createDeps(await createFolder(), { fetch: limited }),
    );
    await expect(forge.ensurePullRequest("acme/web", CHANGE, signal)).rejects.toMatchObject({
      code: "FORGE_RATE_LIMIT",
      retryAfterMs: 60_000,
    });
  });

  it("survives that the pull request is there already when it is opened", async () => {
    const { host, forge, withToken } = await open();
    await forge.ensurePullRequest("acme/web", CHANGE, signal);
    answer(host, /^GET .*\/pulls$/, 200, []);
    expect(await withToken().ensurePullRequest("acme/web", CHANGE, signal)).toMatchObject({ state: "unchanged", number: 1 });
    expect(host.pullRequests("acme/web")).toHaveLength(1);
  });

  it("tries again when GitHub does not see the branch yet", async () => {
    const { host, forge } = await open();
    const errors = [{ resource: "PullRequest", field: "head", code: "invalid" }];
    answer(host, /^POST .*\/pulls$/, 422, { message: "Validation Failed", errors });
    await expect(forge.ensurePullRequest("acme/web", CHANGE, signal)).rejects.toMatchObject({
      name: "TransientError",
      code: "BRANCH_NOT_SEEN",
    });
    expect(await forge.ensurePullRequest("acme/web", CHANGE, signal)).toMatchObject({ state: "created" });
  });

  it("opens the pull request although its labels are refused", async () => {
    const { log, lines } = createRecordingLog();
    const { host, forge } = await open({ log });
    answer(host, /\/labels$/, 403, { message: "Resource not accessible by personal access token" });
    expect(await forge.ensurePullRequest("acme/web", CHANGE, signal)).toMatchObject({ state: "created", number: 1 });
    expect(lines).toMatchObject([{ msg: "part of a pull request was refused", what: "labels" }]);
  });

  const RESET = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1800000090" };
  it.each<[string, number, unknown, Record<string, string>, object]>([
    ["401", 401, { message: "Bad credentials" }, {}, { name: "PermanentError", code: "FORGE_AUTH" }],
    [
      "403",
      403,
      { message: "Resource not accessible" },
      {},
      { name: "PermanentError", code: "FORGE_FORBIDDEN", message: expect.stringContaining("not accessible") },
    ],
    ["404", 404, { message: "Not Found" }, {}, { name: "UserError", code: "REPOSITORY_NOT_FOUND" }],
    [
      "422",
      422,
      { message: "Validation Failed" },
      {},
      { name: "PermanentError", code: "FORGE_REFUSED", message: expect.stringContaining("Validation Failed") },
    ],
    [
      "429",
      429,
      { message: "slow down" },
      { "retry-after": "120" },
      { name: "TransientError", code: "FORGE_RATE_LIMIT", retryAfterMs: 120_000 },
    ],
    [
      "a used-up quota",
      403,
      { message: "API rate limit exceeded" },
      RESET,
      { name: "TransientError", code: "FORGE_RATE_LIMIT", retryAfterMs: 90_000 },
    ],
    [
      "a secondary limit",
      403,
      { message: "You have exceeded a secondary rate limit" },
      {},
      { name: "TransientError", code: "FORGE_RATE_LIMIT", retryAfterMs: 60_000 },
    ],
    ["500", 500, { message: "oops" }, {}, { name: "TransientError", code: "FORGE_UNAVAILABLE" }],
    ["503 with a time", 503, {}, { "retry-after": "5" }, { name: "TransientError", code: "FORGE_RATE_LIMIT", retryAfterMs: 5000 }],
  ])("is sorted at once when it answers %s", async (_, status, body, headers, expected) => {
    const { host, forge } = await open();
    answer(host, /^GET .*\/pulls$/, status, body, headers);
    const error = await forge.ensurePullRequest("acme/web", CHANGE, signal).catch((thrown) => thrown);
    expect(error).toMatchObject(expected);
    expect(formatError(error) + String(error.stack)).not.toContain(host.token);
    expect(host.requests).toHaveLength(1);
  });

  it("is sorted when it does not answer in time", async () => {
    const { host, forge } = await open({ requestTimeoutMs: 100 });
    host.faults.push(() => true);
    await expect(forge.ensurePullRequest("acme/web", CHANGE, signal)).rejects.toMatchObject({
      name: "TransientError",
      code: "FORGE_TIMEOUT",
    });
  });

  it("is left when the run is stopped", async () => {
    const { host, forge } = await open();
    const stop = new AbortController();
    host.faults.push(() => {
      stop.abort();
      return true;
    });
    await expect(forge.ensurePullRequest("acme/web", CHANGE, stop.signal)).rejects.toMatchObject({
      name: "TransientError",
      code: "ABORTED",
    });
  });

  it("is sorted when nobody listens", async () => {
    const { host, forge } = await open();
    await host.close();
    await expect(forge.ensurePullRequest("acme/web", CHANGE, signal)).rejects.toMatchObject({
      name: "TransientError",
      code: "FORGE_UNREACHABLE",
    });
  });

  it.each(["web", "acme/web/more", "acme/..", "acme/we b"])("has no repository %j", async (path) => {
    const { host, forge } = await open();
    await expect(forge.ensurePullRequest(path, CHANGE, signal)).rejects.toMatchObject({ name: "UserError", code: "REPOSITORY_NAME" });
    expect(host.requests).toEqual([]);
  });
});

describe("GitHub as somebody else rebuilt it", () => {
  async function openEmulator() {
    const app = {
      app_id: 4711,
      slug: "penops-app",
      name: "Penops",
      permissions: { contents: "write", pull_requests: "write", issues: "write", metadata: "read" },
      events: [],
      installations: [{ installation_id: 77, account: "acme", repository_selection: "all" }],
    };
    const seed = {
      github: { users: [{ login: "acme" }], repos: [{ owner: "acme", name: "web", auto_init: true }], apps: [app] },
      tokens: { "emulated-token": { login: "acme", scopes: ["repo"] } },
    };
    const emulator = await createEmulator({ service: "github", port: 0, seed: seed as never });
    onTestFinished(() => emulator.close());
    const headers = { authorization: "token emulated-token", "content-type": "application/json" };
    const { object } = (await (await fetch(`${emulator.url}/repos/acme/web/git/ref/heads/main`, { headers })).json()) as {
      object: { sha: string };
    };
    await fetch(`${emulator.url}/repos/acme/web/git/refs`, {
      method: "POST",
      headers,
      body: JSON.stringify({ ref: `refs/heads/${BRANCH}`, sha: object.sha }),
    });
    return { emulator, key: emulator.generatedSecrets.find(({ kind }) => kind === "github.app_private_key")?.value };
  }

  it.each(["token", "app"])("goes through the life of a pull request with a %s", async (way) => {
    const { emulator, key = "" } = await openEmulator();
    const access = way === "token" ? { token: "emulated-token" } : { app: { id: 4711, "private-key": key } };
    const deps = createDeps(await createFolder());
    const client = createGithubClient("gh", { type: "github", url: emulator.url, "api-url": emulator.url, ...access }, deps);
    const host = createPullRequests(client, deps.log);
    expect(await host.list("acme/web", BRANCH, signal)).toEqual([]);
    const created = await host.create("acme/web", BRANCH, { title: "T", body: "B", base: "main" }, ["design"], signal);
    expect(created).toMatchObject({ state: "open", title: "T", body: "B", base: "main" });
    const number = created?.number ?? 0;
    await host.update("acme/web", number, { title: "T2" }, [], signal);
    expect(await host.list("acme/web", BRANCH, signal)).toMatchObject([{ number, title: "T2", state: "open" }]);
    await host.close("acme/web", number, "B2", "because", signal);
    expect(await host.list("acme/web", BRANCH, signal)).toMatchObject([{ number, body: "B2", state: "closed" }]);
    expect(await client.whoAmI(signal)).toBe(way === "token" ? "acme" : "penops-app[bot]");
  });
});
