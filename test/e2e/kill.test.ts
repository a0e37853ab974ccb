import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { missing } from "../support/needs.ts";
import { acme, BRANCH, createWorld, type Started, start, until, type World } from "../support/penops.ts";

let world: World;
let daemon: Started;

afterEach(async () => {
  await daemon.stop("SIGTERM");
  await world.close();
});

/** Milliseconds from the edit to the kill: before, around and after the webhook, the run, the push. */
const MOMENTS = [0, 80, 160, 240, 320, 400, 500, 650, 900];
const noRedis = missing("redis-server");

function serve(path: string): Started {
  return start(["--config", "penops.yaml", "serve"], world.folder, { PATH: path });
}

async function killAndRestart(path: string, moment: number, version: "v1" | "v2"): Promise<void> {
  world.emulator.setDesign(world.emulator.files[0]?.id ?? "", await acme(version));
  await sleep(moment);
  await daemon.stop("SIGKILL");
  daemon = serve(path);
}

async function proposal(): Promise<string> {
  return world.git("for-each-ref", "--format=%(refname:short) %(objectname)", "refs/heads", "--no-merged=main");
}

async function isRight(version: "v1" | "v2"): Promise<boolean> {
  const refs = await proposal();
  if (version === "v1") return refs === "";
  if (!refs.startsWith(`${BRANCH} `) || refs.includes("\n")) return false;
  const [count, files] = [
    await world.git("rev-list", "--count", `main..${BRANCH}`),
    await world.git("diff", "--no-renames", "--name-status", "main", BRANCH),
  ];
  return count === "1" && files === "M\ticons/check.svg\nA\ticons/chevron-down.svg\nD\ticons/minus.svg\nM\ttokens.json";
}

const STORES = [
  { store: "a redis-server that was found", path: process.env["PATH"] ?? "", reason: noRedis },
  { store: "the in-process store, which keeps nothing", path: `${process.execPath}/..:/usr/lib/git-core`, reason: undefined },
];

describe("killed at any moment between the edit and the branch, and started again", () => {
  for (const { store, path, reason } of STORES) {
    it.skipIf(reason)(
      `ends in exactly one correct branch, with ${store}${reason ? ` (${reason})` : ""}`,
      { timeout: 240_000 },
      async () => {
        world = await createWorld();
        daemon = serve(path);
        await until(async () => (await world.branches()).includes(BRANCH));
        await world.git("update-ref", "refs/heads/main", await world.git("rev-parse", BRANCH));
        await world.git("update-ref", "-d", `refs/heads/${BRANCH}`);
        for (const [index, moment] of MOMENTS.entries()) {
          const version = index % 2 === 0 ? "v2" : "v1";
          await killAndRestart(path, moment, version);
          await until(() => isRight(version));
          expect(await world.branches()).toEqual(version === "v2" ? ["main", BRANCH] : ["main"]);
        }
      },
    );
  }
});
