import { chmod, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Fault } from "../../src/emulator/index.ts";
import { acme, BRANCH, createWorld, type Started, start, until, type World } from "../support/penops.ts";

let world: World;
let daemon: Started;

afterEach(async () => {
  await daemon.stop();
  await world.close();
});

/** A world whose first version is merged, with the daemon running and its timer quick. */
async function settle(config = "reconcile: { every: 1s }"): Promise<void> {
  world = await createWorld({ config });
  daemon = start(["--config", "penops.yaml", "serve"], world.folder);
  await until(async () => (await world.branches()).includes(BRANCH));
  await world.git("update-ref", "refs/heads/main", await world.git("rev-parse", BRANCH));
  await world.git("update-ref", "-d", `refs/heads/${BRANCH}`);
  await daemon.until('"Run ended"');
}

async function edit(): Promise<void> {
  world.emulator.setDesign(world.emulator.files[0]?.id ?? "", await acme("v2"));
}

async function isProposed(): Promise<boolean> {
  if (!(await world.branches()).includes(BRANCH)) return false;
  return (
    (await world.git("diff", "--no-renames", "--name-status", "main", BRANCH)) ===
    "M\ticons/check.svg\nA\ticons/chevron-down.svg\nD\ticons/minus.svg\nM\ttokens.json"
  );
}

const FAULTS: [string, string, Fault][] = [
  ["answers 500", "get-project-files", { status: 500, times: 2 }],
  ["asks for patience with 429", "get-file", { status: 429, times: 2 }],
  ["is away behind its proxy", "*", { status: 502, times: 3 }],
  ["answers with garbage", "get-file", { garbage: true, times: 3 }],
  ["breaks off in the middle of an answer", "get-file", { truncate: true, times: 2 }],
];

describe("while Penpot is in trouble, nothing is lost", () => {
  for (const [what, method, fault] of FAULTS) {
    it(`it ${what}`, { timeout: 120_000 }, async () => {
      await settle();
      world.emulator.failNext(method, fault);
      await edit();
      await until(isProposed);
      expect(await world.branches()).toEqual(["main", BRANCH]);
    });
  }
});

describe("while the repository is in trouble, nothing is lost", () => {
  it("a hook that refuses the push is named, and the change is proposed when it is gone", { timeout: 120_000 }, async () => {
    await settle();
    const hook = join(world.folder, "web.git", "hooks", "pre-receive");
    await writeFile(hook, "#!/bin/sh\necho 'bots may not push on Saturdays'\nexit 1\n");
    await chmod(hook, 0o755);
    await edit();
    await daemon.until("PUSH_REFUSED");
    expect(daemon.err()).toContain("bots may not push on Saturdays");
    expect(await world.branches()).toEqual(["main"]);
    await rm(hook);
    await until(isProposed);
  });

  it("a repository that vanished is named, and the change is proposed when it is back", { timeout: 120_000 }, async () => {
    await settle();
    const [here, away] = [join(world.folder, "web.git"), join(world.folder, "away.git")];
    await rename(here, away);
    await edit();
    await daemon.until("REPOSITORY_NOT_FOUND");
    await rename(away, here);
    // Nothing tells a daemon that a repository is back: it looks after an hour, with the next edit, and when it starts.
    await daemon.stop();
    daemon = start(["--config", "penops.yaml", "serve"], world.folder);
    await until(isProposed);
  });
});
