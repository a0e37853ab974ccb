import { describe, expect, it } from "vitest";
import type { ChangeSet } from "../../src/change-set.ts";
import { TransientError } from "../../src/errors.ts";
import type { Forge, Proposal } from "../../src/forge.ts";
import { type ForgeWorld, WORLDS } from "../support/forge-worlds.ts";

const BRANCH = "penops/icons";
const MESSAGE = "icons: two\n\nPenops-Recipe: icons\nPenpot-Revn: 7\n";
const BASE_FILES = {
  "README.md": "hello\n",
  "icons/old.svg": "<old/>",
  "icons/kept.svg": "<kept/>",
  "icons/odd.txt": "odd",
  "src/app.ts": "app",
};

function toChange(files: Record<string, string>, more: Partial<ChangeSet> = {}): ChangeSet {
  return {
    branch: BRANCH,
    title: "icons: two",
    body: "Two **icons**.",
    message: MESSAGE,
    labels: ["design"],
    files: Object.entries(files).map(([path, content]) => ({ path, content: Buffer.from(content) })),
    prune: [],
    keep: [],
    ...more,
  };
}

const ICONS = toChange({ "icons/a.svg": "<a/>", "icons/b.svg": "<b/>" });

function openPullRequests(world: ForgeWorld): number | undefined {
  return world.pullRequests()?.filter(({ state }) => state === "open").length;
}

describe.each(Object.entries(WORLDS))("the %s forge", (type, open) => {
  const { signal } = new AbortController();
  const ensure = (world: ForgeWorld, change: ChangeSet, forge: Forge = world.forge): Promise<Proposal> =>
    forge.ensurePullRequest(world.repository, change, signal);
  const hosted = type === "git" ? undefined : 1;

  it("tells its type and who it is", async () => {
    const world = await open(BASE_FILES);
    expect(world.forge.type).toBe(type);
    expect(await world.forge.check(signal)).toMatch(/\w/);
  });

  it("proposes a change as one branch, one commit and one pull request", async () => {
    const world = await open(BASE_FILES);
    const proposal = await ensure(world, ICONS);
    expect(proposal).toMatchObject({
      state: "created",
      branch: BRANCH,
      changes: { added: 2, modified: 0, deleted: 0 },
      paths: ["icons/a.svg", "icons/b.svg"],
    });
    expect(proposal.commit).toBe(await world.head(BRANCH));
    expect(await world.files(BRANCH)).toEqual({ ...BASE_FILES, "icons/a.svg": "<a/>", "icons/b.svg": "<b/>" });
    expect(await world.files("main")).toEqual(BASE_FILES);
    const [one] = world.pullRequests() ?? [];
    if (hosted) {
      expect(one).toMatchObject({ state: "open", title: "icons: two", base: "main", labels: ["design"], number: proposal.number });
      expect(one?.body).toMatch(/^Two \*\*icons\*\*\.\n\n<!-- penops:penops\/icons -->/);
      expect(proposal.url).toContain(String(proposal.number));
    }
    expect(world.problems()).toEqual([]);
  });

  it("writes nothing when the branch already says the same", async () => {
    const world = await open(BASE_FILES);
    const first = await ensure(world, ICONS);
    world.countWrites();
    const again = await ensure(world, { ...ICONS, message: `${MESSAGE}Penops-Run: 2\n` });
    expect(again).toEqual({ ...first, state: "unchanged" });
    expect(world.countWrites()).toBe(0);
  });

  it("finds its own proposal again after a restart", async () => {
    const world = await open(BASE_FILES);
    const first = await ensure(world, ICONS);
    world.countWrites();
    expect(await ensure(world, ICONS, world.createOtherForge())).toEqual({ ...first, state: "unchanged" });
    expect(world.countWrites()).toBe(0);
  });

  it("replaces the commit, not the pull request, when the content is new", async () => {
    const world = await open(BASE_FILES);
    const first = await ensure(world, ICONS);
    const next = await ensure(world, toChange({ "icons/a.svg": "<a2/>" }, { title: "icons: one", body: "Other." }));
    expect(next).toMatchObject({ state: "updated", paths: ["icons/a.svg"] });
    expect(next.number).toBe(first.number);
    expect(await world.files(BRANCH)).toEqual({ ...BASE_FILES, "icons/a.svg": "<a2/>" });
    expect(world.pullRequests()?.length).toBe(hosted);
    if (hosted) expect(world.pullRequests()?.[0]).toMatchObject({ title: "icons: one", state: "open" });
    expect(world.problems()).toEqual([]);
  });

  it("proposes nothing where nothing differs and nothing was open", async () => {
    const world = await open(BASE_FILES);
    world.countWrites();
    const proposal = await ensure(world, toChange({ "icons/old.svg": "<old/>" }));
    expect(proposal).toEqual({ state: "none", branch: BRANCH, changes: { added: 0, modified: 0, deleted: 0 }, paths: [] });
    expect(world.countWrites()).toBe(0);
    expect(await world.branches()).toEqual(["main"]);
  });

  it("withdraws the proposal, and says why, when the design went back to what base says", async () => {
    const world = await open(BASE_FILES);
    await ensure(world, ICONS);
    const proposal = await ensure(world, toChange({ "icons/old.svg": "<old/>" }));
    expect(proposal).toMatchObject({ state: "closed", reason: expect.stringContaining("nothing left to propose") });
    expect(await world.branches()).toEqual(["main"]);
    expect(openPullRequests(world)).toBe(hosted && 0);
    if (hosted) expect(world.pullRequests()?.[0]?.comments).toEqual([proposal.reason]);
    expect(world.problems()).toEqual([]);
  });

  it("proposes the same content again after it was withdrawn", async () => {
    const world = await open(BASE_FILES);
    await ensure(world, ICONS);
    await ensure(world, toChange({}));
    expect(await ensure(world, ICONS)).toMatchObject({ state: "created" });
    expect(openPullRequests(world)).toBe(hosted);
  });

  it("keeps its hands off a branch somebody else committed to", async () => {
    const world = await open(BASE_FILES);
    const first = await ensure(world, ICONS);
    await world.commitAs(BRANCH, { "icons/a.svg": "<by hand/>" });
    const theirs = await world.head(BRANCH);
    world.countWrites();
    for (const change of [ICONS, toChange({}), toChange({ "icons/c.svg": "<c/>" })]) {
      const proposal = await ensure(world, change);
      expect(proposal).toMatchObject({ state: "hands-off", commit: theirs });
      expect(proposal.number).toBe(first.number);
      expect(proposal.reason).toContain("Ada Person <ada@example.com>");
      expect(proposal.reason).toContain(theirs?.slice(0, 10));
    }
    expect(world.countWrites()).toBe(0);
    expect(await world.head(BRANCH)).toBe(theirs);
  });

  it("takes a branch back once the person's commit is gone", async () => {
    const world = await open(BASE_FILES);
    await ensure(world, ICONS);
    await world.commitAs(BRANCH, { "icons/a.svg": "<by hand/>" });
    await world.deleteBranch(BRANCH);
    expect(await ensure(world, ICONS)).toMatchObject({ state: "created" });
    expect(openPullRequests(world)).toBe(hosted);
  });

  it("makes one branch and one pull request of two runs at once in one process", async () => {
    const world = await open(BASE_FILES);
    const states = (await Promise.all([ensure(world, ICONS), ensure(world, ICONS)])).map(({ state }) => state);
    expect(states.sort()).toEqual(["created", "unchanged"]);
    expect(world.pullRequests()?.length).toBe(hosted);
  });

  it("serves two recipes of one repository at once", async () => {
    const world = await open(BASE_FILES);
    const other = toChange({ "tokens.json": "{}" }, { branch: "penops/tokens" });
    const states = (await Promise.all([ensure(world, ICONS), ensure(world, other)])).map(({ state }) => state);
    expect(states).toEqual(["created", "created"]);
    expect(await world.branches()).toEqual(["main", BRANCH, "penops/tokens"]);
    expect(world.pullRequests()?.length).toBe(hosted && 2);
  });

  it("makes one branch and one pull request of two processes at once", async () => {
    const world = await open(BASE_FILES);
    const other = world.createOtherForge();
    const ends = await Promise.allSettled([ensure(world, ICONS), ensure(world, toChange({ "icons/c.svg": "<c/>" }), other)]);
    for (const end of ends) if (end.status === "rejected") expect(end.reason).toBeInstanceOf(TransientError);
    expect(ends.some(({ status }) => status === "fulfilled")).toBe(true);
    expect(await world.branches()).toEqual(["main", BRANCH]);
    expect(world.pullRequests()?.length).toBe(hosted);
  });

  it("puts its commit on top of base when base moved", async () => {
    const world = await open(BASE_FILES);
    await ensure(world, ICONS);
    await world.commitAs("main", { "src/app.ts": "app 2" });
    expect(await ensure(world, ICONS)).toMatchObject({ state: "updated" });
    expect(await world.files(BRANCH)).toEqual({ ...BASE_FILES, "src/app.ts": "app 2", "icons/a.svg": "<a/>", "icons/b.svg": "<b/>" });
    expect(await ensure(world, ICONS)).toMatchObject({ state: "unchanged" });
  });

  it("opens a new pull request after the first was merged", async () => {
    const world = await open(BASE_FILES);
    const first = await ensure(world, ICONS);
    await world.merge(BRANCH);
    const next = await ensure(world, toChange({ "icons/a.svg": "<a2/>" }));
    expect(next).toMatchObject({ state: "created", changes: { added: 0, modified: 1, deleted: 0 } });
    if (hosted) expect(next.number).toBeGreaterThan(first.number ?? 0);
    expect(await world.files(BRANCH)).toEqual({ ...BASE_FILES, "icons/a.svg": "<a2/>", "icons/b.svg": "<b/>" });
  });

  it("clears the branch away after a merge", async () => {
    const world = await open(BASE_FILES);
    await ensure(world, ICONS);
    await world.merge(BRANCH);
    await ensure(world, ICONS);
    expect(await world.branches()).toEqual(["main"]);
    if (hosted) expect(world.pullRequests()?.map(({ state }) => state)).toEqual(["merged"]);
  });

  it("deletes in pruned folders only, and keeps what shall be kept", async () => {
    const world = await open({ ...BASE_FILES, "icons/deep/er.svg": "<er/>", "icons/held/x.svg": "<x/>", "icons-other/y.svg": "<y/>" });
    const change = toChange({ "icons/a.svg": "<a/>" }, { prune: ["icons"], keep: ["icons/kept.svg", "icons/held"] });
    expect(await ensure(world, change)).toMatchObject({ changes: { added: 1, modified: 0, deleted: 3 } });
    expect(Object.keys(await world.files(BRANCH)).sort()).toEqual([
      "README.md",
      "icons-other/y.svg",
      "icons/a.svg",
      "icons/held/x.svg",
      "icons/kept.svg",
      "src/app.ts",
    ]);
  });

  it("deletes nothing where nothing is pruned", async () => {
    const world = await open(BASE_FILES);
    expect(await ensure(world, toChange({ "icons/a.svg": "<a/>" }))).toMatchObject({ changes: { added: 1, modified: 0, deleted: 0 } });
  });

  it("writes paths with spaces, quotes, accents and emoji", async () => {
    const world = await open(BASE_FILES);
    const files = { "icons/é à.svg": "1", "icons/‘q’ 's.svg": "2", "ikonen/größe/日本語 🎨.svg": "3" };
    await ensure(world, toChange(files));
    expect(await world.files(BRANCH)).toEqual({ ...BASE_FILES, ...files });
    expect(await ensure(world, toChange(files))).toMatchObject({ state: "unchanged" });
  });

  it("writes bytes as they are, the empty file too", async () => {
    const world = await open(BASE_FILES);
    const bytes = Buffer.from([0, 255, 10, 13, 10, 0]);
    const files = [
      { path: "a.bin", content: bytes },
      { path: "empty", content: new Uint8Array() },
    ];
    await ensure(world, { ...ICONS, files });
    expect(await ensure(world, { ...ICONS, files })).toMatchObject({ state: "unchanged", changes: { added: 2 } });
    const after = await world.forge.compare(
      world.repository,
      { ...ICONS, branch: "penops/other", base: BRANCH, files: [{ path: "a.bin", content: Buffer.from("x") }] },
      signal,
    );
    expect(after.changes[0]?.before).toEqual(bytes);
  });

  it("puts a folder in the place of an owned file, and back", async () => {
    const world = await open({ "README.md": "hello\n", "icons/a": "file" });
    const owned = { prune: ["icons"] };
    await ensure(world, toChange({ "icons/a/b.svg": "<b/>" }, owned));
    expect(await world.files(BRANCH)).toEqual({ "README.md": "hello\n", "icons/a/b.svg": "<b/>" });
    await world.merge(BRANCH);
    await ensure(world, toChange({ "icons/a": "file again" }, owned));
    expect(await world.files(BRANCH)).toEqual({ "README.md": "hello\n", "icons/a": "file again" });
    expect(await ensure(world, toChange({ "icons/a": "file again" }, owned))).toMatchObject({ state: "unchanged" });
  });

  it("refuses to displace files it does not own", async () => {
    const world = await open(BASE_FILES);
    await expect(ensure(world, toChange({ icons: "a file" }))).rejects.toMatchObject({ name: "UserError", code: "PATH_CONFLICT" });
    await expect(ensure(world, toChange({ "README.md/x": "y" }))).rejects.toMatchObject({ name: "UserError", code: "PATH_CONFLICT" });
    expect(await world.branches()).toEqual(["main"]);
  });

  it("compares without an effect, with old and new bytes", async () => {
    const world = await open(BASE_FILES);
    world.countWrites();
    const change = toChange({ "icons/a.svg": "<a/>", "icons/old.svg": "<new/>" }, { prune: ["icons"] });
    const { base, baseCommit, changes } = await world.forge.compare(world.repository, change, signal);
    expect({ base, baseCommit }).toEqual({ base: "main", baseCommit: await world.head("main") });
    expect(
      changes.map(({ path, kind, before, after }) => [
        path,
        kind,
        before && Buffer.from(before).toString(),
        after && Buffer.from(after).toString(),
      ]),
    ).toEqual([
      ["icons/a.svg", "added", undefined, "<a/>"],
      ["icons/kept.svg", "deleted", "<kept/>", undefined],
      ["icons/odd.txt", "deleted", "odd", undefined],
      ["icons/old.svg", "modified", "<old/>", "<new/>"],
    ]);
    expect(world.countWrites()).toBe(0);
  });

  it("proposes against the base it was told", async () => {
    const world = await open(BASE_FILES);
    await world.commitAs("develop", { "src/app.ts": "develop" });
    await ensure(world, { ...ICONS, base: "develop" });
    expect((await world.files(BRANCH))["src/app.ts"]).toBe("develop");
    if (hosted) expect(world.pullRequests()?.[0]?.base).toBe("develop");
  });

  it("says clearly that a repository, a base or a first commit is missing", async () => {
    const world = await open(BASE_FILES);
    await expect(world.forge.ensurePullRequest("acme/nowhere", ICONS, signal)).rejects.toMatchObject({
      name: "UserError",
      code: "REPOSITORY_NOT_FOUND",
    });
    await expect(ensure(world, { ...ICONS, base: "nowhere" })).rejects.toMatchObject({ name: "UserError", code: "BASE_NOT_FOUND" });
    await expect(ensure(world, { ...ICONS, base: BRANCH })).rejects.toMatchObject({ name: "UserError", code: "BRANCH_IS_BASE" });
    await expect(ensure(world, { ...ICONS, branch: "main" })).rejects.toMatchObject({ name: "UserError", code: "BRANCH_IS_BASE" });
    await expect(ensure(world, { ...ICONS, branch: "-x" })).rejects.toMatchObject({ name: "UserError", code: "BRANCH_NAME" });
    const empty = await open({});
    await expect(ensure(empty, ICONS)).rejects.toMatchObject({
      name: "UserError",
      code: "REPOSITORY_EMPTY",
      hint: expect.stringContaining("first commit"),
    });
  });

  if (hosted) {
    it("leaves a title and a body alone that already say it, and mends only what differs", async () => {
      const world = await open(BASE_FILES);
      await ensure(world, ICONS);
      world.countWrites();
      expect(await ensure(world, { ...ICONS, title: "Better title" })).toMatchObject({ state: "updated" });
      expect(world.pullRequests()?.[0]).toMatchObject({ title: "Better title" });
      expect(await ensure(world, { ...ICONS, title: "Better title" })).toMatchObject({ state: "unchanged" });
    });

    it("opens the pull request that is missing for a branch it pushed before it was stopped", async () => {
      const world = await open(BASE_FILES);
      await ensure(world, ICONS);
      (world.pullRequests() as unknown[]).length = 0;
      expect(await ensure(world, ICONS)).toMatchObject({ state: "created", number: 1 });
    });

    it("does not propose again what a person closed, until there is new content", async () => {
      const world = await open(BASE_FILES);
      const first = await ensure(world, ICONS);
      await world.closePullRequest(first.number ?? 0);
      world.countWrites();
      expect(await ensure(world, ICONS)).toMatchObject({
        state: "hands-off",
        number: first.number,
        reason: expect.stringContaining("was closed"),
      });
      await world.deleteBranch(BRANCH);
      expect(await ensure(world, ICONS)).toMatchObject({ state: "hands-off" });
      expect(world.countWrites() === 0 || type === "memory").toBe(true);
      expect(await ensure(world, toChange({ "icons/c.svg": "<c/>" }))).toMatchObject({ state: "created" });
      expect(openPullRequests(world)).toBe(1);
    });

    it("frees a merged branch although its last commit is a person's", async () => {
      const world = await open(BASE_FILES);
      await ensure(world, ICONS);
      await world.commitAs("main", { "src/app.ts": "app 2" });
      await world.commitAs(BRANCH, { "icons/a.svg": "<by hand/>" });
      await world.merge(BRANCH);
      expect(await ensure(world, toChange({ "icons/a.svg": "<a/>" }))).toMatchObject({ state: "created" });
      expect(openPullRequests(world)).toBe(1);
    });

    it("leaves the text of a pull request alone that a person opened from its branch", async () => {
      const world = await open(BASE_FILES);
      await ensure(world, ICONS);
      const [one] = world.pullRequests() ?? [];
      Object.assign(one ?? {}, { title: "Mine", body: "By hand." });
      expect(await ensure(world, toChange({ "icons/c.svg": "<c/>" }))).toMatchObject({ state: "updated", number: 1 });
      expect(world.pullRequests()).toMatchObject([{ title: "Mine", body: "By hand." }]);
    });
  }
});
