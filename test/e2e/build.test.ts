import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PARTS = ["src", "demo", "package.json", "tsconfig.json", "tsconfig.build.json"];

describe("npm run build", () => {
  it("makes a program that does the whole main job without the sources", { timeout: 120_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), "penops-build-"));
    try {
      for (const part of PARTS) await cp(join(ROOT, part), join(folder, part), { recursive: true });
      await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
      const run = (...args: string[]) => promisify(execFile)(process.execPath, args, { cwd: folder, env: { PATH: process.env["PATH"] } });
      await promisify(execFile)(join(folder, "node_modules/.bin/tsc"), ["-p", "tsconfig.build.json"], { cwd: folder });
      await rm(join(folder, "src"), { recursive: true });
      expect((await run("dist/cli.js", "--version")).stdout).toBe("0.1.0\n");
      expect((await run("dist/cli.js", "events", "update-file")).stdout).toContain('"name": "update-file"');
      expect(JSON.parse((await run("dist/cli.js", "demo", "--once", "--json")).stdout)).toMatchObject({ filesChanged: 5 });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
