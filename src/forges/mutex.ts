/** Runs tasks with the same key one after another, in the order they came. */
export type Mutex = <Result>(key: string, task: () => Promise<Result>) => Promise<Result>;

/** Creates an in-process mutex; a key is forgotten when nobody waits for it. */
export function createMutex(): Mutex {
  const tails = new Map<string, Promise<unknown>>();
  return async (key, task) => {
    const before = tails.get(key) ?? Promise.resolve();
    const mine = before.then(task, task);
    const tail = mine.catch(() => undefined);
    tails.set(key, tail);
    try {
      return await mine;
    } finally {
      if (tails.get(key) === tail) tails.delete(key);
    }
  };
}
