import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

const ENV = { PATH: process.env["PATH"], HOME: "/nonexistent", LC_ALL: "C", GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" };

/** Content for a path; `undefined` deletes it; an entry with a mode sets that too (`120000` with the link's target). */
export type FileEdit = string | Uint8Array | undefined | { mode: string; content: string };

export const SOMEBODY = { name: "Ada Person", email: "ada@example.com" };

/** Runs git in a repository of a test and returns its output. */
export async function git(folder: string, ...args: string[]): Promise<string> {
  const { stdout } = await run("git", args, { cwd: folder, env: ENV, maxBuffer: 256 * 1024 * 1024 });
  return stdout;
}

/** A bare repository with `files` as the first commit of `main`; none for no files. */
export async function createBareRepository(
  folder: string,
  files: Record<string, FileEdit>,
  options: { format?: string } = {},
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await git(folder, "init", "--quiet", "--bare", "--initial-branch=main", `--object-format=${options.format ?? "sha1"}`);
  await git(folder, "config", "uploadpack.allowFilter", "true");
  await git(folder, "config", "http.receivepack", "true");
  if (Object.keys(files).length > 0) await commitTo(folder, "main", files);
}

/** Adds a commit to a branch (made from `main` when it does not exist) as somebody else, and returns its id. */
export async function commitTo(
  folder: string,
  branch: string,
  files: Record<string, FileEdit>,
  { identity = SOMEBODY, message = "Work of a person", amend = false } = {},
): Promise<string> {
  const head = await resolveRef(folder, branch);
  const from = amend ? `${head}^` : (head ?? (branch === "main" ? undefined : await resolveRef(folder, "main")));
  const parts: (string | Uint8Array)[] = [];
  const signature = `${identity.name} <${identity.email}> 1700000000 +0000`;
  parts.push(`commit refs/heads/${branch}\ncommitter ${signature}\ndata ${Buffer.byteLength(message)}\n${message}\n`);
  if (from) parts.push(`from ${from}\n`);
  for (const [path, edit] of Object.entries(files)) {
    if (edit === undefined) parts.push(`D "${path}"\n`);
    else parts.push(...toModify(path, edit));
  }
  parts.push("\ndone\n");
  const child = run("git", ["fast-import", "--quiet", "--done", "--force"], { cwd: folder, env: ENV });
  child.child.stdin?.end(Buffer.concat(parts.map((part) => Buffer.from(part))));
  await child;
  return (await git(folder, "rev-parse", `refs/heads/${branch}`)).trim();
}

function toModify(path: string, edit: Exclude<FileEdit, undefined>): (string | Uint8Array)[] {
  const { mode, content } = typeof edit === "string" || edit instanceof Uint8Array ? { mode: "100644", content: edit } : edit;
  if (mode === "160000") return [`M ${mode} ${content.toString()} "${path}"\n`];
  return [`M ${mode} inline "${path}"\ndata ${Buffer.byteLength(content)}\n`, content, "\n"];
}

/** The commit a branch stands at. */
export async function resolveRef(folder: string, branch: string): Promise<string | undefined> {
  return git(folder, "rev-parse", "--verify", "--quiet", `refs/heads/${branch}`).then(
    (text) => text.trim(),
    () => undefined,
  );
}

/** Every file of a branch as text. */
export async function readFiles(folder: string, branch: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const { path, id } of await listTree(folder, branch)) files[path] = await git(folder, "cat-file", "blob", id);
  return files;
}

/** Mode, id and path of every file of a branch. */
export async function listTree(folder: string, branch: string): Promise<{ mode: string; id: string; path: string }[]> {
  const lines = (await git(folder, "ls-tree", "-r", "-z", `refs/heads/${branch}`)).split("\0").filter((line) => line !== "");
  return lines.map((line) => {
    const [info = "", path = ""] = line.split("\t");
    const [mode = "", , id = ""] = info.split(" ");
    return { mode, id, path };
  });
}

/** The names of all branches. */
export async function listBranches(folder: string): Promise<string[]> {
  return (await git(folder, "for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads/")).split("\n").filter((name) => name !== "");
}
