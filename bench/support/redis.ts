import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { findFreePort } from "../../src/free-port.ts";

/** A Redis of the bench's own. */
export interface BenchRedis {
  port: number;
  /** Empties it between two measurements. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the `redis-server` of the PATH on a free port, with `appendfsync everysec` in a temporary folder. */
export async function startRedis(): Promise<BenchRedis> {
  const port = await findFreePort();
  const folder = await mkdtemp(join(tmpdir(), "penops-bench-"));
  const settings = [
    "--port",
    `${port}`,
    "--bind",
    "127.0.0.1",
    "--dir",
    folder,
    "--save",
    "",
    "--appendonly",
    "yes",
    "--appendfsync",
    "everysec",
  ];
  const child = spawn("redis-server", settings, { stdio: "ignore" });
  await Promise.race([once(child, "spawn"), once(child, "error").then(([error]) => Promise.reject(error))]);
  const gone = once(child, "exit");
  const client = new Redis({ port, host: "127.0.0.1", maxRetriesPerRequest: null });
  // It is refused until the server listens, and tries again by itself.
  client.on("error", () => {});
  await client.ping();
  return {
    port,
    async flush() {
      await client.flushall();
    },
    async stop() {
      client.disconnect();
      child.kill("SIGKILL");
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
