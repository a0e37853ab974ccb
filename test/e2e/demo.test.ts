import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { penops, start } from "../support/penops.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "penops-demo-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("penops demo", () => {
  it("tells the story and ends by itself with --once", async () => {
    const { code, out, err } = await penops(["demo", "--once"], { cwd: folder });
    expect(err).toBe("");
    expect(code).toBe(0);
    expect(out).toMatch(/1 added, 3 modified, 1 deleted on penops\/design-system\/fb1ba4aaa022, commit [0-9a-f]{8} \(created\)/);
    expect(out).toContain('-      "$value": "#f4f4f8"');
    expect(out).toContain('+      "$value": "#f0effa"');
    expect(out).toContain("icons/chevron-down.svg");
  });

  it("prints one JSON object with --json", async () => {
    const { code, out } = await penops(["demo", "--once", "--json"], { cwd: folder });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      branch: "penops/design-system/fb1ba4aaa022",
      commit: expect.stringMatching(/^[0-9a-f]{40}$/),
      filesChanged: 5,
      milliseconds: expect.any(Number),
      paths: ["icons/check.svg", "icons/chevron-down.svg", "icons/minus.svg", "tokens/core.json", "tokens/light.json"],
    });
  });

  it("goes on after the first edit until it is stopped", async () => {
    const demo = start(["demo"], folder);
    await demo.until("Ctrl-C stops.");
    expect(demo.out()).toContain("Redis: in-process, keeps nothing");
    const address = /curl -X POST (\S+)/.exec(demo.out())?.[1] ?? "";
    await fetch(address, { method: "POST" });
    await demo.until("closed:");
    expect(await demo.stop("SIGINT")).toBe(0);
  });

  for (const [how, signal] of [
    ["a terminal that is closed", "SIGHUP"],
    ["SIGTERM", "SIGTERM"],
  ] as const) {
    it(`leaves nothing behind after ${how}`, async () => {
      const demo = start(["demo"], folder, { TMPDIR: folder });
      await demo.until("Ctrl-C stops.");
      expect((await readdir(folder)).some((name) => name.startsWith("penops-demo-"))).toBe(true);
      expect(await demo.stop(signal)).toBe(0);
      expect((await readdir(folder)).filter((name) => name.startsWith("penops-demo-"))).toEqual([]);
    });
  }

  it("ends calmly when nobody reads what it prints", async () => {
    const demo = start(["demo"], folder, { TMPDIR: folder });
    await demo.until("Penops demo");
    demo.child.stdout?.destroy();
    expect(await new Promise((resolve) => demo.child.on("close", resolve))).toBe(0);
    expect(demo.err()).not.toContain("EPIPE");
    expect((await readdir(folder)).filter((name) => name.startsWith("penops-demo-"))).toEqual([]);
  });

  it("says what is missing when there is no git", async () => {
    const { code, err } = await penops(["demo", "--once"], { cwd: folder, env: { PATH: "/nonexistent" } });
    expect([code, err]).toEqual([2, expect.stringContaining("Install git")]);
  });
});
