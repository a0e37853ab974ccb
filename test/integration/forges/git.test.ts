import { chmod, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ChangeSet } from "../../../src/change-set.ts";
import { formatError } from "../../../src/errors.ts";
import { createForge, type ForgeDeps } from "../../../src/forges/index.ts";
import { commitTo, createBareRepository, type FileEdit, git, listTree, readFiles, resolveRef } from "../../support/bare-repository.ts";
import { createDeps, createFolder, IDENTITY } from "../../support/forge-worlds.ts";
import { type Fault, onlyWith, startGitHttpServer } from "../../support/git-http-server.ts";
import { createRecordingLog } from "../../support/silent-log.ts";

const BRANCH = "penops/icons";
const TOKEN = "a-very-secret-token";
const { signal } = new AbortController();

function toChange(files: Record<string, string>, more: Partial<ChangeSet> = {}): ChangeSet {
  const artifacts = Object.entries(files).map(([path, content]) => ({ path, content: Buffer.from(content) }));
  return {
    branch: BRANCH,
    title: "icons",
    body: "",
    message: "icons\n\nPenops-Recipe: icons\n",
    labels: [],
    files: artifacts,
    prune: [],
    keep: [],
    ...more,
  };
}

const ICONS = toChange({ "icons/a.svg": "<a/>" });

async function openServed(files: Record<string, FileEdit>, deps: Partial<ForgeDeps> = {}) {
  const folder = await createFolder();
  const at = join(folder, "served", "web");
  await createBareRepository(at, files);
  const server = await startGitHttpServer({ folder: join(folder, "served"), allows: onlyWith(`bot:${TOKEN}`) });
  onTestFinished(server.close);
  const create = (token = TOKEN) =>
    createForge("local", { type: "git", url: server.url, username: "bot", token }, createDeps(folder, deps));
  const cacheFolder = async () => {
    const root = join(folder, "data", "git");
    const [name] = await readdir(root);
    return join(root, name ?? "");
  };
  return { folder, at, server, forge: create(), create, cacheFolder };
}

/** Answers matching requests with a status. */
function answerWith(status: number, pattern: RegExp, headers: Record<string, string> = {}): Fault {
  return ({ path, query }, response) => {
    if (!pattern.test(`${path}?${query}`)) return false;
    response.writeHead(status, headers).end("trouble");
    return true;
  };
}

/** A `git` on the PATH that does `script` first; `$@` are its arguments. */
async function createGitWrapper(folder: string, script: string): Promise<Record<string, string>> {
  const bin = join(folder, "bin");
  await mkdir(bin, { recursive: true });
  const real = (process.env["PATH"] ?? "").split(":");
  await writeFile(join(bin, "git"), `#!/bin/sh\n${script}\nPATH="${real.join(":")}" exec git "$@"\n`);
  await chmod(join(bin, "git"), 0o755);
  return { PATH: [bin, ...real].join(":") };
}

describe("a proposal by git", () => {
  it("is one commit on top of base by our identity, at the clock's time, with the whole message", async () => {
    const { forge, at } = await openServed({ "a.txt": "a" });
    await forge.ensurePullRequest("web", ICONS, signal);
    const [names, time, parent, ...message] = (await git(at, "log", "-1", "--format=%an <%ae> %cn <%ce>%n%at %ct%n%P%n%B", BRANCH)).split(
      "\n",
    );
    expect(names).toBe("Penops <penops@example.com> Penops <penops@example.com>");
    expect(time).toBe("1800000000 1800000000");
    expect(parent).toBe(await resolveRef(at, "main"));
    expect(message.join("\n").trim()).toBe("icons\n\nPenops-Recipe: icons");
  });

  it("keeps executable bits, links and submodules it does not write", async () => {
    const commit = "1234567890123456789012345678901234567890";
    const others = { run: { mode: "120000", content: "bin/run.sh" }, vendor: { mode: "160000", content: commit } };
    const { forge, at } = await openServed({ "bin/run.sh": { mode: "100755", content: "#!/bin/sh\n" }, ...others });
    await forge.ensurePullRequest("web", toChange({ "bin/run.sh": "#!/bin/sh\necho\n", "bin/new": "x" }), signal);
    const modes = Object.fromEntries((await listTree(at, BRANCH)).map(({ path, mode }) => [path, mode]));
    expect(modes).toEqual({ "bin/new": "100644", "bin/run.sh": "100755", run: "120000", vendor: "160000" });
  });

  it.each([
    ["a symbolic link", { mode: "120000", content: "../elsewhere" }, "PATH_SYMLINK"],
    ["a submodule", { mode: "160000", content: "1234567890123456789012345678901234567890" }, "PATH_SUBMODULE"],
  ])("refuses to write through %s", async (_, entry, code) => {
    const { forge, at } = await openServed({ "a.txt": "a", "packages/icons": entry });
    for (const path of ["packages/icons/a.svg", "packages/icons"]) {
      await expect(forge.ensurePullRequest("web", toChange({ [path]: "x" }), signal)).rejects.toMatchObject({ name: "UserError", code });
    }
    expect(await resolveRef(at, BRANCH)).toBeUndefined();
  });

  it("prunes links but never submodules", async () => {
    const vendor = { mode: "160000", content: "1234567890123456789012345678901234567890" };
    const { forge, at } = await openServed({ "icons/link": { mode: "120000", content: "x" }, "icons/vendor": vendor });
    await forge.ensurePullRequest("web", toChange({ "icons/a.svg": "<a/>" }, { prune: ["icons"] }), signal);
    expect((await listTree(at, BRANCH)).map(({ path }) => path)).toEqual(["icons/a.svg", "icons/vendor"]);
  });

  it("takes an amended commit for somebody else's", async () => {
    const { forge, at } = await openServed({ "a.txt": "a" });
    await forge.ensurePullRequest("web", ICONS, signal);
    await commitTo(at, BRANCH, { "icons/a.svg": "<mine/>" }, { message: "icons\n\nPenops-Recipe: icons\n", amend: true });
    expect(await forge.ensurePullRequest("web", ICONS, signal)).toMatchObject({ state: "hands-off" });
  });

  it("takes a commit by our identity without our trailer for somebody else's", async () => {
    const { forge, at } = await openServed({ "a.txt": "a" });
    await commitTo(at, BRANCH, { "b.txt": "b" }, { identity: IDENTITY, message: "by another tool" });
    expect(await forge.ensurePullRequest("web", ICONS, signal)).toMatchObject({ state: "hands-off" });
  });

  it("works in repositories with SHA-256 ids", async () => {
    const folder = await createFolder();
    await createBareRepository(join(folder, "web"), { "icons/a.svg": "<old/>" }, { format: "sha256" });
    const forge = createForge("local", { type: "git", url: folder }, createDeps(folder));
    expect(await forge.ensurePullRequest("web", ICONS, signal)).toMatchObject({ state: "created", changes: { modified: 1 } });
    expect(await forge.ensurePullRequest("web", ICONS, signal)).toMatchObject({ state: "unchanged" });
    expect(await forge.ensurePullRequest("web", toChange({}), signal)).toMatchObject({ state: "closed" });
  });

  it("works with a host that cannot leave files out of a transfer", async () => {
    const { forge, at } = await openServed({ "icons/a.svg": "<old/>" });
    await git(at, "config", "uploadpack.allowFilter", "false");
    expect(await forge.ensurePullRequest("web", ICONS, signal)).toMatchObject({ state: "created" });
    const { changes } = await forge.compare("web", ICONS, signal);
    expect(changes.map(({ before }) => before && Buffer.from(before).toString())).toEqual(["<old/>"]);
  });

  it("finds a folder's repository with and without .git, and one with an odd name", async () => {
    const folder = await createFolder();
    await createBareRepository(join(folder, "team", "größe web.git"), { "a.txt": "a" });
    const forge = createForge("local", { type: "git", url: folder }, createDeps(folder));
    expect(await forge.ensurePullRequest("team/größe web", ICONS, signal)).toMatchObject({ state: "created" });
    expect(await forge.ensurePullRequest("team/größe web.git", ICONS, signal)).toMatchObject({ state: "unchanged" });
  });

  it("prunes files with the oddest names", async () => {
    const { forge, at } = await openServed({ 'icons/tab\\tnew\\nline \\"q\\".svg': "odd", "icons/b.svg": "b" });
    const proposal = await forge.ensurePullRequest("web", toChange({ "icons/b.svg": "b" }, { prune: ["icons"] }), signal);
    expect(proposal).toMatchObject({ paths: ['icons/tab\tnew\nline "q".svg'], changes: { deleted: 1 } });
    expect(await readFiles(at, BRANCH)).toEqual({ "icons/b.svg": "b" });
  });

  it("leaves files alone whose names are not UTF-8", async () => {
    const { forge, at } = await openServed({ "icons/\\377.svg": "odd", "icons/b.svg": "b" });
    const proposal = await forge.ensurePullRequest("web", toChange({ "icons/c.svg": "c" }, { prune: ["icons"] }), signal);
    expect(proposal).toMatchObject({ changes: { added: 1, deleted: 1 } });
    expect(await git(at, "ls-tree", "-r", "--name-only", BRANCH)).toBe('icons/c.svg\n"icons/\\377.svg"\n');
    expect(await forge.ensurePullRequest("web", toChange({ "icons/c.svg": "c" }, { prune: ["icons"] }), signal)).toMatchObject({
      state: "unchanged",
    });
  });
});

describe("the transfer", () => {
  it("brings no file of the repository", async () => {
    const { forge, cacheFolder } = await openServed({ "big.bin": "x".repeat(100_000), "icons/old.svg": "<old/>" });
    await forge.ensurePullRequest("web", toChange({ "icons/a.svg": "<a/>" }, { prune: ["icons"] }), signal);
    const objects = await git(await cacheFolder(), "cat-file", "--batch-all-objects", "--batch-check=%(objecttype)");
    expect(objects.split("\n").filter((type) => type === "blob")).toHaveLength(1);
  });

  it("asks once and fetches nothing when nothing moved", async () => {
    const { forge, server } = await openServed({ "a.txt": "a" });
    await forge.ensurePullRequest("web", ICONS, signal);
    server.requests.length = 0;
    await forge.ensurePullRequest("web", ICONS, signal);
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(["GET /web/info/refs", "POST /web/git-upload-pack"]);
  });

  it("fetches only the files it compares, in one request", async () => {
    const { forge, server, cacheFolder } = await openServed({ "a.txt": "a", "b.txt": "b", "c.txt": "c" });
    await forge.ensurePullRequest("web", ICONS, signal);
    server.requests.length = 0;
    await forge.compare("web", toChange({ "a.txt": "2", "b.txt": "2" }), signal);
    expect(server.requests.filter(({ method }) => method === "POST")).toHaveLength(2);
    const objects = await git(await cacheFolder(), "cat-file", "--batch-all-objects", "--batch-check=%(objecttype)");
    expect(objects.split("\n").filter((type) => type === "blob")).toHaveLength(3);
  });
});

describe("a broken cache", () => {
  it.each<[string, (cache: string) => Promise<unknown>]>([
    ["a lock file a killed git left", (cache) => writeFile(join(cache, "shallow.lock"), "")],
    [
      "locked refs",
      async (cache) => {
        for (const name of await readdir(join(cache, "refs", "penops"))) await writeFile(join(cache, "refs", "penops", `${name}.lock`), "");
      },
    ],
    [
      "cut packs",
      async (cache) => {
        for (const name of await readdir(join(cache, "objects", "pack"))) {
          await chmod(join(cache, "objects", "pack", name), 0o644);
          await writeFile(join(cache, "objects", "pack", name), "cut");
        }
      },
    ],
    ["missing packs", (cache) => rm(join(cache, "objects", "pack"), { recursive: true })],
    ["an empty HEAD", (cache) => writeFile(join(cache, "HEAD"), "")],
    ["a lost config", (cache) => writeFile(join(cache, "config"), "[core\n")],
  ])("is made anew: %s", async (_, damage) => {
    const { forge, at, cacheFolder } = await openServed({ "a.txt": "a" });
    await forge.ensurePullRequest("web", ICONS, signal);
    await damage(await cacheFolder());
    await commitTo(at, "main", { "a.txt": "b" });
    expect(await forge.ensurePullRequest("web", toChange({ "icons/b.svg": "<b/>" }), signal)).toMatchObject({ state: "updated" });
    expect(await readFiles(at, BRANCH)).toEqual({ "a.txt": "b", "icons/b.svg": "<b/>" });
  });

  it("leaves nothing behind when git is stopped in the middle, and the next run goes on", async () => {
    const { forge, server, folder, at } = await openServed({ "a.txt": "a" });
    const stop = new AbortController();
    const fault: Fault = ({ path }) => {
      if (!path.endsWith("/git-receive-pack")) return false;
      stop.abort();
      return true;
    };
    server.faults.push(fault);
    await expect(forge.ensurePullRequest("web", ICONS, stop.signal)).rejects.toMatchObject({ name: "TransientError", code: "ABORTED" });
    expect(await readdir(join(folder, "data", "git"))).toEqual([]);
    server.faults.length = 0;
    expect(await forge.ensurePullRequest("web", ICONS, signal)).toMatchObject({ state: "created" });
    expect(await readFiles(at, BRANCH)).toEqual({ "a.txt": "a", "icons/a.svg": "<a/>" });
  });

  it("starts over rather than gather packs without end", async () => {
    const { forge, cacheFolder } = await openServed({ "a.txt": "a" });
    await forge.ensurePullRequest("web", ICONS, signal);
    const packs = join(await cacheFolder(), "objects", "pack");
    for (let index = 0; index < 100; index += 1) await writeFile(join(packs, `pack-${index}.pack`), "");
    await forge.ensurePullRequest("web", toChange({ "icons/b.svg": "<b/>" }), signal);
    expect((await readdir(packs)).length).toBeLessThan(20);
  });
});

describe("trouble with the host", () => {
  it.each<[string, Fault, object]>([
    ["401", answerWith(401, /./, { "www-authenticate": "Basic" }), { name: "PermanentError", code: "FORGE_AUTH" }],
    ["403", answerWith(403, /./), { name: "PermanentError", code: "FORGE_FORBIDDEN" }],
    ["403 for writing only", answerWith(403, /receive-pack/), { name: "PermanentError", code: "FORGE_FORBIDDEN" }],
    ["404", answerWith(404, /./), { name: "UserError", code: "REPOSITORY_NOT_FOUND" }],
    ["429", answerWith(429, /./, { "retry-after": "7" }), { name: "TransientError", code: "FORGE_RATE_LIMIT", retryAfterMs: 60_000 }],
    ["500", answerWith(500, /./), { name: "TransientError", code: "FORGE_UNAVAILABLE" }],
    ["503 in the middle of the push", answerWith(503, /\/git-receive-pack\?$/), { name: "TransientError", code: "FORGE_UNAVAILABLE" }],
    ["a dropped connection", (_, response) => response.destroy() !== undefined, { name: "TransientError", code: "FORGE_UNREACHABLE" }],
  ])("is sorted: %s", async (_, fault, expected) => {
    const { forge, server, at } = await openServed({ "a.txt": "a" });
    server.faults.push(fault);
    const error = await forge.ensurePullRequest("web", ICONS, signal).catch((thrown) => thrown);
    expect(error).toMatchObject({ ...expected, message: expect.stringContaining("local:web") });
    expect(await resolveRef(at, BRANCH)).toBeUndefined();
  });

  it("is sorted: nobody listens", async () => {
    const { forge, server } = await openServed({ "a.txt": "a" });
    await server.close();
    await expect(forge.ensurePullRequest("web", ICONS, signal)).rejects.toMatchObject({
      name: "TransientError",
      code: "FORGE_UNREACHABLE",
    });
  });

  it("is sorted: no answer in time", async () => {
    const { forge, server } = await openServed({ "a.txt": "a" }, { gitTimeoutMs: 300 });
    server.faults.push(() => true);
    await expect(forge.ensurePullRequest("web", ICONS, signal)).rejects.toMatchObject({ name: "TransientError", code: "FORGE_TIMEOUT" });
  });

  it("is sorted: a wrong token, which no message shows", async () => {
    const { create } = await openServed({ "a.txt": "a" });
    const error = await create("wrong-token-42")
      .ensurePullRequest("web", ICONS, signal)
      .catch((thrown) => thrown);
    expect(error).toMatchObject({ name: "PermanentError", code: "FORGE_AUTH", hint: expect.stringContaining("token") });
    expect(formatError(error) + String(error.stack)).not.toContain("wrong-token-42");
  });

  it("is sorted: a pre-receive hook that refuses, with its words", async () => {
    const { forge, at } = await openServed({ "a.txt": "a" });
    await mkdir(join(at, "hooks"), { recursive: true });
    await writeFile(join(at, "hooks", "pre-receive"), "#!/bin/sh\necho 'GH006: Protected branch update failed' >&2\nexit 1\n", {
      mode: 0o755,
    });
    await expect(forge.ensurePullRequest("web", ICONS, signal)).rejects.toMatchObject({
      name: "PermanentError",
      code: "PUSH_REFUSED",
      message: expect.stringContaining("GH006: Protected branch update failed"),
      hint: expect.stringContaining("penops/"),
    });
  });

  it("is sorted: a host that takes no forced push, when one is needed", async () => {
    const { forge, at } = await openServed({ "a.txt": "a" });
    await git(at, "config", "receive.denyNonFastForwards", "true");
    await forge.ensurePullRequest("web", ICONS, signal);
    await expect(forge.ensurePullRequest("web", toChange({ "icons/b.svg": "b" }), signal)).rejects.toMatchObject({
      name: "PermanentError",
      code: "PUSH_REFUSED",
    });
  });

  it("is sorted: a repository that is gone between two runs", async () => {
    const { forge, at } = await openServed({ "a.txt": "a" });
    await forge.ensurePullRequest("web", ICONS, signal);
    await rm(at, { recursive: true });
    await expect(forge.ensurePullRequest("web", ICONS, signal)).rejects.toMatchObject({ name: "UserError", code: "REPOSITORY_NOT_FOUND" });
  });

  it.each(["fetch", "fast-import"])("is sorted: a full disk during %s, which takes the cache away", async (command) => {
    const folder = await createFolder();
    const env = await createGitWrapper(
      folder,
      `case "$*" in *${command}*) echo "fatal: write error: No space left on device" >&2; exit 128;; esac`,
    );
    const { forge, folder: used } = await openServed({ "a.txt": "a" }, { env });
    await expect(forge.ensurePullRequest("web", ICONS, signal)).rejects.toMatchObject({ name: "TransientError", code: "DISK_FULL" });
    expect(await readdir(join(used, "data", "git"))).toEqual([]);
  });

  it("is sorted: no git on the PATH", async () => {
    const { forge } = await openServed({ "a.txt": "a" }, { env: { PATH: "/nonexistent" } });
    await expect(forge.ensurePullRequest("web", ICONS, signal)).rejects.toMatchObject({ name: "PermanentError", code: "GIT_MISSING" });
  });

  it("is sorted: a git that is too old", async () => {
    const env = await createGitWrapper(await createFolder(), `case "$*" in version) echo "git version 2.30.2"; exit 0;; esac`);
    const { forge } = await openServed({ "a.txt": "a" }, { env });
    await expect(forge.check(signal)).rejects.toMatchObject({
      name: "PermanentError",
      code: "GIT_TOO_OLD",
      message: expect.stringContaining("2.30.2"),
    });
  });

  it("never overwrites a branch that moved after we looked", async () => {
    const { forge, server, at } = await openServed({ "a.txt": "a" });
    await forge.ensurePullRequest("web", ICONS, signal);
    let theirs: string | undefined;
    server.faults.push(async ({ path, query }) => {
      if (path.endsWith("/info/refs") && query === "service=git-receive-pack")
        theirs ??= await commitTo(at, BRANCH, { "icons/a.svg": "<mine/>" });
      return false;
    });
    await expect(forge.ensurePullRequest("web", toChange({ "icons/b.svg": "b" }), signal)).rejects.toMatchObject({
      name: "TransientError",
      code: "BRANCH_MOVED",
    });
    expect(await resolveRef(at, BRANCH)).toBe(theirs);
  });
});

describe("the surroundings", () => {
  it("puts the credentials neither into arguments nor onto the disk nor into the log", async () => {
    const folder = await createFolder();
    const seen = join(folder, "arguments");
    const { log, lines } = createRecordingLog("trace");
    const { forge, cacheFolder } = await openServed(
      { "a.txt": "a" },
      { log, env: await createGitWrapper(folder, `printf '%s\\n' "$@" >> '${seen}'`) },
    );
    await forge.ensurePullRequest("web", ICONS, signal);
    await forge.compare("web", ICONS, signal);
    const basic = Buffer.from(`bot:${TOKEN}`).toString("base64");
    const cache = await cacheFolder();
    const texts = [await readFile(seen, "utf8"), JSON.stringify(lines), await readFile(join(cache, "config"), "utf8")];
    expect(texts[0]).toContain("push");
    for (const text of texts) for (const secret of [TOKEN, basic]) expect(text).not.toContain(secret);
  });

  it("takes credentials out of an address they were written into", async () => {
    const { server, folder } = await openServed({ "a.txt": "a" });
    const url = server.url.replace("http://", `http://bot:${TOKEN}@`);
    const forge = createForge("local", { type: "git", url }, createDeps(join(folder, "second")));
    expect(await forge.ensurePullRequest("web", ICONS, signal)).toMatchObject({ state: "created" });
    await server.close();
    const error = await forge.ensurePullRequest("web", ICONS, signal).catch((thrown) => thrown);
    expect(formatError(error) + String(error.stack)).not.toContain(TOKEN);
  });

  it("uses nothing of the user's git configuration and runs no hook", async () => {
    const folder = await createFolder();
    const home = join(folder, "home");
    await mkdir(join(home, "hooks"), { recursive: true });
    await writeFile(join(home, "hooks", "pre-push"), `#!/bin/sh\ntouch '${folder}/hooked'\nexit 1\n`, { mode: 0o755 });
    await writeFile(join(home, ".gitconfig"), `[core]\n\thooksPath = ${home}/hooks\n[url "http://127.0.0.1:1/"]\n\tinsteadOf = http\n`);
    const { forge } = await openServed({ "a.txt": "a" }, { env: { PATH: process.env["PATH"], HOME: home, GIT_DIR: "/nonexistent" } });
    expect(await forge.ensurePullRequest("web", ICONS, signal)).toMatchObject({ state: "created" });
    expect(await readdir(folder)).not.toContain("hooked");
  });

  it.each(["../other", "/etc", "a//b", "a/../../b", "-upload-pack=x", "a/.git", "a?b", "a\nb", "a@b:c", ""])(
    "refuses the repository path %j",
    async (path) => {
      const { forge, server } = await openServed({ "a.txt": "a" });
      await expect(forge.ensurePullRequest(path, ICONS, signal)).rejects.toMatchObject({ name: "UserError", code: "REPOSITORY_NAME" });
      expect(server.requests).toEqual([]);
    },
  );

  it.each(["-x", "a b", "a..b", "a~1", "a.lock", "@", "a/", "a\u0007"])("refuses the branch name %j", async (branch) => {
    const { forge, server } = await openServed({ "a.txt": "a" });
    await expect(forge.ensurePullRequest("web", { ...ICONS, branch }, signal)).rejects.toMatchObject({
      name: "UserError",
      code: "BRANCH_NAME",
    });
    await expect(forge.ensurePullRequest("web", { ...ICONS, base: branch }, signal)).rejects.toMatchObject({
      name: "UserError",
      code: "BRANCH_NAME",
    });
    expect(server.requests).toEqual([]);
  });

  it.each(["ssh://git@host/", "ext::sh -c touch% x", "file:///srv", "git@host:acme"])("refuses the address %j", async (url) => {
    const deps = createDeps(await createFolder());
    const made = (): unknown => createForge("local", { type: "git", url }, deps);
    expect(made).toThrow(expect.objectContaining({ name: "UserError", code: "FORGE_URL" }));
  });

  it("says when the folder of repositories is not there", async () => {
    const folder = await createFolder();
    const forge = createForge("local", { type: "git", url: join(folder, "missing") }, createDeps(folder));
    await expect(forge.check(signal)).rejects.toMatchObject({ name: "PermanentError", code: "FORGE_UNREACHABLE" });
  });
});
