import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { findFreePort } from "../../src/free-port.ts";
import { findOnPath } from "./needs.ts";

/** A real redis-server for one test file. */
export interface TestRedis {
  /** Without a password. */
  url: string;
  /** Stops the process (SIGSTOP): it accepts connections and says nothing. */
  freeze(): void;
  thaw(): void;
  /** Ends the process hard; what it was told stays in its append-only file. */
  kill(): Promise<void>;
  /** Starts it again on the same port and folder. */
  start(): Promise<void>;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

/** Starts the redis-server of the PATH on a free port with a folder of its own; `settings` are further configuration lines. */
export async function startTestRedis(settings: readonly string[] = []): Promise<TestRedis> {
  const program = findOnPath("redis-server");
  if (program === undefined) throw new Error("startTestRedis needs redis-server on the PATH");
  const folder = await mkdtemp(join(tmpdir(), "penops-redis-"));
  const port = await findFreePort();
  const url = `redis://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  const start = async () => {
    child = spawn(program, ["-"], { cwd: folder, stdio: ["pipe", "ignore", "inherit"] });
    const lines = [`port ${port}`, "bind 127.0.0.1", "dir .", 'save ""', "appendonly yes", "appendfsync always", ...settings, ""];
    child.stdin?.end(lines.join("\n"));
    await untilItAnswers(url, child).catch(async (error) => {
      await end("SIGKILL");
      throw error;
    });
  };
  // a test process that is ended from outside takes its server along
  process.once("exit", () => child?.kill("SIGKILL"));
  const end = async (signal: NodeJS.Signals) => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGCONT");
    child.kill(signal);
    await ended;
  };
  await start();
  return {
    url,
    start,
    freeze: () => void child?.kill("SIGSTOP"),
    thaw: () => void child?.kill("SIGCONT"),
    kill: () => end("SIGKILL"),
    async stop() {
      await end("SIGKILL");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilItAnswers(url: string, child: ChildProcess): Promise<void> {
  const redis = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null });
  redis.on("error", () => undefined);
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`redis-server ended with ${code}`);
  });
  ended.catch(() => undefined);
  try {
    const answered = redis.ping().catch((error: Error) => {
      if (!/NOAUTH/.test(error.message)) throw error; // that is an answer too
    });
    await Promise.race([answered, ended, sleep(10_000).then(() => Promise.reject(new Error("redis-server does not answer")))]);
  } finally {
    redis.disconnect();
  }
}
