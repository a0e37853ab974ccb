import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = new URL("../../../", import.meta.url);
const DOCKERFILE = read("Dockerfile").replaceAll(/\\\n/g, " ");

describe("the Dockerfile", () => {
  it("copies only what is there and what .dockerignore lets through", () => {
    const sources = [...DOCKERFILE.matchAll(/^COPY (?!--from)(.+)$/gm)].flatMap(([, names = ""]) => names.trim().split(/\s+/).slice(0, -1));
    expect(sources.length).toBeGreaterThan(5);
    for (const source of sources) {
      expect(existsSync(fileURLToPath(new URL(source, ROOT))), source).toBe(true);
      expect(isSent(source), `${source} is hidden by .dockerignore`).toBe(true);
    }
  });

  it("sends nothing to the builder that may hold a secret or the history", () => {
    for (const name of [".git", ".env", "data", "node_modules", "config/local.yaml", "test"]) expect(isSent(name), name).toBe(false);
  });

  it("lets npm find every package that lies in the repository", () => {
    const lock = JSON.parse(read("package-lock.json")) as { packages: Record<string, { link?: boolean; resolved?: string }> };
    const local = Object.values(lock.packages).flatMap(({ link, resolved }) => (link && resolved ? [resolved] : []));
    expect(local).toContain("tools/node");
    for (const folder of local) expect(DOCKERFILE).toContain(`COPY ${folder} ${folder}`);
  });

  it("runs as the user, and keeps its data in the folder, that the chart names", () => {
    const values = read("helm/penops/values.yaml");
    const user = /runAsUser: (\d+)/.exec(values)?.[1];
    const group = /runAsGroup: (\d+)/.exec(values)?.[1];
    expect(DOCKERFILE).toContain(`USER ${user}:${group}`);
    const deployment = read("helm/penops/templates/deployment.yaml");
    for (const folder of [/VOLUME (\S+)/, /WORKDIR (\/etc\S+)/].map((pattern) => pattern.exec(DOCKERFILE)?.[1])) {
      expect(deployment).toContain(`mountPath: ${folder}`);
    }
  });
});

function read(name: string): string {
  return readFileSync(new URL(name, ROOT), "utf8");
}

/** Whether a path goes to the builder: .dockerignore hides everything, then names what is let through. */
function isSent(path: string): boolean {
  const lines = read(".dockerignore")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  expect(lines[0]).toBe("*");
  return lines.slice(1).some((line) => path === line.slice(1) || path.startsWith(`${line.slice(1)}/`));
}
