/** How the next calls of a method shall go wrong; exactly one of the first four. */
export interface Fault {
  /** This status; 429 without a body, 502 to 504 with a proxy's HTML page. */
  status?: number;
  /** No answer at all. */
  hang?: boolean;
  /** 200 with a body that is neither JSON nor Transit. */
  garbage?: boolean;
  /** 200 with half the body, ended properly (integration.md §7.4). */
  truncate?: boolean;
  /** How many calls; 1 unless told. */
  times?: number;
}

/** The faults that are still to come, by method; `*` is any method. */
export interface Faults {
  add(method: string, fault: Fault): void;
  /** The fault for this call, which is then one less. */
  take(method: string): Fault | undefined;
}

/** Creates an empty list of faults. */
export function createFaults(): Faults {
  const pending: { method: string; fault: Fault; left: number }[] = [];
  return {
    add: (method, fault) => {
      pending.push({ method, fault, left: fault.times ?? 1 });
    },
    take: (method) => {
      const found = pending.find((entry) => entry.left > 0 && (entry.method === method || entry.method === "*"));
      if (!found) return undefined;
      found.left -= 1;
      return found.fault;
    },
  };
}
