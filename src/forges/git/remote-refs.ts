import { UserError } from "../../errors.ts";
import { checkBranchNames, emptyRepository, missingBase } from "../branch-name.ts";
import type { Git, ObjectFormat } from "./cache.ts";

/** Where the base branch and ours stand on the host right now. */
export interface RemoteRefs {
  format: ObjectFormat;
  base: string;
  baseCommit: string;
  /** Our branch's commit; absent when there is no such branch. */
  head?: string;
}

/** Asks the host for the two branches in one request; without `base` the default branch is taken. Throws UserError for an empty repository, a missing base or a name that cannot be. */
export async function readRemoteRefs(git: Git, repository: string, branch: string, base: string | undefined): Promise<RemoteRefs> {
  checkBranchNames(repository, branch, base);
  const wanted = base === undefined ? ["HEAD"] : [toRef(base)];
  const text = (await git(["ls-remote", "--symref", "origin", ...wanted, toRef(branch)])).toString();
  const lines = text.split("\n").map((line) => line.split("\t"));
  const target = lines.find(([what, name]) => name === "HEAD" && what?.startsWith("ref: refs/heads/"))?.[0];
  const name = base ?? target?.slice("ref: refs/heads/".length);
  const commits = new Map(lines.flatMap(([id, ref]) => (id && ref && !id.startsWith("ref: ") ? [[ref, id] as const] : [])));
  const baseCommit = commits.get(base === undefined ? "HEAD" : toRef(base));
  if (name === undefined || baseCommit === undefined) throw await explainNoBase(git, repository, base);
  checkBranchNames(repository, branch, name);
  const head = commits.get(toRef(branch));
  return { format: baseCommit.length === 64 ? "sha256" : "sha1", base: name, baseCommit, ...(head && { head }) };
}

/** A branch's full ref name. */
export function toRef(branch: string): string {
  return `refs/heads/${branch}`;
}

async function explainNoBase(git: Git, repository: string, base: string | undefined): Promise<UserError> {
  const isEmpty = (await git(["ls-remote", "--heads", "origin"])).length === 0;
  if (isEmpty) return emptyRepository(repository);
  if (base !== undefined) return missingBase(repository, base);
  const hint = "Name the base in the recipe's pull-request.";
  return new UserError("BASE_UNKNOWN", `${repository} does not say which branch is its default.`, { hint });
}
