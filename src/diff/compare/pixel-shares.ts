import type { DesignDiff, DiffEntry } from "../design-diff.ts";
import { withEntries } from "./classify.ts";

/**
 * Adds how much of each redrawn picture differs, 0…1, by the entity's id. What differs in nothing was only saved again and is no change;
 * what has no share stays as it is.
 */
export function withPixelShares(diff: DesignDiff, shares: ReadonlyMap<string, number>): DesignDiff {
  const entries = diff.entries.flatMap((entry): DiffEntry[] => {
    const share = entry.change === "redrawn" ? shares.get(entry.id ?? "") : undefined;
    if (share === undefined) return [entry];
    return share === 0 ? [] : [{ ...entry, pixels: share }];
  });
  return withEntries(diff, entries);
}
