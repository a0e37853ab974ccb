import { nearest } from "../yaml.ts";

/** Comparing two names costs the product of their lengths; a library with thousands of wrong names must not cost minutes. */
const MOST_CANDIDATES = 500;
const LONGEST = 80;

/** The name nearest to a wrong one, among those of about its length that begin or end alike; undefined when none is near. */
export function suggest(name: string, names: Iterable<string>): string | undefined {
  if (name.length > LONGEST) return undefined;
  const start = name.slice(0, 2).toLowerCase();
  const end = name.slice(-2).toLowerCase();
  const candidates: string[] = [];
  for (const candidate of names) {
    if (Math.abs(candidate.length - name.length) > name.length / 3 + 1) continue;
    const other = candidate.toLowerCase();
    if (!other.startsWith(start) && !other.endsWith(end)) continue;
    candidates.push(candidate);
    if (candidates.length >= MOST_CANDIDATES) break;
  }
  return nearest(name, candidates);
}
