import type { CommitInfo, Identity } from "../own-commit.ts";
import type { Git } from "./cache.ts";
import { GitFailure } from "./run-git.ts";

/** A raw object; `idBytes` is the length of ids inside a tree. */
export interface GitObject {
  id: string;
  type: string;
  content: Buffer;
  idBytes: number;
}

/** Reads objects by id or other name in one call; what is not there is missing in the answer. */
export async function findObjects(git: Git, names: readonly string[]): Promise<Map<string, GitObject>> {
  const unique = [...new Set(names)];
  if (unique.length === 0) return new Map();
  const output = await git(["cat-file", "--batch"], [`${unique.join("\n")}\n`]);
  const objects = new Map<string, GitObject>();
  let at = 0;
  for (const name of unique) {
    const end = output.indexOf(0x0a, at);
    if (end === -1) throw new GitFailure("exit", "", `cat-file ended before ${name}`);
    const [id = "", type = "", size] = output.toString("latin1", at, end).split(" ");
    at = end + 1;
    if (size === undefined) continue;
    const start = at;
    at = start + Number(size) + 1;
    objects.set(name, { id, type, content: output.subarray(start, at - 1), idBytes: id.length / 2 });
  }
  return objects;
}

/** Reads objects by id in one call. Throws GitFailure when one is missing: the cache is broken then. */
export async function readObjects(git: Git, ids: readonly string[]): Promise<Map<string, GitObject>> {
  const objects = await findObjects(git, ids);
  for (const id of ids) if (!objects.has(id)) throw new GitFailure("exit", "", `object ${id} is missing`);
  return objects;
}

export interface Commit extends CommitInfo {
  id: string;
  tree: string;
  parents: readonly string[];
}

/** Parses a raw commit object. */
export function parseCommit({ id, content }: GitObject): Commit {
  const text = content.toString();
  const end = text.indexOf("\n\n");
  const header = (end === -1 ? text : text.slice(0, end)).split("\n");
  const values = (name: string) => header.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
  return {
    id,
    tree: values("tree")[0] ?? "",
    parents: values("parent"),
    author: parseIdentity(values("author")[0]),
    committer: parseIdentity(values("committer")[0]),
    message: end === -1 ? "" : text.slice(end + 2),
  };
}

function parseIdentity(line = ""): Identity {
  const match = /^(.*?) ?<([^>]*)>/.exec(line);
  return { name: match?.[1] ?? "", email: match?.[2] ?? "" };
}
