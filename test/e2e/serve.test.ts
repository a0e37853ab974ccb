import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { acme, BRANCH, createWorld, type Started, start, until, type World } from "../support/penops.ts";

let world: World;
const started: Started[] = [];

afterEach(async () => {
  for (const daemon of started.splice(0)) await daemon.stop();
  await world.close();
});

function serve(...args: string[]): Started {
  const daemon = start(["--config", "penops.yaml", "serve", ...args], world.folder);
  started.push(daemon);
  return daemon;
}

async function branchTip(): Promise<string | undefined> {
  return (await world.git("for-each-ref", "--format=%(objectname)", `refs/heads/${BRANCH}`)) || undefined;
}

/** As a reviewer does: the proposal becomes main. */
async function merge(): Promise<void> {
  await world.git("update-ref", "refs/heads/main", await world.git("rev-parse", BRANCH));
  await world.git("update-ref", "-d", `refs/heads/${BRANCH}`);
}

async function edit(version: "v1" | "v2"): Promise<void> {
  world.emulator.setDesign(world.emulator.files[0]?.id ?? "", await acme(version));
}

describe("penops serve", () => {
  it("turns an edit into one commit on one branch, by its webhook", async () => {
    world = await createWorld();
    const daemon = serve();
    await until(async () => (await branchTip()) !== undefined);
    expect(Object.keys(await world.files(BRANCH))).toHaveLength(31);
    await merge();
    await until(() => daemon.err().includes("webhook created"));
    await edit("v2");
    await until(async () => (await branchTip()) !== undefined);
    expect((await world.git("diff", "--no-renames", "--name-status", `main..${BRANCH}`)).split("\n")).toEqual([
      "M\ticons/check.svg",
      "A\ticons/chevron-down.svg",
      "D\ticons/minus.svg",
      "M\ttokens.json",
    ]);
    expect(await world.git("log", "--format=%an %s%n%(trailers:only)", `main..${BRANCH}`)).toMatch(
      /^Penops chore\(design-system\): sync with Acme Design System\nPenpot-File: test\/5974007e-.*\nPenpot-Revn: \d+\nPenops-Recipe: design-system\nPenops-Run: \S+$/,
    );
    await edit("v1");
    await until(async () => (await branchTip()) === undefined);
    expect(await daemon.stop()).toBe(0);
    expect(daemon.err()).toContain("Stopped");
  });

  it("never prints a secret, whatever the level of the log", async () => {
    world = await createWorld({ emulator: { token: "canary-penpot-token" } });
    const daemon = serve();
    await until(async () => (await branchTip()) !== undefined);
    await edit("v2");
    await daemon.until("update-file");
    world.emulator.revokeToken();
    await fetch(`http://127.0.0.1:${world.port}/hooks/test/${world.emulator.teamId}/wrong`, { method: "POST" });
    await daemon.stop();
    const hook = world.emulator.deliveries[0]?.uri ?? "no delivery";
    expect(daemon.out() + daemon.err()).not.toContain("canary");
    expect(daemon.out() + daemon.err()).not.toContain(hook.split("/").at(-1));
    expect(await readFile(join(world.folder, "penops.yaml"), "utf8")).toContain("canary-penpot-token");
  });

  it("finds by its timer what no webhook told", async () => {
    world = await createWorld({ config: "reconcile: { every: 1s }", emulator: { delays: { updateFileMs: 3_600_000 } } });
    serve();
    await until(async () => (await branchTip()) !== undefined);
    const first = await branchTip();
    await edit("v2");
    await until(async () => (await branchTip()) !== first);
    expect(Object.keys(await world.files(BRANCH))).toContain("icons/chevron-down.svg");
  });

  it("does nothing but list files while nothing changes", async () => {
    world = await createWorld({ config: "reconcile: { every: 300ms }" });
    const daemon = serve();
    await until(async () => (await branchTip()) !== undefined);
    const looksIn = (log: string) => [...log.matchAll(/"runs":(\d+),"msg":"Revisions compared"/g)].map(([, runs]) => runs);
    // A look that came while the first run was at work wants one more run; it is settled when three looks in a row wanted none.
    await until(
      () =>
        looksIn(daemon.err()).length >= 3 &&
        looksIn(daemon.err())
          .slice(-3)
          .every((runs) => runs === "0"),
    );
    const before = daemon.err().length;
    const since = () => daemon.err().slice(before);
    await until(() => looksIn(since()).length >= 4);
    const log = since();
    const methods = [...log.matchAll(/"method":"(get-[a-z-]+)"/g)].map(([, method]) => method);
    expect(new Set(methods)).toEqual(new Set(["get-teams", "get-projects", "get-project-files"]));
    expect(methods.filter((method) => method === "get-project-files").length).toBeLessThanOrEqual(6);
    expect(log).not.toContain('"Run started"');
  });

  it("keeps its hands off a branch that carries somebody else's commit, and says so", async () => {
    world = await createWorld({ config: "reconcile: { every: 1s }" });
    const daemon = serve();
    await until(async () => (await branchTip()) !== undefined);
    const tip = (await branchTip()) ?? "";
    const foreign = await world.git(
      "-c",
      "user.name=Rita",
      "-c",
      "user.email=rita@acme.example",
      "commit-tree",
      `${tip}^{tree}`,
      "-p",
      tip,
      "-m",
      "Mine",
    );
    await world.git("update-ref", `refs/heads/${BRANCH}`, foreign);
    await edit("v2");
    await daemon.until("hands-off");
    expect(await branchTip()).toBe(foreign);
    await world.git("update-ref", `refs/heads/${BRANCH}`, tip);
    await until(async () => ![tip, foreign].includes((await branchTip()) ?? tip));
  });

  it("goes on with the other recipes when one is broken, and names the mistake", async () => {
    world = await createWorld();
    await writeFile(join(world.folder, "recipes", "broken.yaml"), "name: broken\nsteps: [{ uses: export-asets }]\n");
    const daemon = serve();
    await until(async () => (await branchTip()) !== undefined);
    expect(daemon.err()).toMatch(/broken\.yaml:2:\d+ .*export-asets/);
    expect(daemon.err()).toContain("export-assets");
  });

  it("answers a wrong path with 404, a good one with 200, and what it cannot read with a reason", async () => {
    world = await createWorld();
    const daemon = serve();
    await daemon.until("webhook created");
    await edit("v2");
    await until(() => world.emulator.deliveries.length > 0);
    const good = world.emulator.deliveries[0]?.uri ?? "";
    const post = (url: string, body: string, type = "application/json") =>
      fetch(url, { method: "POST", body, headers: { "content-type": type } });
    expect(
      (
        await post(
          good.replace(/.$/, (last) => (last === "A" ? "B" : "A")),
          "{}",
        )
      ).status,
    ).toBe(404);
    expect((await fetch(good, { method: "HEAD" })).status).toBe(200);
    expect((await post(good, "not json")).status).toBe(400);
    expect((await post(good, "{}", "text/plain")).status).toBe(415);
    expect((await post(good, `{"name":"event-of-tomorrow","props":{"x":1},"profileId":"p"}`)).status).toBe(200);
    await daemon.until("event-of-tomorrow");
    expect((await post(good, `["^ ","~:hello","~:world"]`, "application/transit+json")).status).toBe(200);
    await daemon.until("A delivery cannot be read");
  });

  it("switches its webhook on again after Penpot switched it off, and fills the gap", async () => {
    world = await createWorld();
    const first = serve();
    await until(async () => (await branchTip()) !== undefined);
    await first.until("webhook created");
    await merge();
    await first.stop();
    for (const version of ["v2", "v1", "v2"] as const) {
      await edit(version);
      await world.emulator.flush();
    }
    expect(world.emulator.deliveries.slice(-3).map(({ outcome }) => outcome.errorCode)).toEqual(Array(3).fill("connection-error"));
    const second = serve();
    await second.until(/webhook mended.*repaired|repaired.*webhook mended/);
    await until(async () => (await branchTip()) !== undefined);
    await merge();
    await edit("v1");
    await second.until('"event":"update-file"');
    await until(async () => (await branchTip()) !== undefined);
    expect(Object.keys(await world.files(BRANCH))).toContain("icons/minus.svg");
  });

  it("takes deliveries under the old secret while the new one is brought in", async () => {
    world = await createWorld();
    const first = serve();
    await first.until("webhook created");
    await edit("v2");
    await until(() => world.emulator.deliveries.length > 0);
    const old = world.emulator.deliveries[0]?.uri ?? "";
    await first.stop();
    const file = join(world.folder, "penops.yaml");
    const config = await readFile(file, "utf8");
    await writeFile(
      file,
      config.replace("secret: canary-webhook-secret", "secret: canary-webhook-secret-2, previous-secret: canary-webhook-secret"),
    );
    const second = serve();
    await second.until(/webhook mended.*repaired|repaired.*webhook mended/);
    expect((await fetch(old, { method: "HEAD" })).status).toBe(200);
    await edit("v1");
    await until(() => world.emulator.deliveries.at(-1)?.uri !== old);
    expect(world.emulator.deliveries.at(-1)?.outcome).toMatchObject({ status: 200 });
  });
});
