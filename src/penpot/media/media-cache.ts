import { toAbortError } from "../http/network-errors.ts";

type Bytes = Uint8Array | undefined;

/** Keys have ids of images in them, which open them to everybody. */
const WHAT = "for an image or a font";

/** Bytes that never change under their key, kept while there is room. */
export interface MediaCache {
  /**
   * The bytes kept under the key, else what `load` gives. Who asks at the same time shares one load; it is stopped when everybody has
   * given up. What is not there (undefined) is not kept.
   */
  get(key: string, signal: AbortSignal, load: (signal: AbortSignal) => Promise<Bytes>): Promise<Bytes>;
}

interface Loading {
  bytes: Promise<Bytes>;
  stop: AbortController;
  waiting: number;
}

/** Keeps at most `limit` bytes; the least recently used go first, and what is larger than a quarter of the limit is not kept. */
export function createMediaCache(limit = 64 * 1_048_576): MediaCache {
  const kept = new Map<string, Uint8Array>();
  const loads = new Map<string, Loading>();
  let total = 0;

  function keep(key: string, bytes: Uint8Array): void {
    if (bytes.byteLength > limit / 4 || kept.has(key)) return;
    kept.set(key, bytes);
    total += bytes.byteLength;
    for (const [oldest, { byteLength }] of kept) {
      if (total <= limit) return;
      kept.delete(oldest);
      total -= byteLength;
    }
  }

  function start(key: string, load: (signal: AbortSignal) => Promise<Bytes>): Loading {
    const stop = new AbortController();
    const loading: Loading = { bytes: load(stop.signal), stop, waiting: 0 };
    const forget = () => loads.get(key) === loading && loads.delete(key);
    loading.bytes.then((bytes) => bytes && keep(key, bytes), ignore).finally(forget);
    loads.set(key, loading);
    return loading;
  }

  function leave(key: string, loading: Loading, signal: AbortSignal): void {
    loading.waiting -= 1;
    if (loading.waiting > 0 || !signal.aborted) return;
    if (loads.get(key) === loading) loads.delete(key);
    loading.stop.abort(signal.reason);
  }

  return {
    async get(key, signal, load) {
      if (signal.aborted) throw toAbortError(WHAT, signal.reason);
      const known = kept.get(key);
      if (known) {
        kept.delete(key);
        kept.set(key, known);
        return known;
      }
      const loading = loads.get(key) ?? start(key, load);
      loading.waiting += 1;
      try {
        return await untilAborted(loading.bytes, signal);
      } finally {
        leave(key, loading, signal);
      }
    },
  };
}

function untilAborted(bytes: Promise<Bytes>, signal: AbortSignal): Promise<Bytes> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(toAbortError(WHAT, signal.reason));
    signal.addEventListener("abort", giveUp, { once: true });
    bytes.then(resolve, reject).finally(() => signal.removeEventListener("abort", giveUp));
  });
}

/** A failed load is told to those who wait for it. */
function ignore(): void {}
