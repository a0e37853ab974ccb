import { classifyError, formatError, UserError } from "../errors.ts";
import type { Event } from "../event.ts";
import { deliveryFingerprint, parseDelivery } from "../events/index.ts";
import { type DeliveryEntry, firstTime, type Timers } from "../queue/index.ts";
import { createLateLook } from "./late-look.ts";
import type { ClockParts } from "./parts.ts";

/** How long a delivery is recognised when it comes twice, in milliseconds. */
const DOUBLES_MS = 3_600_000;

interface Parts extends ClockParts {
  timers: Timers;
}

interface HandlerParts extends Parts {
  lookLater(event: Event): void;
}

/**
 * Makes stored deliveries into events and hands them to the dispatcher. What throws is handed over again later; so passing trouble throws,
 * and lasting trouble (a revoked token) does not, or such deliveries would pile up and be asked about for ever.
 */
export function handleDeliveries(parts: Parts, signal: AbortSignal): (entries: readonly DeliveryEntry[]) => Promise<void> {
  const redis = parts.redis.createClient("producer");
  const handlerParts = { ...parts, lookLater: createLateLook(() => parts.timers.runNow("reconcile"), signal) };
  return async (entries) => {
    for (const entry of entries) {
      signal.throwIfAborted();
      const fingerprint = deliveryFingerprint(entry.delivery);
      const isFirst = await firstTime(redis, { prefix: parts.config.redis.prefix, fingerprint, entryId: entry.id, ttlMs: DOUBLES_MS });
      if (isFirst) await handle(handlerParts, entry, signal);
      else parts.log.debug({ delivery: entry.id }, "The same delivery came before");
    }
  };
}

async function handle(parts: HandlerParts, entry: DeliveryEntry, signal: AbortSignal): Promise<void> {
  const { timers, log } = parts;
  const { id, delivery } = entry;
  let parsed: ReturnType<typeof parseDelivery>;
  try {
    parsed = parseDelivery(delivery, id);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // Something happened, and only Penpot can say what.
    log.warn(
      { delivery: id, penpot: delivery.instance, team: delivery.teamId, reason: formatError(error) },
      "A delivery cannot be read; comparing all revisions instead",
    );
    await timers.runNow("reconcile");
    return;
  }
  const { event, problems } = parsed;
  if (problems.length > 0) log.debug({ delivery: id, event: event.name, problems }, "An event is not as the catalogue has it");
  try {
    await dispatch(parts, event, signal);
  } catch (error) {
    if (classifyError(error) !== "permanent") throw error;
    log.error(
      { event: event.name, delivery: id, reason: formatError(error) },
      "An event was given up; comparing revisions finds what it said",
    );
  }
}

async function dispatch(parts: HandlerParts, event: Event, signal: AbortSignal): Promise<void> {
  await learnOwnProfile(parts, event.instance, signal);
  const { state, enqueued } = await parts.dispatcher.handle(event, signal);
  if (state !== "own") parts.lookLater(event);
  const { fileId } = event.subject;
  parts.log.info({ event: event.name, delivery: event.id, state, runs: enqueued, ...(fileId && { file: fileId }) }, "Event");
}

/** Asks who we are where no timer did yet: the deliveries of a night come before the first look, and another process may look after the webhooks. */
export async function learnOwnProfile(
  { rooms, ownProfiles, log }: Pick<ClockParts, "rooms" | "ownProfiles" | "log">,
  instance: string,
  signal: AbortSignal,
): Promise<void> {
  const penpot = rooms.penpots.get(instance);
  if (!penpot || ownProfiles.has(instance)) return;
  try {
    ownProfiles.set(instance, (await penpot.getProfile(signal)).id);
  } catch (error) {
    // Without a token that is accepted nobody is us; whatever else went wrong passes, and the delivery waits for that.
    if (classifyError(error) !== "permanent") throw error;
    log.warn({ penpot: instance, reason: formatError(error) }, "It is not known which events are our own");
  }
}
