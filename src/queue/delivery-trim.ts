import type { Redis } from "ioredis";

/** A stream, the one group that reads it, and a connection to ask on. */
export interface StreamPlace {
  redis: Redis;
  key: string;
  group: string;
}

const DAY_MS = 86_400_000;

/** Forgets handled deliveries older than `keepMs` or beyond the newest `keepCount`; what is unread or pending always stays. */
export async function trimDeliveries(place: StreamPlace, { keepMs, keepCount }: { keepMs: number; keepCount: number }): Promise<void> {
  const { redis, key } = place;
  const floor = await findOldestUnhandled(place);
  const tooOld = `${Date.now() - keepMs}-0`;
  await redis.xtrim(key, "MINID", isBefore(tooOld, floor) ? tooOld : floor);
  const excess = (await redis.xlen(key)) - keepCount;
  // LIMIT is what keeps the newest: of the entries below the floor only so many go
  if (excess > 0) await redis.xtrim(key, "MINID", "~", floor, "LIMIT", excess);
  await forgetConsumers(place);
}

/** The id from which on entries are needed: the oldest pending one, else the first that nobody has read. */
async function findOldestUnhandled({ redis, key, group }: StreamPlace): Promise<string> {
  const [pending, oldest] = (await redis.xpending(key, group)) as [number, string | null];
  if (pending > 0 && oldest !== null) return oldest;
  const groups = ((await redis.xinfo("GROUPS", key)) as unknown[][]).map(toRecord);
  const [time = "0", count = "0"] = String(groups.find(({ name }) => name === group)?.["last-delivered-id"] ?? "0-0").split("-");
  return `${time}-${BigInt(count) + 1n}`;
}

/** Consumers that are gone for a day and hold nothing; every restart under a new name leaves one. */
async function forgetConsumers({ redis, key, group }: StreamPlace): Promise<void> {
  const consumers = ((await redis.xinfo("CONSUMERS", key, group)) as unknown[][]).map(toRecord);
  for (const { name, pending, idle } of consumers) {
    if (Number(pending) === 0 && Number(idle) > DAY_MS) await redis.xgroup("DELCONSUMER", key, group, String(name));
  }
}

function toRecord(flat: readonly unknown[]): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (let index = 0; index + 1 < flat.length; index += 2) record[String(flat[index])] = flat[index + 1];
  return record;
}

function isBefore(left: string, right: string): boolean {
  const [leftTime = "0", leftCount = "0"] = left.split("-");
  const [rightTime = "0", rightCount = "0"] = right.split("-");
  return leftTime === rightTime ? BigInt(leftCount) < BigInt(rightCount) : BigInt(leftTime) < BigInt(rightTime);
}
