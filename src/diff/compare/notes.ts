import type { Ancestor } from "../design-diff.ts";
import type { Lock } from "../lock/lock.ts";

interface NoteFacts {
  before: Lock | undefined;
  after: Lock;
  ancestor: Ancestor;
  /** Token sets of which no id survived. */
  guessedSets: readonly string[];
  /** Why there is no lock before. */
  problem: string | undefined;
}

/** What a reader must know before trusting a diff. */
export function toNotes({ before, after, ancestor, guessedSets, problem }: NoteFacts): string[] {
  if (ancestor === "other-file")
    return [`The lock is of another design file (${before?.fileId}, not ${after.fileId}), so everything counts as added.`];
  if (ancestor !== "lock") return [`${problem ?? "There is no lock yet."} Nothing could be compared, so everything counts as added.`];
  const notes = problem === undefined ? [] : [`${problem} What is not in the rest counts as added.`];
  const count = guessedSets.length;
  if (count === 0) return notes;
  return [
    ...notes,
    `No id in ${count === 1 ? "one token set" : `${count} token sets`} is known from the last time (an import renews them, archives and JSON have none): names decide there, and what is said to be probably renamed or moved is a guess.`,
  ];
}
