import { TransientError } from "../errors.ts";

interface Waiting {
  until: number;
  reject(error: TransientError): void;
}

/**
 * A bound on waiting: the returned function gives the promise's outcome, or rejects with DEADLINE after `ms`; the work itself goes on.
 * One timer serves all that wait, since a timer for each would cost every delivery.
 */
export function createDeadline(ms: number, what: string): <T>(promise: Promise<T>) => Promise<T> {
  // All wait equally long, so the order of insertion is the order of expiry.
  const waiting = new Set<Waiting>();
  let isArmed = false;
  function arm(delay: number): void {
    isArmed = true;
    setTimeout(expire, delay).unref();
  }
  function expire(): void {
    isArmed = false;
    for (const entry of waiting) {
      const left = entry.until - performance.now();
      if (left > 0) {
        arm(left);
        return;
      }
      waiting.delete(entry);
      entry.reject(new TransientError("DEADLINE", `${what} took longer than ${ms} ms.`));
    }
  }
  return (promise) =>
    new Promise((resolve, reject) => {
      const entry = { until: performance.now() + ms, reject };
      waiting.add(entry);
      if (!isArmed) arm(ms);
      promise.then(
        (value) => {
          waiting.delete(entry);
          resolve(value);
        },
        (error: unknown) => {
          waiting.delete(entry);
          reject(error);
        },
      );
    });
}
