import type { Design } from "../design.ts";

/** A design that was read, with the ETag (including `W/`) that tells whether it is still the present one. */
export interface KnownDesign {
  etag: string;
  design: Design;
}

/** The designs read last, so that an unchanged file costs one 304. */
export interface DesignCache {
  get(fileId: string): KnownDesign | undefined;
  /** `size` is the length of the answer; one that is larger than the whole cache is not kept. */
  set(fileId: string, known: KnownDesign, size: number): void;
  delete(fileId: string): void;
}

/** Keeps at most `entries` designs whose answers had at most `characters` altogether; the least recently used go first. */
export function createDesignCache(entries = 16, characters = 32 * 1_048_576): DesignCache {
  const kept = new Map<string, { known: KnownDesign; size: number }>();
  let total = 0;

  function drop(fileId: string): void {
    total -= kept.get(fileId)?.size ?? 0;
    kept.delete(fileId);
  }

  return {
    get(fileId) {
      const entry = kept.get(fileId);
      if (!entry) return undefined;
      kept.delete(fileId);
      kept.set(fileId, entry);
      return entry.known;
    },
    set(fileId, known, size) {
      drop(fileId);
      if (size > characters) return;
      kept.set(fileId, { known, size });
      total += size;
      for (const oldest of kept.keys()) {
        if (kept.size <= entries && total <= characters) return;
        drop(oldest);
      }
    },
    delete: drop,
  };
}
