import { describe, expect, it } from "vitest";
import { createMutex } from "../../../src/forges/mutex.ts";

describe("a mutex", () => {
  it("runs tasks of one key in order, one at a time, failures included", async () => {
    const mutex = createMutex();
    const seen: string[] = [];
    const task = (name: string) => async () => {
      seen.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(`${name} ends`);
      if (name === "a") throw new Error("a failed");
      return name;
    };
    const ends = await Promise.allSettled([mutex("k", task("a")), mutex("k", task("b")), mutex("k", task("c"))]);
    expect(seen).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
    expect(ends.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
  });

  it("lets other keys pass", async () => {
    const mutex = createMutex();
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiting = mutex("a", () => promise);
    expect(await mutex("b", async () => "passed")).toBe("passed");
    resolve();
    await waiting;
  });
});
