import { availableParallelism } from "node:os";
import type Tinypool from "tinypool";
import { type ErrorRecord, UserError } from "../errors.ts";
import { optimiseSvg } from "./optimise.ts";
import type { SvgoOptions } from "./svgo-options.ts";

/** Optimises many pictures at once. Idle threads end by themselves and hold no process up; whoever wants them ended at once closes it. */
export interface Optimiser {
  /** Does what `optimiseSvg` does, in a worker thread when there is much to do. Aborting rejects with the signal's reason. */
  optimise(svg: string, options?: SvgoOptions, signal?: AbortSignal): Promise<string>;
  /** Ends the threads; what is under way is rejected. */
  close(): Promise<void>;
}

/** What a worker thread is sent. */
export interface OptimiseJob {
  svg: string;
  options: SvgoOptions;
}

/** What a worker thread answers for each job. */
export type OptimiseAnswer = { svg: string } | { error: ErrorRecord };

interface Order {
  job: OptimiseJob;
  isGone: boolean;
  /** Ends the batch's thread when nobody waits for the batch any more. */
  leave?: () => void;
  resolve: (svg: string) => void;
  reject: (error: unknown) => void;
}

/** About twenty milliseconds of work: large enough to be worth a message, small enough that threads end together. */
const BATCH_LENGTH = 32 * 1024;
/** What takes less time here than a thread takes to start. */
const INLINE_LENGTH = 16 * 1024;
/** Warm threads are several times as fast as new ones. */
const IDLE_MS = 60_000;

/** `threads` is 4 or one less than there are cores, whichever is less, unless told. Nothing is started before it is needed. */
export function createOptimiser({ threads = defaultThreads() }: { threads?: number } = {}): Optimiser {
  let pool: Promise<Tinypool> | undefined;
  let waiting: Order[] = [];
  let length = 0;
  let isClosed = false;
  const bySignal = new WeakMap<AbortSignal, Set<Order>>();
  const closed = () => new Error("The optimiser was closed.");

  function add(order: Order): void {
    if (waiting.length === 0) setImmediate(flush);
    waiting.push(order);
    length += order.job.svg.length;
    if (length >= BATCH_LENGTH && (pool || length > INLINE_LENGTH)) send();
  }

  /** Everybody who wants something now has said so. */
  function flush(): void {
    if (pool && waiting.length > 0) send();
    for (const order of take()) if (!order.isGone) settle(order, () => optimiseSvg(order.job.svg, order.job.options));
  }

  /** Those that wait with a signal; one listener for all, as each more makes adding one slower. */
  function ordersOf(signal: AbortSignal): Set<Order> {
    const known = bySignal.get(signal);
    if (known) return known;
    const orders = new Set<Order>();
    bySignal.set(signal, orders);
    const abort = () => {
      for (const order of orders) {
        order.isGone = true;
        order.reject(signal.reason);
        order.leave?.();
      }
    };
    signal.addEventListener("abort", abort, { once: true });
    return orders;
  }

  function send(): void {
    const orders = take().filter(({ isGone }) => !isGone);
    pool ??= startPool(threads);
    void runBatch(pool, orders).catch((error) => {
      for (const order of orders) order.reject(isClosed ? closed() : error);
    });
  }

  function take(): Order[] {
    const orders = waiting;
    waiting = [];
    length = 0;
    return orders;
  }

  return {
    async optimise(svg, options = {}, signal) {
      signal?.throwIfAborted();
      if (isClosed) throw closed();
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      const order: Order = { job: { svg, options }, isGone: false, resolve, reject };
      const others = signal && ordersOf(signal);
      others?.add(order);
      add(order);
      return promise.finally(() => others?.delete(order));
    },
    async close() {
      isClosed = true;
      for (const order of take()) order.reject(closed());
      await (await pool)?.destroy();
    },
  };
}

async function startPool(threads: number): Promise<Tinypool> {
  const { default: Pool } = await import("tinypool");
  const filename = new URL(import.meta.url.endsWith(".ts") ? "./optimise-worker.ts" : "./optimise-worker.js", import.meta.url).href;
  return new Pool({ filename, name: "optimiseBatch", minThreads: 0, maxThreads: Math.max(1, threads), idleTimeout: IDLE_MS });
}

async function runBatch(starting: Promise<Tinypool>, orders: readonly Order[]): Promise<void> {
  const stop = new AbortController();
  const leave = () => {
    if (orders.every(({ isGone }) => isGone)) stop.abort();
  };
  for (const order of orders) order.leave = leave;
  const pool = await starting;
  leave();
  const jobs = orders.map(({ job }) => job);
  const answers = (await pool.run(jobs, { signal: stop.signal })) as OptimiseAnswer[];
  for (const [index, order] of orders.entries()) settle(order, () => toSvg(answers[index]));
}

function settle({ resolve, reject }: Order, make: () => string): void {
  try {
    resolve(make());
  } catch (error) {
    reject(error);
  }
}

function toSvg(answer: OptimiseAnswer | undefined): string {
  if (answer && "svg" in answer) return answer.svg;
  const error = answer?.error;
  if (error?.class !== "user") throw new Error(`The optimiser's thread failed: ${error?.message ?? "no answer"}`);
  throw new UserError(error.code, error.message, error.hint ? { hint: error.hint } : {});
}

function defaultThreads(): number {
  return Math.max(1, Math.min(4, availableParallelism() - 1));
}
