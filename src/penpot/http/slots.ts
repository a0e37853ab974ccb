/** Lets at most `size` tasks run at a time; the others wait in order. */
export interface Slots {
  /** Resolves with the function that gives the slot back; rejects with the signal's reason when it aborts while waiting. */
  take(signal: AbortSignal): Promise<() => void>;
}

/** Creates `size` slots. */
export function createSlots(size: number): Slots {
  const waiting: (() => void)[] = [];
  let free = size;

  function giveBack(): void {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  }

  function once(): () => void {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      giveBack();
    };
  }

  return {
    take(signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      if (free > 0) {
        free -= 1;
        return Promise.resolve(once());
      }
      return new Promise((resolve, reject) => {
        const start = () => {
          signal.removeEventListener("abort", giveUp);
          resolve(once());
        };
        const giveUp = () => {
          waiting.splice(waiting.indexOf(start), 1);
          reject(signal.reason);
        };
        signal.addEventListener("abort", giveUp, { once: true });
        waiting.push(start);
      });
    },
  };
}
