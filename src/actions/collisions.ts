import { type Problem, UserError } from "../errors.ts";

/** A path and what it was made of, as words inside a sentence: `the component "check"`. */
export interface Claim {
  path: string;
  owner: string;
}

const MOST_PROBLEMS = 20;

/**
 * Throws PATH_COLLISION naming both owners, for each two paths that are one, or would be where case does not count. Two claims that
 * `isSystematic` would meet for every item alike: such are told once, with their number.
 */
export function checkCollisions<Item extends Claim>(
  claims: readonly Item[],
  toHint: (first: Item, second: Item) => string,
  isSystematic: (first: Item, second: Item) => boolean = () => false,
): void {
  const owners = new Map<string, Item>();
  const groups = new Map<string, { problem: Problem; count: number }>();
  for (const claim of claims) {
    const path = claim.path.normalize("NFC").toLowerCase();
    const first = owners.get(path);
    if (!first) {
      owners.set(path, claim);
      continue;
    }
    const hint = toHint(first, claim);
    const problem = { code: "PATH_COLLISION", message: capitalize(describe(first, claim)), hint };
    const key = isSystematic(first, claim) ? hint : `${groups.size}`;
    const group = groups.get(key);
    if (group) group.count++;
    else groups.set(key, { problem, count: 1 });
  }
  const problems = [...groups.values()].map(toProblem);
  const [first] = problems;
  if (!first) return;
  const more = problems.length - MOST_PROBLEMS;
  const rest: Problem[] = more > 0 ? [{ code: first.code, message: `… and ${more} more paths that are taken.` }] : [];
  throw new UserError(first.code, first.message, {
    ...(first.hint && { hint: first.hint }),
    problems: [...problems.slice(0, MOST_PROBLEMS), ...rest],
  });
}

function toProblem({ problem, count }: { problem: Problem; count: number }): Problem {
  if (count === 1) return problem;
  return { ...problem, message: `${problem.message} ${count - 1} more ${count === 2 ? "file meets" : "files meet"} another in this way.` };
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
