/** Calls per minute, counted per profile and method as Penpot's default limit is (integration.md §6.6). */
export interface RateLimit {
  /** The headers of the answer, and whether the call is refused. */
  take(profileId: string, method: string): { isRefused: boolean; headers: Record<string, string> };
}

const WINDOW_MS = 60_000;

/** Creates a limit of `perMinute` calls. */
export function createRateLimit(perMinute: number, now: () => number): RateLimit {
  const counts = new Map<string, { window: number; count: number }>();
  return {
    take: (profileId, method) => {
      const window = Math.floor(now() / WINDOW_MS);
      const key = `${profileId} ${method}`;
      const known = counts.get(key);
      const count = (known?.window === window ? known.count : 0) + 1;
      counts.set(key, { window, count });
      const headers = {
        "x-rate-limit-remaining": `default=${Math.max(0, perMinute - count)}`,
        "x-rate-limit-reset": `default=${((window + 1) * WINDOW_MS) / 1000}`,
      };
      return { isRefused: count > perMinute, headers };
    },
  };
}
