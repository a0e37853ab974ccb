import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

/** What to send, as fast as it is answered. */
export interface Load {
  url: string;
  body: Buffer;
  type: string;
  seconds: number;
  connections: number;
}

/** What came of it. */
export interface LoadResult {
  perSecond: number;
  done: number;
  /** Answers other than 2xx, and requests without any. */
  failed: number;
  /** In milliseconds. */
  p99: number;
}

interface Report {
  requests: { average: number; total: number };
  latency: { p99: number };
  non2xx: number;
  errors: number;
  timeouts: number;
}

/** Runs autocannon in a process of its own. */
export async function load({ url, body, type, seconds, connections }: Load): Promise<LoadResult> {
  const folder = await mkdtemp(join(tmpdir(), "penops-load-"));
  try {
    const input = join(folder, "body");
    await writeFile(input, body);
    const program = createRequire(import.meta.url).resolve("autocannon");
    const what = ["-m", "POST", "-H", `content-type=${type}`, "-i", input, url];
    const child = spawn(process.execPath, [program, "-j", "-n", "-c", `${connections}`, "-d", `${seconds}`, ...what], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [output] = await Promise.all([text(child.stdout), once(child, "exit")]);
    const report = JSON.parse(output) as Report;
    const failed = report.non2xx + report.errors + report.timeouts;
    return { perSecond: report.requests.average, done: report.requests.total, failed, p99: report.latency.p99 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
