import { formatError, UserError } from "../errors.ts";
import { deliveryFingerprint, parseDelivery } from "../events/index.ts";
import { type DeliveryEntry, firstTime, type Timers } from "../queue/index.ts";
import type { ClockParts } from "./parts.ts";

/** How long a delivery is recognised when it comes twice, in milliseconds. */
const DOUBLES_MS = 3_600_000;

interface Parts extends ClockParts {
  timers: Timers;
}

/** Makes stored deliveries into events and hands them to the dispatcher. What throws is handed over again later. */
export function handleDeliveries(parts: Parts, signal: AbortSignal): (entries: readonly DeliveryEntry[]) => Promise<void> {
  const redis = parts.redis.createClient("producer");
  return async (entries) => {
    for (const entry of entries) {
      signal.throwIfAborted();
      const fingerprint = deliveryFingerprint(entry.delivery);
      const isFirst = await firstTime(redis, { prefix: parts.config.redis.prefix, fingerprint, entryId: entry.id, ttlMs: DOUBLES_MS });
      if (isFirst) await handle(parts, entry, signal);
      else parts.log.debug({ delivery: entry.id }, "The same delivery came before");
    }
  };
}

async function handle({ dispatcher, timers, log }: Parts, { id, delivery }: DeliveryEntry, signal: AbortSignal): Promise<void> {
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
  const { state, enqueued } = await dispatcher.handle(event, signal);
  log.info(
    { event: event.name, delivery: id, state, runs: enqueued, ...(event.subject.fileId && { file: event.subject.fileId }) },
    "Event",
  );
}
