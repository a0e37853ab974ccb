import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What some tests use where it is there: programs on the PATH and material beside the project. */
export type Need = "redis-server" | "chromium" | "git-http-backend" | "shared/penpot/samples" | "shared/gitlab";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Why a test cannot run on this machine; undefined when it can. */
export function missing(need: Need): string | undefined {
  if (need.startsWith("shared/")) return existsSync(join(ROOT, "..", need)) ? undefined : `no ../${need} beside the project`;
  if (need === "git-http-backend") return findGitHttpBackend() ? undefined : "git has no http-backend here";
  return findOnPath(need) ? undefined : `no ${need} on the PATH`;
}

/** The first executable of that name on the PATH. */
export function findOnPath(name: string): string | undefined {
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // not in this folder
    }
  }
  return undefined;
}

function findGitHttpBackend(): string | undefined {
  return ["/usr/lib/git-core", "/usr/libexec/git-core", "/opt/homebrew/opt/git/libexec/git-core"]
    .map((folder) => join(folder, "git-http-backend"))
    .find((file) => existsSync(file));
}
