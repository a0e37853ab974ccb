import { UserError } from "../errors.ts";

/** A path and what it was made of, as words inside a sentence: `the component "check"`. */
export interface Claim {
  path: string;
  owner: string;
}

/** Throws PATH_COLLISION naming both owners when two paths are one, or would be where case does not count. */
export function checkCollisions<Item extends Claim>(claims: readonly Item[], toHint: (first: Item, second: Item) => string): void {
  const owners = new Map<string, Item>();
  for (const claim of claims) {
    const key = claim.path.normalize("NFC").toLowerCase();
    const first = owners.get(key);
    if (first) {
      throw new UserError(
        "PATH_COLLISION",
        capitalize(`${first.owner} and ${claim.owner} would both be written to ${JSON.stringify(claim.path)}.`),
        {
          hint: toHint(first, claim),
        },
      );
    }
    owners.set(key, claim);
  }
}

/** The sentence with a capital at its start. */
export function capitalize(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
