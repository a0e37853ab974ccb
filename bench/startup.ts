// Start to ready and idle memory, beside a bare "Fastify + BullMQ" program. Needs `redis-server` on the PATH.
// node bench/startup.ts [rounds]
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { findFreePort } from "../src/free-port.ts";
import { startRedis } from "./support/redis.ts";

const rounds = Number(process.argv[2] ?? 7);
const IDLE_MS = 3_000;
const CLI = fileURLToPath(new URL("../src/cli.ts", import.meta.url));
const BARE = fileURLToPath(new URL("./support/bare-program.ts", import.meta.url));

interface Sample {
  readyMs: number;
  memoryMb: number;
}

const folder = await mkdtemp(join(tmpdir(), "penops-bench-"));
const redis = await startRedis();
const url = `redis://127.0.0.1:${redis.port}`;
await writeFile(
  join(folder, "penops.yaml"),
  `penpot:\n  main: { url: "http://127.0.0.1:9", teams: [Design], token: not-a-real-token }\nforges:\n  github: { type: github, token: not-a-real-token }\nredis: { url: "${url}" }\nrecipes: []\nlog: { level: silent }\n`,
);

async function untilReady(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await sleep(5);
  }
  throw new Error(`The program ended with ${child.exitCode} before it was ready.`);
}

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

async function measure(program: "bare" | "penops"): Promise<Sample> {
  const port = await findFreePort();
  const args = program === "bare" ? [BARE, url, String(port)] : [CLI, "--config", join(folder, "penops.yaml"), "serve"];
  const env = { ...process.env, PENOPS_SERVER_PORT: String(port), PENOPS_SERVER_HOST: "127.0.0.1", PENOPS_DATA: join(folder, "data") };
  const started = performance.now();
  const child = spawn(process.execPath, args, { env, cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  try {
    await untilReady(port, child);
    const readyMs = performance.now() - started;
    await sleep(IDLE_MS);
    return { readyMs, memoryMb: await residentMb(child.pid ?? 0) };
  } finally {
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  }
}

const samples: Record<"bare" | "penops", Sample[]> = { bare: [], penops: [] };
try {
  for (let round = 0; round < rounds; round++) {
    for (const program of round % 2 === 0 ? (["bare", "penops"] as const) : (["penops", "bare"] as const))
      samples[program].push(await measure(program));
  }
} finally {
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
}

function median(program: "bare" | "penops", field: keyof Sample): number {
  const values = samples[program].map((sample) => sample[field]).sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)] ?? Number.NaN;
}

function row(what: string, field: keyof Sample, unit: string, target: number): string {
  const [bare, ours] = [median("bare", field), median("penops", field)];
  const ratio = ours / bare;
  return `${what.padEnd(16)} bare ${bare.toFixed(0)} ${unit}   penops ${ours.toFixed(0)} ${unit}   × ${ratio.toFixed(2)}   target ≤ ${target}  ${ratio <= target ? "met" : "MISSED"}`;
}

console.log(`Medians of ${rounds} starts, interleaved.`);
console.log(row("start to ready", "readyMs", "ms", 2));
console.log(row("idle memory", "memoryMb", "MB", 1.5));
