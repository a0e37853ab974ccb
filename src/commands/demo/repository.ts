import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { UserError } from "../../errors.ts";

/** The bare repository of the demo, and what a person would do with it. */
export interface DemoRepository {
  path: string;
  /** Merges a branch by fast-forward and deletes it, as a reviewer would. */
  merge(branch: string): Promise<void>;
  /** What a branch changes against main, as `git diff` shows it. */
  diff(branch: string, isColored: boolean): Promise<string>;
}

const WHO = {
  GIT_AUTHOR_NAME: "Demo",
  GIT_AUTHOR_EMAIL: "demo@acme.example",
  GIT_COMMITTER_NAME: "Demo",
  GIT_COMMITTER_EMAIL: "demo@acme.example",
};

/** Makes a bare repository with one commit on main. */
export async function createRepository(path: string): Promise<DemoRepository> {
  const git = async (args: readonly string[], input?: string): Promise<string> => {
    const running = promisify(execFile)("git", ["-C", path, ...args], {
      env: { ...process.env, ...WHO, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
      maxBuffer: 64 * 1024 * 1024,
    });
    if (input !== undefined) running.child.stdin?.end(input);
    return (await running).stdout.trimEnd();
  };
  await promisify(execFile)("git", ["init", "--quiet", "--bare", "--initial-branch=main", path]).catch((cause: Error) => {
    throw new UserError("GIT_MISSING", `git could not make a repository: ${cause.message}.`, {
      hint: "Install git 2.34 or newer on the PATH.",
      cause,
    });
  });
  const readme = await git(["hash-object", "-w", "--stdin"], "# acme-web\n\nIcons and tokens come from Penpot, by Penops.\n");
  const tree = await git(["mktree"], `100644 blob ${readme}\tREADME.md\n`);
  const commit = await git(["commit-tree", tree, "-m", "Start"]);
  await git(["update-ref", "refs/heads/main", commit]);
  return {
    path,
    async merge(branch) {
      await git(["update-ref", "refs/heads/main", await git(["rev-parse", `refs/heads/${branch}`])]);
      await git(["update-ref", "-d", `refs/heads/${branch}`]);
    },
    diff: (branch, isColored) =>
      git(["diff", `--color=${isColored ? "always" : "never"}`, "--no-renames", "--stat", "--patch", `main...${branch}`]),
  };
}
