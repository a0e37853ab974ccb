import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { missing } from "../support/needs.ts";
import { acme, BRANCH, createWorld, type Started, start, until, type World } from "../support/penops.ts";
import { startTestRedis } from "../support/redis.ts";

const reason = missing("redis-server");
const closers: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function serve(world: World, role: string, config = "penops.yaml"): Started {
  const daemon = start(["--config", config, "serve", "--role", role], world.folder, { PENOPS_DATA: `data-${role}` });
  closers.push(() => daemon.stop());
  return daemon;
}

describe.skipIf(reason)(`receiver and worker apart${reason ? ` (${reason})` : ""}`, () => {
  it("share nothing but Redis, and the receiver has no token: what one takes while no worker is there, the other does later", async () => {
    const redis = await startTestRedis();
    closers.push(() => redis.stop());
    const world = await createWorld({ config: `redis: { url: "${redis.url}" }` });
    closers.push(world.close);
    await writeFile(
      join(world.folder, "receiver.yaml"),
      (await readFile(join(world.folder, "penops.yaml"), "utf8")).replace(/, token: "[^"]*"/, ""),
    );
    const receiver = serve(world, "receiver", "receiver.yaml");
    await receiver.until("Penops is ready");
    const first = serve(world, "worker");
    await first.until("webhook created");
    await until(async () => (await world.branches()).includes(BRANCH));
    expect(await first.stop()).toBe(0);
    const before = await world.git("rev-parse", BRANCH);
    world.emulator.setDesign(world.emulator.files[0]?.id ?? "", await acme("v2"));
    await until(() => world.emulator.deliveries.some(({ event }) => event === "update-file"));
    expect(world.emulator.deliveries.at(-1)?.outcome).toMatchObject({ status: 200 });
    const second = serve(world, "worker");
    await until(async () => (await world.git("rev-parse", BRANCH)) !== before);
    expect(second.err()).toContain("update-file");
    expect(await receiver.stop()).toBe(0);
  });

  it("refuse to start without a common webhook secret", async () => {
    const redis = await startTestRedis();
    closers.push(() => redis.stop());
    const world = await createWorld({ config: `redis: { url: "${redis.url}" }` });
    closers.push(world.close);
    const receiver = start(["serve", "--role", "receiver"], world.folder, {
      PENOPS_REDIS_URL: redis.url,
      PENOPS_PENPOT_TEST_URL: world.emulator.url,
      PENOPS_PENPOT_TEST_TOKEN: world.emulator.token,
      PENOPS_PENPOT_TEST_TEAMS: "Acme",
    });
    closers.push(() => receiver.stop());
    await until(() => receiver.child.exitCode !== null);
    expect(receiver.child.exitCode).toBe(2);
    expect(receiver.err()).toContain("PENOPS_WEBHOOKS_SECRET");
  });

  it("refuse to start without a common Redis", async () => {
    const world = await createWorld();
    closers.push(world.close);
    const receiver = serve(world, "receiver");
    await until(() => receiver.child.exitCode !== null);
    expect([receiver.child.exitCode, receiver.err()]).toEqual([2, expect.stringContaining("PENOPS_REDIS_URL")]);
  });
});
