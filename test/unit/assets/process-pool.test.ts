import { describe, expect, it } from "vitest";
import { createProcessPool, type ProcessPool } from "../../../src/assets/process-pool.ts";

interface Job {
  say: string;
  fate?: "end" | "hang";
}

interface Answer {
  say: string;
  pid: number;
  secret?: string;
}

function open(rest: { size?: number; jobMs?: number; idleMs?: number } = {}): ProcessPool<Job, Answer> {
  return createProcessPool({ file: new URL("./echo-process.ts", import.meta.url), size: 2, jobMs: 20_000, idleMs: 500, ...rest });
}

async function isRunning(pid: number): Promise<boolean> {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("a pool of processes", () => {
  it("answers every job, with no more processes than it may have", async () => {
    const pool = open();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => pool.run({ say: `${at}` })));
    expect(answers.map(({ say }) => say)).toEqual(Array.from({ length: 20 }, (_, at) => `${at}`));
    expect(new Set(answers.map(({ pid }) => pid)).size).toBeLessThanOrEqual(2);
    expect(answers.map(({ pid }) => pid)).not.toContain(process.pid);
  });

  it("rejects only the job whose process ended, and does the others in a new one", async () => {
    const pool = open({ size: 1 });
    const jobs: Job[] = [{ say: "a" }, { say: "b", fate: "end" }, { say: "c" }, { say: "d", fate: "end" }, { say: "e" }];
    const results = await Promise.allSettled(jobs.map((job) => pool.run(job)));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "rejected", "fulfilled"]);
    expect(results[1]).toMatchObject({ reason: { name: "ProcessEnded" } });
  });

  it("ends a process that takes too long", async () => {
    const pool = open({ size: 1, jobMs: 1_500 });
    await expect(pool.run({ say: "a", fate: "hang" })).rejects.toThrow("ended");
    expect((await pool.run({ say: "b" })).say).toBe("b");
  });

  it("uses a process again, and ends it when nobody needs it", async () => {
    const pool = open();
    const { pid } = await pool.run({ say: "a" });
    expect((await pool.run({ say: "b" })).pid).toBe(pid);
    await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
    expect((await pool.run({ say: "c" })).pid).not.toBe(pid);
  });

  it("tells its processes nothing of the environment", async () => {
    process.env["PENOPS_SECRET"] = "x";
    expect((await open().run({ say: "a" })).secret).toBeUndefined();
    delete process.env["PENOPS_SECRET"];
  });

  it("rejects when no process can be started", async () => {
    const pool = createProcessPool<Job, Answer>({
      file: new URL("./no-such-file.ts", import.meta.url),
      size: 1,
      jobMs: 5_000,
      idleMs: 100,
    });
    await expect(pool.run({ say: "a" })).rejects.toMatchObject({ name: "ProcessEnded" });
    await expect(pool.run({ say: "b" })).rejects.toMatchObject({ name: "ProcessEnded" });
  });
});
