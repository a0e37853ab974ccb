import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BRANCH, createWorld, type Finished, penops, start, type World } from "../support/penops.ts";

const ARCHIVE = fileURLToPath(new URL("../fixtures/penpot/acme/acme.v2.penpot", import.meta.url));
let world: World;

beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

function run(...args: string[]): Promise<Finished> {
  return penops(["--config", "penops.yaml", ...args], { cwd: world.folder });
}

describe("penops plan", () => {
  it("shows what would change and changes nothing", async () => {
    const { code, out } = await run("plan", "design-system");
    expect(code).toBe(0);
    expect(out).toContain("31 files added");
    expect(out).toContain("+ icons/arrow-up.svg");
    expect(out).toContain("link-arrow");
    expect(await world.branches()).toEqual(["main"]);
    expect(world.emulator.deliveries).toEqual([]);
  });

  it("reads an archive without Penpot and without any configuration, and writes the files where it is told", async () => {
    await writeFile(
      join(world.folder, "recipe.yaml"),
      (await readFile(join(world.folder, "recipes/design-system.yaml"), "utf8")).replace("local:web", "github:acme/web"),
    );
    const { code, out, err } = await penops(["plan", "./recipe.yaml", "--design", ARCHIVE, "--out", "out", "--json"], {
      cwd: world.folder,
    });
    expect(code).toBe(0);
    const plan = JSON.parse(out);
    expect(plan).toMatchObject({
      state: "changes",
      repository: "github:acme/web",
      branch: BRANCH,
      title: "design-system: Acme Design System",
    });
    expect(err).toContain("No forge is configured for github:acme/web");
    expect(await readdir(join(world.folder, "out", "icons"))).toHaveLength(30);
    expect(await readFile(join(world.folder, "out", "icons", "chevron-down.svg"), "utf8")).toContain("<path d=");
  });

  it("names the mistakes of a recipe, the nearest recipe, and what is no archive", async () => {
    await writeFile(
      join(world.folder, "bad.yaml"),
      'name: bad\nsource: {}\nsteps: [{ uses: export-tokens, with: { path: "${{ fil.name }}" } }]\npull-request: { repository: local:web }\n',
    );
    const bad = await run("plan", "bad.yaml");
    expect([bad.code, bad.err]).toEqual([
      2,
      expect.stringMatching(/bad\.yaml:3:\d+ {2}Unknown variable "fil"\.\n {4}Did you mean "file"\?/),
    ]);
    const unknown = await run("plan", "design-sistem");
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('Did you mean "design-system"?')]);
    await writeFile(join(world.folder, "text.penpot"), "hello");
    const noArchive = await run("plan", "design-system", "--design", "text.penpot");
    expect([noArchive.code, noArchive.err]).toEqual([2, expect.stringMatching(/^text\.penpot {2}.*no \.penpot archive/)]);
  });
});

describe("penops run", () => {
  it("makes the branch once, and says so when there is nothing to do", async () => {
    const first = await run("run", "design-system", "--json");
    expect(first.code).toBe(0);
    expect(JSON.parse(first.out)).toMatchObject({
      state: "proposed",
      proposal: { state: "created", branch: BRANCH, changes: { added: 31, modified: 0, deleted: 0 } },
    });
    const again = await run("run", "design-system");
    expect(again.out).toContain("unchanged: 31 added");
    await world.git("update-ref", "refs/heads/main", await world.git("rev-parse", BRANCH));
    expect((await run("run", "design-system")).out).toContain("the proposal on penops/design-system/fb1ba4aaa022 is closed");
    expect((await run("run", "design-system")).out).toContain("already is what the design says");
    expect(await world.branches()).toEqual(["main"]);
  });

  it("says what to do when the token was revoked, without printing it", async () => {
    world.emulator.revokeToken();
    const { code, err } = await run("run", "design-system");
    expect(code).toBe(1);
    expect(err).toContain("token");
    expect(err).not.toContain(world.emulator.token);
  });
});

describe("penops validate", () => {
  it("is content with what is right, and reports all mistakes of all recipes at once", async () => {
    expect(await run("validate")).toMatchObject({ code: 0, out: "1 recipe is right: design-system\n" });
    await writeFile(
      join(world.folder, "recipes", "a.yaml"),
      "name: a\nsourc: {}\nsteps: [{ uses: export-asets }]\npull-request: { repository: gitlab:x }\n",
    );
    await writeFile(
      join(world.folder, "recipes", "b.yaml"),
      "name: b\non: { update-fil: {} }\nsource: {}\nsteps: []\npull-request: { repository: local:web }\n",
    );
    const { code, out } = await run("validate");
    expect(code).toBe(2);
    expect(out).toMatch(/recipes\/a\.yaml:2:1 {2}Unknown key "sourc"[\s\S]*Did you mean "source"/);
    expect(out).toMatch(/recipes\/a\.yaml:3:\d+ {2}.*export-asets[\s\S]*export-assets/);
    expect(out).toMatch(/recipes\/a\.yaml:4:\d+ .*gitlab/);
    expect(out).toMatch(/recipes\/b\.yaml:2:7 .*update-fil[\s\S]*update-file/);
    expect(JSON.parse((await run("validate", "--json")).out)).toMatchObject({ valid: false, recipes: ["design-system"] });
  });
});

describe("penops events", () => {
  it("lists all 24, and shows one with its schema and samples", async () => {
    const { out } = await run("events");
    expect(out.split("\n").filter((line) => /^[a-z]+(-[a-z]+)+ {2}/.test(line))).toHaveLength(24);
    const one = JSON.parse((await run("events", "update-file", "--json")).out);
    expect(one).toMatchObject({
      name: "update-file",
      batchedMs: 120_000,
      schema: { type: "object" },
      samples: { json: { name: "update-file" } },
    });
    expect(await run("events", "update-fil")).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean "update-file"?') });
  });
});

describe("penops webhooks and doctor", () => {
  it("say what is wrong while nobody listens, and repair it when somebody does", async () => {
    const early = await run("webhooks", "ensure");
    expect([early.code, early.out]).toEqual([1, expect.stringMatching(/Acme: failed[\s\S]*refused|listen/i)]);
    const daemon = start(["--config", "penops.yaml", "serve"], world.folder);
    await daemon.until("webhook created");
    expect((await run("webhooks", "list")).out).toMatch(
      /Acme: 1 of 8 webhooks\n {2}ours {3}http:\/\/127\.0\.0\.1:\d+ {2}transit {2}active|Acme: 1 of 8 webhooks\n {2}ours +127\.0\.0\.1/,
    );
    expect(await run("webhooks", "ensure")).toMatchObject({ code: 0, out: "Acme: ok\n" });
    const doctor = await run("doctor", "--self-test");
    expect(doctor.out).toMatch(/✓ self-test test +Acme: the event came back after \d+\.\d s\./);
    expect(doctor.code).toBe(0);
    await daemon.stop();
    expect(await run("webhooks", "remove")).toMatchObject({ code: 0, out: "Acme: 1 removed\n" });
    expect((await run("webhooks", "list", "--json")).out).toContain('"webhooks":[]');
  });

  it("prove the way from Penpot to us without a daemon, too", async () => {
    const { code, out } = await run("doctor", "--self-test", "--json");
    const report = JSON.parse(out);
    expect([code, report.healthy]).toEqual([0, true]);
    expect(report.checks).toContainEqual(expect.objectContaining({ what: "self-test test", state: "ok" }));
  });

  it("name the remedy for a revoked token and a team that is not there", async () => {
    await writeFile(
      join(world.folder, "other.yaml"),
      (await readFile(join(world.folder, "penops.yaml"), "utf8")).replace("teams: [Acme]", "teams: [Acme, Desing]"),
    );
    const team = await penops(["--config", "other.yaml", "doctor"], { cwd: world.folder });
    expect([team.code, team.out]).toEqual([1, expect.stringMatching(/✗ penpot test .*"Desing"; the token sees "Default", "Acme"/)]);
    world.emulator.revokeToken();
    const token = await run("doctor");
    expect([token.code, token.out]).toEqual([1, expect.stringMatching(/✗ penpot test .*token[\s\S]*→/)]);
    expect(token.out).not.toContain(world.emulator.token);
  });
});

describe("penops doctor", () => {
  it("looks at everything else although a token is missing, and says where to put it", async () => {
    const text = await readFile(join(world.folder, "penops.yaml"), "utf8");
    await writeFile(join(world.folder, "lacking.yaml"), `${text}  hub: { type: github }\n`);
    const { code, out } = await penops(["--config", "lacking.yaml", "doctor"], { cwd: world.folder });
    expect(code).toBe(1);
    expect(out).toMatch(/✗ credentials +The forge hub has no token\.\n +→ Set PENOPS_FORGES_HUB_TOKEN/);
    expect(out).toMatch(/✓ penpot test +Teams: Acme\./);
  });
});

describe("penops emulate", () => {
  it("serves an archive until it is stopped, and says where", async () => {
    const emulator = start(["emulate", "--design", ARCHIVE, "--port", "0", "--json"], world.folder);
    await emulator.until("\n");
    const { url, token } = JSON.parse(emulator.out());
    const answer = await fetch(`${url}/api/main/methods/get-teams`, {
      headers: { authorization: `Token ${token}`, accept: "application/json", "x-client": "test/1" },
    });
    expect(await answer.json()).toContainEqual(expect.objectContaining({ name: "Acme" }));
    expect(await emulator.stop("SIGINT")).toBe(0);
  });
});

describe("penops", () => {
  it("explains a wrong command, option or configuration with exit code 2", async () => {
    expect(await run("srve")).toMatchObject({ code: 2, err: expect.stringContaining("serve") });
    expect(await run("serve", "--rol", "all")).toMatchObject({ code: 2, err: expect.stringContaining("--role") });
    expect(await penops(["--config", "none.yaml", "serve"], { cwd: world.folder })).toMatchObject({
      code: 2,
      err: expect.stringContaining("none.yaml"),
    });
    expect(await penops(["serve"], { cwd: world.folder })).toMatchObject({
      code: 2,
      err: expect.stringContaining("PENOPS_PENPOT_MAIN_URL"),
    });
    expect(await penops(["--version"], { cwd: world.folder })).toMatchObject({ code: 0, out: "0.1.0\n" });
  });
});
