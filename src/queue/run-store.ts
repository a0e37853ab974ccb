import { createHash } from "node:crypto";
import type { Job } from "bullmq";
import type { Redis } from "ioredis";
import type { FileRef } from "../design.ts";
import type { Event } from "../event.ts";
import type { RunOutcome } from "../run.ts";

/** The BullMQ queue that holds runs; its jobs are runs, one waiting at most per recipe and design file. */
export const RUNS = "runs";

/** Events kept with one run; further ones are counted only. */
export const MOST_EVENTS = 1000;

const LIFETIME_MS = 7 * 86_400_000;

/** What a run's job carries. `events` are those it was handed when it started. */
export interface RunData {
  recipe: string;
  file: FileRef;
  events: Event[];
  /** Events beyond the limit. */
  dropped: number;
}

/** A run's job. Null is the result of a job that found no event waiting. */
export type RunJob = Job<RunData, RunOutcome | null>;

/** The same for the same recipe and design file; the instance's files have ids of their own. */
export function toRunKey(recipe: string, { instance, fileId }: FileRef): string {
  return createHash("sha256")
    .update(JSON.stringify([recipe, instance, fileId]))
    .digest("base64url")
    .slice(0, 22);
}

/** The events that wait for the next run of a key. */
export interface RunStore {
  /** Adds events behind those that wait. Returns when the first of them came, how many wait, and before when no attempt may start. */
  push(key: string, events: readonly Event[], now: number): Promise<{ firstAt: number; waiting: number; notBefore: number }>;
  /** Moves all that wait into the job, behind the events it has: once, in order. Undefined when the job is gone. */
  take(key: string, jobKey: string, data: RunData): Promise<{ events: Event[]; dropped: number } | undefined>;
  /** The events that wait now. */
  peek(key: string): Promise<Event[]>;
  /** Holds new events of the key back until then, because the other side asked for time. */
  holdUntil(key: string, at: number): Promise<void>;
}

/** ARGV: most events, now, lifetime, event… */
const PUSH = `
local waiting = redis.call('LLEN', KEYS[1])
for i = 4, #ARGV do
  if waiting < tonumber(ARGV[1]) then waiting = redis.call('RPUSH', KEYS[1], ARGV[i])
  else redis.call('HINCRBY', KEYS[2], 'dropped', 1) end
end
redis.call('HSETNX', KEYS[2], 'firstAt', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
local state = redis.call('HMGET', KEYS[2], 'firstAt', 'notBefore')
return {state[1], waiting, state[2] or '0'}`;

/**
 * ARGV: most events, how many the job has, its dropped count, and its data as JSON up to the end of its events.
 * It writes the field that BullMQ's own updateData writes; as one step, so that a kill leaves the events here or there.
 */
const TAKE = `
if redis.call('EXISTS', KEYS[3]) == 0 then return false end
local most, had, dropped = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local events = redis.call('LRANGE', KEYS[1], 0, -1)
dropped = dropped + tonumber(redis.call('HGET', KEYS[2], 'dropped') or '0')
while #events > 0 and had + #events > most do
  table.remove(events)
  dropped = dropped + 1
end
redis.call('DEL', KEYS[1], KEYS[2])
if #events > 0 then
  local comma = had > 0 and ',' or ''
  redis.call('HSET', KEYS[3], 'data', ARGV[4] .. comma .. table.concat(events, ',') .. '],"dropped":' .. string.format('%d', dropped) .. '}')
end
return {events, dropped}`;

/** Keeps waiting events in lists of their own. */
export function createRunStore(redis: Redis, prefix: string): RunStore {
  redis.defineCommand("penopsPush", { numberOfKeys: 2, lua: PUSH });
  redis.defineCommand("penopsTake", { numberOfKeys: 3, lua: TAKE });
  const run = redis as Redis & Record<"penopsPush" | "penopsTake", (...args: (string | number)[]) => Promise<unknown>>;
  const keysOf = (key: string) => [`${prefix}:waiting:${key}`, `${prefix}:waiting-state:${key}`] as const;
  return {
    async push(key, events, now) {
      const answer = await run.penopsPush(...keysOf(key), MOST_EVENTS, now, LIFETIME_MS, ...events.map((event) => JSON.stringify(event)));
      const [firstAt, waiting, notBefore] = answer as [string, number, string];
      return { firstAt: Number(firstAt), waiting, notBefore: Number(notBefore) };
    },
    async take(key, jobKey, { recipe, file, events, dropped }) {
      const data = JSON.stringify({ recipe, file, events }).slice(0, -2);
      const answer = (await run.penopsTake(...keysOf(key), jobKey, MOST_EVENTS, events.length, dropped, data)) as [string[], number] | null;
      if (answer === null) return undefined;
      return { events: [...events, ...answer[0].map((text) => JSON.parse(text) as Event)], dropped: answer[1] };
    },
    async peek(key) {
      return (await redis.lrange(keysOf(key)[0], 0, -1)).map((text) => JSON.parse(text) as Event);
    },
    async holdUntil(key, at) {
      const state = keysOf(key)[1];
      await redis.multi().hset(state, "notBefore", at).pexpire(state, LIFETIME_MS).exec();
    },
  };
}
