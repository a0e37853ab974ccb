import { chmod, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { PermanentError, TransientError, UserError } from "../../../src/errors.ts";
import { type RedisHandle, startRedis } from "../../../src/queue/redis.ts";
import { missing } from "../../support/needs.ts";
import { newFolder, recordLog, silent } from "../../support/queue.ts";
import { spawnQueueChild } from "../../support/queue-child.ts";
import { startTestRedis } from "../../support/redis.ts";

const noRedis = missing("redis-server");
const note = noRedis ? ` (skipped: ${noRedis})` : "";
const open: RedisHandle[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((handle) => handle.close()));
});

async function start(folder: string, log = silent(), path = process.env["PATH"]): Promise<RedisHandle> {
  const handle = await startRedis({}, folder, log, AbortSignal.timeout(20_000), path);
  open.push(handle);
  return handle;
}

async function folderForTest(): Promise<string> {
  const folder = await newFolder();
  onTestFinished(folder.remove);
  return folder.path;
}

async function readServerNote(folder: string): Promise<{ port: number; password: string }> {
  return JSON.parse(await readFile(join(folder, "redis", "server.json"), "utf8"));
}

describe.skipIf(noRedis)(`a Redis of our own${note}`, () => {
  it("keeps what it was told over a stop and a start", async () => {
    const folder = await folderForTest();
    const first = await start(folder);
    await first.createClient("producer").set("greeting", "hello");
    await first.close();
    const second = await start(folder);
    expect(second).toMatchObject({ kind: "child", keeps: true });
    expect(await second.createClient("producer").get("greeting")).toBe("hello");
  });

  it("is closed to others: loopback only, with a password, in a file only we may read", async () => {
    const folder = await folderForTest();
    const handle = await start(folder);
    const { port, password } = await readServerNote(folder);
    const stranger = new Redis(port, "127.0.0.1", { retryStrategy: () => null });
    stranger.on("error", () => undefined);
    await expect(stranger.get("x")).rejects.toThrow(/NOAUTH/);
    stranger.disconnect();
    expect(handle.url).toBe(`redis://***@127.0.0.1:${port}/0`);
    expect(password.length).toBeGreaterThan(30);
    expect((await stat(join(folder, "redis", "server.json"))).mode & 0o077).toBe(0);
  });

  it("evicts nothing and writes an append-only file every second", async () => {
    const client = (await start(await folderForTest())).createClient("producer");
    const settings = await Promise.all(["maxmemory-policy", "appendonly", "appendfsync"].map((name) => client.config("GET", name)));
    expect(settings).toEqual([
      ["maxmemory-policy", "noeviction"],
      ["appendonly", "yes"],
      ["appendfsync", "everysec"],
    ]);
  });

  it("is gone when the handle was closed", async () => {
    const folder = await folderForTest();
    const handle = await start(folder);
    const pid = await serverPid(handle);
    await handle.close();
    expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
  });

  it("is started again when it dies, and clients go on", async () => {
    const folder = await folderForTest();
    const { log, messages } = recordLog();
    const handle = await start(folder, log);
    const client = handle.createClient("worker");
    await client.set("greeting", "hello");
    await vi.waitFor(async () => expect(await client.info("persistence")).toContain("aof_pending_bio_fsync:0"));
    process.kill(await serverPid(handle), "SIGKILL");
    await vi.waitFor(async () => expect(await client.get("greeting")).toBe("hello"), { timeout: 10_000 });
    expect(messages()).toContain("The Redis that Penops started has ended; starting it again");
  });

  it("that outlived a Penops killed hard is stopped, and its data is used", async () => {
    const folder = await folderForTest();
    const child = spawnQueueChild("hold-redis", folder);
    await child.says("ready");
    const stale = await readServerNote(folder);
    await child.kill();
    const { log, messages } = recordLog();
    const handle = await start(folder, log);
    expect(messages()).toContain("Stopping the Redis that an earlier Penops left behind");
    expect(await readServerNote(folder)).not.toEqual(stale);
    expect(await handle.createClient("producer").get("written-by")).toBe("hold-redis");
  });

  it("that another Penops uses is not touched", async () => {
    const folder = await folderForTest();
    const first = await start(folder);
    const client = first.createClient("producer");
    await client.ping();
    await expect(start(folder)).rejects.toMatchObject({ code: "DATA_IN_USE", hint: expect.stringContaining("data") });
    expect(await client.ping()).toBe("PONG");
  });

  it("that cannot start says what the program said", async () => {
    const folder = await folderForTest();
    const program = join(folder, "redis-server");
    await writeFile(program, "#!/bin/sh\necho 'no room left' >&2\nexit 1\n");
    await chmod(program, 0o755);
    const failure = start(folder, silent(), folder);
    await expect(failure).rejects.toBeInstanceOf(PermanentError);
    await expect(failure).rejects.toThrow(/redis-server did not start: no room left/);
  });
});

describe("a Redis inside this process", () => {
  it("is used when no program is on the PATH, with one warning that it keeps nothing", async () => {
    const { log, lines } = recordLog();
    const handle = await start(await folderForTest(), log, "");
    expect(handle).toMatchObject({ kind: "in-process", keeps: false });
    expect(lines.map(({ level, msg }) => [level, msg])).toEqual([[40, expect.stringContaining("keeps nothing")]]);
    expect(await handle.createClient("producer").ping()).toBe("PONG");
  });

  it("ends although somebody forgot a connection", async () => {
    const handle = await start(await folderForTest(), silent(), "");
    const forgotten = handle.createClient("worker").duplicate();
    forgotten.on("error", () => undefined);
    await forgotten.ping();
    await handle.close();
    forgotten.disconnect();
  });

  it("listens on the loopback interface only, behind a password", async () => {
    const handle = await start(await folderForTest(), silent(), "");
    const stranger = new Redis(handle.url.replace("***@", ""), { retryStrategy: () => null });
    stranger.on("error", () => undefined);
    expect(handle.url).toMatch(/@127\.0\.0\.1:/);
    await expect(stranger.get("x")).rejects.toThrow(/NOAUTH/);
    stranger.disconnect();
  });
});

describe.skipIf(noRedis)(`a Redis somebody else runs${note}`, () => {
  async function serverForTest(settings: readonly string[] = []) {
    const server = await startTestRedis(settings);
    onTestFinished(server.stop);
    return server;
  }

  it("is used and left running", async () => {
    const server = await serverForTest();
    const handle = await startRedis({ url: server.url }, "unused", silent(), AbortSignal.timeout(10_000));
    expect(handle).toMatchObject({ kind: "external", keeps: true, url: `${server.url}/0` });
    await handle.close();
    const again = await startRedis({ url: server.url }, "unused", silent(), AbortSignal.timeout(10_000));
    await again.close();
  });

  it("is warned of when it may evict runs", async () => {
    const server = await serverForTest(["maxmemory-policy allkeys-lru"]);
    const { log, lines } = recordLog();
    const handle = await startRedis({ url: server.url }, "unused", log, AbortSignal.timeout(10_000));
    await handle.close();
    expect(lines).toMatchObject([{ level: 40, policy: "allkeys-lru", msg: expect.stringContaining("noeviction") }]);
  });

  it("is a mistake of the configuration when it refuses the password, which is not repeated", async () => {
    const server = await serverForTest(["requirepass right"]);
    const url = server.url.replace("redis://", "redis://:topsecret@");
    const failure = startRedis({ url }, "unused", silent(), AbortSignal.timeout(10_000));
    await expect(failure).rejects.toBeInstanceOf(UserError);
    await expect(failure).rejects.toMatchObject({ code: "REDIS_AUTH", message: expect.not.stringContaining("topsecret") });
  });

  it("is waited for while it starts, and the wait can be broken off", async () => {
    const server = await serverForTest();
    await server.kill();
    const starting = startRedis({ url: server.url }, "unused", silent(), AbortSignal.timeout(10_000));
    await server.start();
    await (await starting).close();
    await server.kill();
    const stop = new AbortController();
    const failing = startRedis({ url: server.url }, "unused", silent(), stop.signal);
    stop.abort();
    await expect(failing).rejects.not.toBeInstanceOf(TransientError);
  });
});

async function serverPid(handle: RedisHandle): Promise<number> {
  const info = await handle.createClient("producer").info("server");
  return Number(/process_id:(\d+)/.exec(info)?.[1]);
}
