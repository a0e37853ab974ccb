import { type Problem, UserError } from "../errors.ts";

/** A path and what it was made of, as words inside a sentence: `the component "check"`. */
export interface Claim {
  path: string;
  owner: string;
}

const MOST_PROBLEMS = 20;

/** Throws PATH_COLLISION naming both owners, for each two paths that are one, or would be where case does not count. */
export function checkCollisions<Item extends Claim>(claims: readonly Item[], toHint: (first: Item, second: Item) => string): void {
  const owners = new Map<string, Item>();
  const problems: Problem[] = [];
  for (const claim of claims) {
    const key = claim.path.normalize("NFC").toLowerCase();
    const first = owners.get(key);
    if (first) problems.push({ code: "PATH_COLLISION", message: capitalize(describe(first, claim)), hint: toHint(first, claim) });
    else owners.set(key, claim);
  }
  const [first] = problems;
  if (!first) return;
  const more = problems.length - MOST_PROBLEMS;
  const rest: Problem[] = more > 0 ? [{ code: first.code, message: `… and ${more} more paths that are taken.` }] : [];
  throw new UserError(first.code, first.message, {
    ...(first.hint && { hint: first.hint }),
    problems: [...problems.slice(0, MOST_PROBLEMS), ...rest],
  });
}

function describe(first: Claim, second: Claim): string {
  if (first.path === second.path) return `${first.owner} and ${second.owner} would both be written to ${JSON.stringify(second.path)}.`;
  const [one, other] = [first, second].map(({ owner, path }) => `${owner} at ${JSON.stringify(path)}`);
  return `${one} and ${other} would be written to one path; they differ only in a way some file systems do not see.`;
}

/** The sentence with a capital at its start. */
export function capitalize(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
