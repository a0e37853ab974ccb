// How calm the receiver stays: a constant 1 000 deliveries a second, half of them Transit. Needs `redis-server` on the PATH.
// node bench/receiver-soak.ts [seconds] [rate]
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createBodies } from "./support/bodies.ts";
import { HOOK } from "./support/hook.ts";
import { startRedis } from "./support/redis.ts";
import { startServer } from "./support/server.ts";
import type { Latency, SteadyLoad, SteadyResult } from "./support/steady-load.ts";

const seconds = Number(process.argv[2] ?? 60);
const rate = Number(process.argv[3] ?? 1000);
const SAMPLES = 12;
const bodies = createBodies();

async function send(port: number, encoding: "json" | "transit", duration: number): Promise<SteadyResult> {
  const child = fork(fileURLToPath(new URL("./support/steady-load.ts", import.meta.url)));
  const type = encoding === "json" ? "application/json" : "application/transit+json";
  const answer = once(child, "message");
  const url = `http://127.0.0.1:${port}${HOOK}`;
  child.send({ url, body: bodies[encoding].toString(), type, rate: rate / 2, seconds: duration } satisfies SteadyLoad);
  return (await answer)[0] as SteadyResult;
}

function show(name: string, { p50, p99, max }: Latency): string {
  return `${name.padEnd(32)} p50 ${p50.toFixed(1)} ms   p99 ${p99.toFixed(1)} ms   max ${max.toFixed(1)} ms`;
}

const redis = await startRedis();
const server = await startServer("penops", redis.port);
try {
  await Promise.all([send(server.port, "json", 5), send(server.port, "transit", 5)]);
  const before = await server.usage();
  const memory: number[] = [];
  const watch = setInterval(async () => memory.push((await server.usage()).rss), (seconds * 1000) / SAMPLES);
  const results = await Promise.all([send(server.port, "json", seconds), send(server.port, "transit", seconds)]);
  clearInterval(watch);
  const after = await server.usage();
  const [sent, failed] = [results.reduce((sum, { sent }) => sum + sent, 0), results.reduce((sum, { failed }) => sum + failed, 0)];
  const cpu = (after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system) / sent;
  console.log(`${rate} deliveries a second for ${seconds} s: ${sent} sent, ${failed} failed, ${cpu.toFixed(1)} µs of CPU each`);
  for (const [at, name] of ["JSON", "Transit"].entries()) {
    const result = results[at];
    if (result) console.log(`${show(`${name}, from sending`, result.answer)}\n${show(`${name}, from the schedule`, result.schedule)}`);
  }
  const mib = [before.rss, ...memory].map((bytes) => Math.round(bytes / 2 ** 20));
  console.log(`memory of the receiver (RSS), MiB, every ${seconds / SAMPLES} s: ${mib.join(" ")}`);
} finally {
  await server.stop();
  await redis.stop();
}
