import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import type { Delivery } from "../delivery.ts";
import { classifyError } from "../errors.ts";
import type { Logger } from "../log.ts";
import { parseDelivery, toStreamKey } from "./deliveries.ts";
import { type StreamPlace, trimDeliveries } from "./delivery-trim.ts";
import type { RedisHandle } from "./redis.ts";
import { isConnectionError } from "./redis-errors.ts";

/** A delivery and the id `append` gave it. */
export interface DeliveryEntry {
  id: string;
  delivery: Delivery;
}

/** Times are milliseconds. Each process needs a `consumer` name of its own; the same again after a restart is best. */
export interface DeliveryReaderOptions {
  prefix: string;
  consumer: string;
  /** Entries handed over at once. */
  batch?: number;
  /** How long an entry may lie with another consumer before that one counts as dead. */
  claimMs?: number;
  /** The first wait before an entry whose handling failed is tried again; doubled each time, at most five minutes. */
  retryMs?: number;
  /** How long handled entries stay, and how many. */
  keepMs?: number;
  keepCount?: number;
}

/** Reads until it is closed. */
export interface DeliveryReader {
  /** Lets the batch in hand end, then stops. */
  close(): Promise<void>;
}

const GROUP = "penops";
const BLOCK_MS = 5000;
const TRIM_MS = 60_000;
const LONGEST_RETRY_MS = 300_000;
const PAGE = 1000;

type RawEntry = [id: Buffer, fields: Buffer[] | null];
type PendingRow = [id: string, consumer: string, idleMs: number, tries: number];
type Handle = (entries: DeliveryEntry[]) => Promise<void>;

interface Reader extends StreamPlace, Required<DeliveryReaderOptions> {
  /** For reads that block; nothing else may wait behind them. */
  reads: Redis;
  handle: Handle;
  log: Logger;
  signal: AbortSignal;
  nextLook: number;
  nextTrim: number;
}

/**
 * Hands deliveries over in order, at least once: an entry is acknowledged after `handle` resolved. Entries of a consumer that
 * died are taken over, and entries whose handling failed are tried again with growing waits. Stops on `signal` or `close`.
 */
export function createDeliveryReader(
  redis: RedisHandle,
  options: DeliveryReaderOptions,
  handle: Handle,
  log: Logger,
  signal: AbortSignal,
): DeliveryReader {
  const stop = new AbortController();
  const reader: Reader = {
    batch: 100,
    claimMs: 30_000,
    retryMs: 1000,
    keepMs: 86_400_000,
    keepCount: 10_000,
    ...options,
    key: toStreamKey(options.prefix),
    group: GROUP,
    redis: redis.createClient("producer"),
    reads: redis.createClient("worker"),
    handle,
    log,
    signal: AbortSignal.any([signal, stop.signal]),
    nextLook: 0,
    nextTrim: 0,
  };
  reader.signal.addEventListener("abort", () => reader.reads.disconnect(), { once: true });
  const reading = readUntilStopped(reader).finally(() => {
    reader.reads.disconnect();
    reader.redis.disconnect();
  });
  return {
    async close() {
      stop.abort();
      await reading;
    },
  };
}

async function readUntilStopped(reader: Reader): Promise<void> {
  while (!reader.signal.aborted) {
    try {
      await createGroup(reader);
      await readOwnPending(reader);
      while (!reader.signal.aborted) await takeTurn(reader);
    } catch (error) {
      if (reader.signal.aborted) return;
      if (!isConnectionError(error)) reader.log.warn({ error }, "Reading deliveries failed; trying again");
      await sleep(Math.min(500, reader.retryMs), undefined, { signal: reader.signal }).catch(() => undefined);
    }
  }
}

async function createGroup({ redis, key, group }: Reader): Promise<void> {
  await redis.xgroup("CREATE", key, group, "0", "MKSTREAM").catch((error: Error) => {
    if (!error.message.startsWith("BUSYGROUP")) throw error;
  });
}

/** What this consumer had in hand when it ended, oldest first. */
async function readOwnPending(reader: Reader): Promise<void> {
  let after = "0";
  while (!reader.signal.aborted) {
    const entries = await readGroup(reader, after);
    if (entries.length === 0) return;
    await handOver(reader, await readable(reader, entries));
    after = String(entries.at(-1)?.[0]);
  }
}

async function takeTurn(reader: Reader): Promise<void> {
  if (Date.now() >= reader.nextLook) await takeOverDue(reader);
  if (Date.now() >= reader.nextTrim) {
    await trimDeliveries(reader, reader);
    reader.nextTrim = Date.now() + TRIM_MS;
  }
  const entries = await readGroup(reader, ">", Math.min(BLOCK_MS, Math.max(1, reader.nextLook - Date.now())));
  await handOver(reader, await readable(reader, entries));
}

async function readGroup({ reads, key, group, consumer, batch }: Reader, after: string, blockMs?: number): Promise<RawEntry[]> {
  const found =
    blockMs === undefined
      ? await reads.xreadgroupBuffer("GROUP", group, consumer, "COUNT", batch, "STREAMS", key, after)
      : await reads.xreadgroupBuffer("GROUP", group, consumer, "COUNT", batch, "BLOCK", blockMs, "STREAMS", key, after);
  const streams = (found ?? []) as [Buffer, RawEntry[]][];
  return streams[0]?.[1] ?? [];
}

/** Handles and acknowledges. What fails stays pending: together when it passes by itself, else each entry gets its own chance. */
async function handOver(reader: Reader, entries: DeliveryEntry[]): Promise<void> {
  if (entries.length === 0) return;
  try {
    await reader.handle(entries);
  } catch (error) {
    if (entries.length > 1 && classifyError(error) !== "transient") {
      for (const entry of entries) await handOver(reader, [entry]);
      return;
    }
    reader.log.error({ error, entries: entries.map(({ id }) => id) }, "Handling deliveries failed; they are tried again");
    reader.nextLook = Math.min(reader.nextLook, Date.now() + reader.retryMs);
    return;
  }
  await acknowledge(
    reader,
    entries.map(({ id }) => id),
  );
}

/** Entries that can be parsed; the others (trimmed, or not ours) are acknowledged, they will never be readable. */
async function readable(reader: Reader, raw: readonly RawEntry[]): Promise<DeliveryEntry[]> {
  const entries: DeliveryEntry[] = [];
  const lost: string[] = [];
  for (const [rawId, fields] of raw) {
    const id = String(rawId);
    try {
      if (fields) entries.push({ id, delivery: parseDelivery(fields) });
      else lost.push(id);
    } catch (error) {
      reader.log.error({ error, entry: id }, "A stored delivery cannot be read and is dropped");
      lost.push(id);
    }
  }
  if (lost.length > 0) await acknowledge(reader, lost);
  return entries;
}

async function acknowledge({ redis, key, group }: Reader, ids: readonly string[]): Promise<void> {
  await redis.xack(key, group, ...ids);
}

/** Entries whose time has come: our own that failed, and those of consumers that fell silent. */
async function takeOverDue(reader: Reader): Promise<void> {
  const { redis, key, group, consumer, batch, retryMs, claimMs } = reader;
  let after = "-";
  let waiting = 0;
  for (;;) {
    const rows = (await redis.xpending(key, group, "IDLE", Math.min(retryMs, claimMs), after, "+", PAGE)) as PendingRow[];
    waiting += rows.length;
    const due = rows.filter((row) => isDue(reader, row)).map(([id]) => id);
    for (let from = 0; from < due.length; from += batch) {
      const claimed = await reader.reads.callBuffer(
        "XCLAIM",
        key,
        group,
        consumer,
        Math.min(retryMs, claimMs),
        ...due.slice(from, from + batch),
      );
      await handOver(reader, await readable(reader, claimed as RawEntry[]));
    }
    const last = rows.at(-1)?.[0];
    if (rows.length < PAGE || last === undefined) break;
    after = `(${last}`;
  }
  reader.nextLook = Date.now() + (waiting > 0 ? retryMs : claimMs / 2);
}

function isDue({ consumer, retryMs, claimMs }: Reader, [, owner, idleMs, tries]: PendingRow): boolean {
  const wait = Math.min(LONGEST_RETRY_MS, retryMs * 2 ** Math.max(0, tries - 1));
  return idleMs >= (owner === consumer ? wait : Math.max(wait, claimMs));
}
