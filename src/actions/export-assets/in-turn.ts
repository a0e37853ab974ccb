import { setImmediate } from "node:timers/promises";

const LONGEST_MS = 20;

/**
 * Does some work for every item, at most `limit` at a time and in their order; gives what it gave in the same order. Other work of
 * the process has its turn in between, and an abort ends it with the signal's reason.
 */
export async function doInTurn<Item, Result>(
  items: readonly Item[],
  limit: number,
  signal: AbortSignal,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  const rest = createRest();
  let hasFailed = false;
  const worker = async () => {
    for (const [index, item] of waiting) {
      await rest();
      if (hasFailed) return;
      signal.throwIfAborted();
      try {
        results[index] = await work(item);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  signal.throwIfAborted();
  // All are waited for, so that nothing goes on behind the caller's back.
  const ends = await Promise.allSettled(Array.from({ length: Math.min(limit, items.length) }, worker));
  const failed = ends.find((end) => end.status === "rejected");
  if (failed) throw failed.reason;
  return results;
}

/** Lets the event loop turn when it has not for a while; those who wait meanwhile share that turn. */
function createRest(): () => Promise<void> {
  let rested = performance.now();
  let turn: Promise<void> | undefined;
  return async () => {
    while (performance.now() - rested > LONGEST_MS) {
      turn ??= setImmediate().then(() => {
        rested = performance.now();
        turn = undefined;
      });
      await turn;
    }
  };
}
