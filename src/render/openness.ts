import type { Point } from "./geometry.ts";
import type { Segment } from "./path.ts";

interface Subpath {
  from: Point;
  to: Point;
}

/** `unknown`: the path has too many loose ends to be sorted out in reasonable time. */
export type Openness = "open" | "closed" | "unknown";

const TOUCHING = 0.1;
const MOST_COMPARISONS = 5_000_000;

/**
 * Whether every subpath ends where it starts (section 2.4).
 * `join` first strings together subpaths whose ends meet, as Penpot does for shapes without imported attributes.
 */
export function opennessOf(segments: readonly Segment[], join: boolean): Openness {
  let rest = toSubpaths(segments);
  if (!join) return rest.every(isClosed) ? "closed" : "open";
  let candidate = rest.shift();
  let comparisons = 0;
  while (candidate) {
    if (!isClosed(candidate)) {
      comparisons += rest.length;
      if (comparisons > MOST_COMPARISONS) return "unknown";
      const pass = joinAll(candidate, rest);
      if (pass.rest.length < rest.length) {
        candidate = pass.candidate;
        rest = pass.rest;
        continue;
      }
      return "open";
    }
    // Closed ones cannot be joined to anything, so that only a loose one is looked for.
    const loose = rest.findIndex((subpath) => !isClosed(subpath));
    if (loose < 0) return "closed";
    candidate = rest[loose];
    rest = rest.slice(loose + 1);
  }
  return "closed";
}

function toSubpaths(segments: readonly Segment[]): Subpath[] {
  const subpaths: Subpath[] = [];
  let current: Subpath | undefined;
  for (const segment of segments) {
    if (segment.type === "M") {
      current = { from: segment, to: segment };
      subpaths.push(current);
    } else if (current) {
      current.to = segment.type === "Z" ? current.from : segment;
    }
  }
  return subpaths;
}

/** One walk over the others in order, joining what meets the candidate's ends as they stand at that moment. */
function joinAll(start: Subpath, others: readonly Subpath[]): { candidate: Subpath; rest: Subpath[] } {
  let candidate = start;
  const rest: Subpath[] = [];
  for (const other of others) {
    const joined = isClosed(other) ? undefined : joinOne(candidate, other);
    if (joined) candidate = joined;
    else rest.push(other);
  }
  return { candidate, rest };
}

function joinOne(a: Subpath, b: Subpath): Subpath | undefined {
  if (meets(a.to, b.from)) return { from: a.from, to: b.to };
  if (meets(a.from, b.to)) return { from: b.from, to: a.to };
  if (meets(a.to, b.to)) return { from: a.from, to: b.from };
  if (meets(a.from, b.from)) return { from: b.to, to: a.to };
  return undefined;
}

function isClosed({ from, to }: Subpath): boolean {
  return meets(from, to);
}

function meets(a: Point, b: Point): boolean {
  return (a.x - b.x) ** 2 + (a.y - b.y) ** 2 < TOUCHING ** 2;
}
