import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ChangeSet } from "../../../src/change-set.ts";
import { formatError } from "../../../src/errors.ts";
import { createForge, type ForgeDeps } from "../../../src/forges/index.ts";
import { createDeps, createFolder } from "../../support/forge-worlds.ts";
import { type GitlabStandIn, startGitlabStandIn } from "../../support/gitlab-stand-in.ts";
import { missing } from "../../support/needs.ts";

const PROJECT = "acme/design/web";
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
  const host = await startGitlabStandIn(join(folder, "served"));
  onTestFinished(host.close);
  await host.create(PROJECT, { "README.md": "hello" });
  const create = () => createForge("gl", { type: "gitlab", url: `${host.url}/`, token: host.token }, createDeps(folder, deps));
  return { folder, host, forge: create(), create };
}

/** Answers the next matching request of the API in place of the stand-in. */
function answer(host: GitlabStandIn, pattern: RegExp, status: number, body: unknown, headers: Record<string, string> = {}): void {
  let isDone = false;
  host.faults.push(({ method, path }, response) => {
    if (isDone || !pattern.test(`${method} ${path}`)) return false;
    isDone = true;
    response
      .writeHead(status, { "content-type": "application/json", ...headers })
      .end(typeof body === "string" ? body : JSON.stringify(body));
    return true;
  });
}

describe("GitLab", () => {
  it("goes through a whole life of a merge request in a subgroup", async () => {
    const { host, forge } = await open();
    expect(await forge.check(signal)).toBe("penops-bot");
    expect(await forge.ensurePullRequest(PROJECT, CHANGE, signal)).toMatchObject({
      state: "created",
      number: 1,
      url: expect.stringContaining("/-/merge_requests/1"),
    });
    await forge.ensurePullRequest(PROJECT, { ...CHANGE, title: "Other", labels: ["more"] }, signal);
    await forge.ensurePullRequest(PROJECT, { ...CHANGE, files: [] }, signal);
    expect(host.pullRequests(PROJECT)).toMatchObject([{ state: "closed", title: "Other", labels: ["design", "bot", "more"] }]);
    expect(host.pullRequests(PROJECT)[0]?.comments).toHaveLength(1);
    expect(
      new Set(host.requests.filter(({ path }) => path.startsWith("/api/")).map(({ method, path }) => `${method} ${path.slice(7)}`)),
    ).toEqual(
      new Set([
        "GET /user",
        "GET /projects/acme%2Fdesign%2Fweb/merge_requests",
        "POST /projects/acme%2Fdesign%2Fweb/merge_requests",
        "PUT /projects/acme%2Fdesign%2Fweb/merge_requests/1",
        "POST /projects/acme%2Fdesign%2Fweb/merge_requests/1/notes",
      ]),
    );
  });

  const absent = missing("shared/gitlab");
  it.skipIf(absent)(`is asked only what its own description allows${absent ? ` (${absent})` : ""}`, async () => {
    const { host, forge } = await open();
    await forge.check(signal);
    await forge.ensurePullRequest(PROJECT, CHANGE, signal);
    await forge.ensurePullRequest(PROJECT, { ...CHANGE, title: "Other", labels: ["more"] }, signal);
    await forge.ensurePullRequest(PROJECT, { ...CHANGE, files: [] }, signal);
    expect(host.problems).toEqual([]);
    const headers = { authorization: `Bearer ${host.token}`, "content-type": "application/json" };
    await fetch(`${host.url}/api/v4/projects/42/merge_requests`, {
      method: "POST",
      headers,
      body: JSON.stringify({ source_branch: BRANCH, title: 7 }),
    });
    expect(host.problems.join("\n")).toMatch(/must have required property 'target_branch'[\s\S]*title must be string/);
  });

  it("asks for the branch to go with the merge", async () => {
    const bodies: string[] = [];
    const recording: typeof fetch = (input, init) => {
      if (typeof init?.body === "string") bodies.push(init.body);
      return fetch(input, init);
    };
    const { forge } = await open({ fetch: recording });
    await forge.ensurePullRequest(PROJECT, CHANGE, signal);
    expect(bodies.map((body) => JSON.parse(body))).toMatchObject([
      {
        source_branch: BRANCH,
        target_branch: "main",
        title: "icons",
        remove_source_branch: true,
        labels: ["design", "bot"],
        description: expect.stringContaining("penops:"),
      },
    ]);
  });

  it("survives that the merge request is there already when it is opened", async () => {
    const { host, forge } = await open();
    await forge.ensurePullRequest(PROJECT, CHANGE, signal);
    answer(host, /^GET .*\/merge_requests$/, 200, []);
    expect(await forge.ensurePullRequest(PROJECT, CHANGE, signal)).toMatchObject({ state: "unchanged", number: 1 });
    expect(host.pullRequests(PROJECT)).toHaveLength(1);
  });

  it("tries again when GitLab does not see the branch yet", async () => {
    const { host, forge } = await open();
    answer(host, /^POST .*\/merge_requests$/, 400, { message: { source_branch: ["does not exist"] } });
    await expect(forge.ensurePullRequest(PROJECT, CHANGE, signal)).rejects.toMatchObject({
      name: "TransientError",
      code: "BRANCH_NOT_SEEN",
    });
    expect(await forge.ensurePullRequest(PROJECT, CHANGE, signal)).toMatchObject({ state: "created" });
  });

  it.each<[string, number, unknown, Record<string, string>, object]>([
    ["401", 401, { message: "401 Unauthorized" }, {}, { name: "PermanentError", code: "FORGE_AUTH" }],
    [
      "403",
      403,
      { error: "insufficient_scope" },
      {},
      { name: "PermanentError", code: "FORGE_FORBIDDEN", message: expect.stringContaining("insufficient_scope") },
    ],
    ["404", 404, { message: "404 Project Not Found" }, {}, { name: "UserError", code: "REPOSITORY_NOT_FOUND" }],
    ["422", 422, { message: ["no"] }, {}, { name: "PermanentError", code: "FORGE_REFUSED" }],
    ["429", 429, "Retry later", { "retry-after": "42" }, { name: "TransientError", code: "FORGE_RATE_LIMIT", retryAfterMs: 42_000 }],
    [
      "429 with a date",
      429,
      "Retry later",
      { "retry-after": "Fri, 15 Jan 2027 08:01:00 GMT" },
      { name: "TransientError", retryAfterMs: 60_000 },
    ],
    ["500", 500, "<html>oops</html>", {}, { name: "TransientError", code: "FORGE_UNAVAILABLE" }],
    ["502", 502, "", {}, { name: "TransientError", code: "FORGE_UNAVAILABLE" }],
    ["503 with a time", 503, "", { "retry-after": "9" }, { name: "TransientError", retryAfterMs: 9000 }],
  ])("is sorted at once when it answers %s", async (_, status, body, headers, expected) => {
    const { host, forge } = await open();
    answer(host, /^GET .*\/merge_requests$/, status, body, headers);
    const error = await forge.ensurePullRequest(PROJECT, CHANGE, signal).catch((thrown) => thrown);
    expect(error).toMatchObject(expected);
    expect(formatError(error) + String(error.stack)).not.toContain(host.token);
    expect(host.requests).toHaveLength(1);
  });

  it("is sorted when it does not answer in time", async () => {
    const { host, forge } = await open({ requestTimeoutMs: 100 });
    host.faults.push(() => true);
    await expect(forge.ensurePullRequest(PROJECT, CHANGE, signal)).rejects.toMatchObject({ name: "TransientError", code: "FORGE_TIMEOUT" });
  });

  it("proposes nothing without a token", async () => {
    const { folder, host } = await open();
    const forge = createForge("gl", { type: "gitlab", url: host.url }, createDeps(folder));
    await expect(forge.ensurePullRequest(PROJECT, CHANGE, signal)).rejects.toMatchObject({ name: "UserError", code: "FORGE_CREDENTIALS" });
  });
});
