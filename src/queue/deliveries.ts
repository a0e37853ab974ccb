import { isAscii } from "node:buffer";
import type { Redis } from "ioredis";
import type { Delivery, DeliveryLog } from "../delivery.ts";
import { PermanentError } from "../errors.ts";
import { withRedis } from "./redis-errors.ts";

/** The stream that holds deliveries until they are handled, and a day longer. */
export function toStreamKey(prefix: string): string {
  return `${prefix}:deliveries`;
}

/**
 * Keeps deliveries in a Redis stream: one command each, of one field, `<received at> <content type> <team> <instance>` → body. Few and plain
 * arguments are worth a tenth of the receiver's whole work (bench/receiver.ts). `redis` is a receiver's client: its caller limits the wait.
 */
export function createDeliveryLog(redis: Redis, { prefix }: { prefix: string }): DeliveryLog {
  const key = toStreamKey(prefix);
  return {
    append: ({ instance, teamId, contentType, body, receivedAt }) =>
      withRedis("store a delivery", async () => {
        const head = `${receivedAt} ${contentType} ${teamId} ${instance}`;
        const id = await redis.xadd(key, "*", head, isAscii(body) ? body.toString("latin1") : body);
        if (id === null) throw new Error("Redis gave the entry no id");
        return id;
      }),
  };
}

/** A stream entry's field and value → Delivery. Throws PermanentError when another program wrote it. */
export function parseDelivery([head, body]: readonly Buffer[]): Delivery {
  const [receivedAt, contentType, teamId, instance] = String(head).split(" ");
  const isKnown = contentType === "application/json" || contentType === "application/transit+json";
  if (body && isKnown && teamId !== undefined && instance !== undefined && Number.isFinite(Number(receivedAt))) {
    return { instance, teamId, contentType, body, receivedAt: Number(receivedAt) };
  }
  throw new PermanentError("DELIVERY_UNREADABLE", "A stored delivery has not the field Penops writes.", {
    hint: "Give Penops a `redis.prefix` that no other program uses.",
  });
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
