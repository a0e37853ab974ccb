/** A signal that aborts when nothing happened for a while, or when it all takes too long. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Something happened: the quiet time starts again. */
  touch(): void;
  stop(): void;
}

/** Starts a deadline of `idleMs` between two signs of life and `totalMs` altogether. */
export function startDeadline(idleMs: number, totalMs: number): Deadline {
  const controller = new AbortController();
  const expire = () => controller.abort();
  const total = setTimeout(expire, totalMs);
  let idle = setTimeout(expire, idleMs);
  return {
    signal: controller.signal,
    touch() {
      clearTimeout(idle);
      idle = setTimeout(expire, idleMs);
    },
    stop() {
      clearTimeout(idle);
      clearTimeout(total);
    },
  };
}
