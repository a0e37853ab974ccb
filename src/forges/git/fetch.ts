import { createHash } from "node:crypto";
import type { Git } from "./cache.ts";
import { type Commit, findObjects, type GitObject, parseCommit } from "./read-objects.ts";
import { type RemoteRefs, toRef } from "./remote-refs.ts";
import { GitFailure } from "./run-git.ts";

/** Objects that are not there are not fetched one by one behind our back: only a fetch knows that the host has more. */
const PARTIAL = ["-c", "remote.origin.promisor=true", "-c", "remote.origin.partialclonefilter=blob:none"];
const FETCH = [...PARTIAL, "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--recurse-submodules=no", "--filter=blob:none"];

/** The two branches as the local repository holds them, with the base's root folder. */
export interface LocalBranches {
  base: Commit;
  root: GitObject;
  head?: Commit;
}

/** The local ref that remembers a branch; hashed, because branch names that once were folders of others could not both be kept. */
export function toLocalRef(branch: string): string {
  return `refs/penops/${createHash("sha256").update(branch).digest("hex").slice(0, 32)}`;
}

/** Brings the newest commit of base and of our branch, with trees and without files, in one request; none when they are here already. */
export async function fetchBranches(git: Git, branch: string, remote: RemoteRefs): Promise<LocalBranches> {
  const wanted = [{ name: remote.base, commit: remote.baseCommit }, ...(remote.head ? [{ name: branch, commit: remote.head }] : [])];
  const refs = wanted.map(({ name }) => toLocalRef(name));
  const names = [...refs, `${refs[0]}^{tree}`];
  let objects = await findObjects(git, names);
  const missing = wanted.filter(({ name, commit }) => objects.get(toLocalRef(name))?.id !== commit);
  if (missing.length > 0) {
    await git([...FETCH, "--depth=1", "origin", ...missing.map(({ name }) => `+${toRef(name)}:${toLocalRef(name)}`)]);
    objects = await findObjects(git, names);
  }
  const [base, head] = refs.map((ref) => objects.get(ref)).map((object) => object && parseCommit(object));
  const root = objects.get(names.at(-1) ?? "");
  if (base === undefined || root === undefined) throw new GitFailure("exit", "", "the base is missing after it was fetched");
  return { base, root, ...(head && { head }) };
}

/** Brings files by id in one request. */
export async function fetchBlobs(git: Git, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await git(["-c", "fetch.negotiationAlgorithm=noop", ...FETCH, "--stdin", "origin"], [`${ids.join("\n")}\n`]);
}
