import type { Redis } from "ioredis";
import type { Delivery, DeliveryLog } from "../delivery.ts";
import { PermanentError } from "../errors.ts";
import { withRedis } from "./redis-errors.ts";

/** The stream that holds deliveries until they are handled, and a day longer. */
export function toStreamKey(prefix: string): string {
  return `${prefix}:deliveries`;
}

/** Keeps deliveries in a Redis stream: one command each. `redis` is a producer, so that it rejects quickly. */
export function createDeliveryLog(redis: Redis, { prefix }: { prefix: string }): DeliveryLog {
  const key = toStreamKey(prefix);
  return {
    append: ({ instance, teamId, contentType, body, receivedAt }) =>
      withRedis("store a delivery", async () => {
        const id = await redis.xadd(key, "*", "instance", instance, "team", teamId, "type", contentType, "at", receivedAt, "body", body);
        if (id === null) throw new Error("Redis gave the entry no id");
        return id;
      }),
  };
}

/** A stream entry's fields, name and value in turn → Delivery. Throws PermanentError when another program wrote it. */
export function parseDelivery(fields: readonly Buffer[]): Delivery {
  const values = new Map<string, Buffer>();
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const value = fields[index + 1];
    if (value) values.set(String(fields[index]), value);
  }
  const body = values.get("body");
  const contentType = String(values.get("type"));
  const receivedAt = Number(values.get("at"));
  const isKnown = contentType === "application/json" || contentType === "application/transit+json";
  if (!body || !isKnown || !Number.isFinite(receivedAt)) {
    throw new PermanentError("DELIVERY_UNREADABLE", "A stored delivery has not the fields Penops writes.", {
      hint: "Give Penops a `redis.prefix` that no other program uses.",
    });
  }
  return { instance: String(values.get("instance")), teamId: String(values.get("team")), contentType, body, receivedAt };
}

/** What makes a delivery the same as another, and the stream entry that asks. `ttlMs` is how long a double is recognised. */
export interface Sighting {
  prefix: string;
  fingerprint: string;
  entryId: string;
  ttlMs: number;
}

/** Whether this content is seen for the first time. The same entry may ask again (after a crash) and is still the first. */
export async function firstTime(redis: Redis, { prefix, fingerprint, entryId, ttlMs }: Sighting): Promise<boolean> {
  const key = `${prefix}:seen:${fingerprint}`;
  return withRedis("look for a doubled delivery", async () => {
    if ((await redis.set(key, entryId, "PX", ttlMs, "NX")) === "OK") return true;
    const first = await redis.get(key);
    return first === null || first === entryId;
  });
}
