import { describe, expect, it } from "vitest";
import { createDeadline } from "../../../src/server/deadline.ts";

const never = new Promise<never>(() => {});

describe("createDeadline", () => {
  it("passes on what the promise gives in time", async () => {
    const inTime = createDeadline(1_000, "Waiting");
    await expect(inTime(Promise.resolve(7))).resolves.toBe(7);
    await expect(inTime(Promise.reject(new Error("no")))).rejects.toThrow("no");
  });

  it("rejects when it takes too long, saying what did", async () => {
    const inTime = createDeadline(10, "Waiting");
    await expect(inTime(never)).rejects.toMatchObject({
      name: "TransientError",
      code: "DEADLINE",
      message: "Waiting took longer than 10 ms.",
    });
  });

  it("never rejects before the time is over, for whoever joins while others wait", async () => {
    const inTime = createDeadline(40, "Waiting");
    const waits: number[] = [];
    const wait = async () => {
      const start = performance.now();
      await inTime(never).catch(() => waits.push(performance.now() - start));
    };
    const first = wait();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await Promise.all([first, wait(), wait()]);
    expect(waits).toHaveLength(3);
    for (const waited of waits) expect(waited).toBeGreaterThanOrEqual(39);
  });

  it("goes on after a quiet time", async () => {
    const inTime = createDeadline(10, "Waiting");
    await expect(inTime(never)).rejects.toThrow();
    await inTime(Promise.resolve());
    await expect(inTime(never)).rejects.toThrow();
  });

  it("is not disturbed by a failure that comes too late", async () => {
    const inTime = createDeadline(10, "Waiting");
    const late = Promise.withResolvers<never>();
    await expect(inTime(late.promise)).rejects.toThrow("longer than");
    late.reject(new Error("late"));
    await expect(inTime(Promise.resolve("next"))).resolves.toBe("next");
  });
});
