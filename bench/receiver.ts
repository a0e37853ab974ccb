// How fast the receiver is beside a bare one and beside the usual one. Prints a table and the ratios; needs `redis-server` on the PATH.
// node bench/receiver.ts [rounds] [seconds]
import { createBodies } from "./support/bodies.ts";
import { HOOK } from "./support/hook.ts";
import { load } from "./support/load.ts";
import { startRedis } from "./support/redis.ts";
import { startServer } from "./support/server.ts";

const rounds = Number(process.argv[2] ?? 7);
const seconds = Number(process.argv[3] ?? 3);
const CONNECTIONS = 32;

interface Sample {
  perSecond: number;
  cpuMicros: number;
  p99: number;
}

const bodies = createBodies();
const redis = await startRedis();
const [bare, express, penops] = await Promise.all([
  startServer("bare", redis.port),
  startServer("express", redis.port),
  startServer("penops", redis.port),
]);
const targets = [
  { name: "bare: Fastify + XADD", server: bare, path: HOOK, encoding: "json" },
  { name: "Express + BullMQ", server: express, path: "/hook", encoding: "json" },
  { name: "Penops, JSON", server: penops, path: HOOK, encoding: "json" },
  { name: "Penops, Transit", server: penops, path: HOOK, encoding: "transit" },
] as const;
type Target = (typeof targets)[number];
const samples = new Map<string, Sample[]>(targets.map(({ name }) => [name, []]));

async function measure(target: Target, duration: number): Promise<Sample> {
  const { server, path, encoding } = target;
  await redis.flush();
  const before = (await server.usage()).cpu;
  const type = encoding === "json" ? "application/json" : "application/transit+json";
  const result = await load({
    url: `http://127.0.0.1:${server.port}${path}`,
    body: bodies[encoding],
    type,
    seconds: duration,
    connections: CONNECTIONS,
  });
  const after = (await server.usage()).cpu;
  if (result.failed > 0 || result.done === 0) throw new Error(`${target.name}: ${result.failed} of ${result.done} requests failed.`);
  const cpuMicros = (after.user + after.system - before.user - before.system) / result.done;
  return { perSecond: result.perSecond, cpuMicros, p99: result.p99 };
}

try {
  for (const target of targets) await measure(target, 2);
  for (let round = 0; round < rounds; round++) {
    // Every round begins with another target, so that none always runs on a machine just warmed or tired by the same neighbour.
    for (let at = 0; at < targets.length; at++) {
      const target = targets[(at + round) % targets.length];
      if (target) samples.get(target.name)?.push(await measure(target, seconds));
    }
  }
} finally {
  await Promise.all([bare.stop(), express.stop(), penops.stop()]);
  await redis.stop();
}

function median(name: string, field: keyof Sample): number {
  const values = (samples.get(name) ?? []).map((sample) => sample[field]).sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)] ?? Number.NaN;
}

function compare(what: string, name: string, other: string, target?: number): string {
  const speed = median(name, "perSecond") / median(other, "perSecond");
  const cpu = median(other, "cpuMicros") / median(name, "cpuMicros");
  const line = `${what.padEnd(28)} requests/s × ${speed.toFixed(2)}   CPU × ${cpu.toFixed(2)}`;
  return target === undefined ? line : `${line}   target ≥ ${target.toFixed(1)}: ${judge(speed, target)}, ${judge(cpu, target)}`;
}

function judge(ratio: number, target: number): string {
  return ratio < target ? "MISSED" : "met";
}

const [first, second, third, fourth] = targets;
console.log(
  `${rounds} rounds of ${seconds} s, ${CONNECTIONS} connections, bodies of ${bodies.json.length} (JSON) and ${bodies.transit.length} (Transit) bytes; medians\n`,
);
console.log(`${"".padEnd(24)}${"requests/s".padStart(12)}${"CPU µs/request".padStart(18)}${"p99 ms".padStart(10)}`);
for (const { name } of targets) {
  const [speed, cpu, p99] = [median(name, "perSecond"), median(name, "cpuMicros"), median(name, "p99")];
  console.log(`${name.padEnd(24)}${speed.toFixed(0).padStart(12)}${cpu.toFixed(1).padStart(18)}${p99.toFixed(0).padStart(10)}`);
}
console.log(`\n${compare("Penops : bare", third.name, first.name, 0.8)}`);
console.log(compare("Penops : Express + BullMQ", third.name, second.name, 3));
console.log(compare("  (bare : Express + BullMQ)", first.name, second.name));
console.log(compare("Transit : JSON", fourth.name, third.name, 0.7));
