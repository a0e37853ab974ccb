import { setTimeout as sleep } from "node:timers/promises";
import { classifyError, formatProblem } from "../errors.ts";
import { ensureWebhooks } from "../penpot/index.ts";
import type { TimerJob, Timers } from "../queue/index.ts";
import type { ClockParts } from "./parts.ts";

/** Waits before what could not be done at the start is tried again, in milliseconds: the receiver may be starting elsewhere. */
const FIRST_WAITS = [5_000, 20_000, 60_000];

/** What is done on the clock: webhooks are looked after, revisions are compared. */
export function timerJobs(parts: ClockParts): TimerJob[] {
  const { config, log, dispatcher } = parts;
  return [
    { name: "webhooks", everyMs: config.webhooks.check, run: (signal) => lookAfterWebhooks(parts, signal) },
    {
      name: "reconcile",
      everyMs: config.reconcile.every,
      async run(signal) {
        const { files, enqueued, problems } = await dispatcher.reconcile(signal);
        log.info({ files, runs: enqueued, ...(problems.length > 0 && { problems }) }, "Revisions compared");
      },
    },
  ];
}

/**
 * Does both once at the start (`first`), and again a few times (`all`) while a team's webhook could not be ensured, or while another process
 * had the job in hand: one that was killed holds it for half a minute. Neither rejects.
 */
export function firstLook(
  parts: Pick<ClockParts, "webhooks" | "log">,
  timers: Pick<Timers, "runNow">,
  signal: AbortSignal,
  waits: readonly number[] = FIRST_WAITS,
): { first: Promise<void>; all: Promise<void> } {
  const tell = (error: unknown) => {
    if (!signal.aborted) parts.log.error({ error }, "The first look at Penpot failed; the timers go on");
  };
  const open = new Set(["webhooks", "reconcile"]);
  const look = async () => {
    for (const name of [...open]) if (await timers.runNow(name)) open.delete(name);
    if (parts.webhooks.failed > 0) open.add("webhooks");
  };
  const first = look();
  const all = first.then(async () => {
    for (const wait of waits) {
      if (open.size === 0) return;
      await sleep(wait, undefined, { signal });
      await look();
    }
  });
  return { first: first.catch(tell), all: all.catch(tell) };
}

async function lookAfterWebhooks(parts: ClockParts, signal: AbortSignal): Promise<void> {
  const { config, log, rooms, webhooks, dispatcher } = parts;
  const publicUrl = config.server["public-url"];
  webhooks.failed = 0;
  let mayHaveMissed = false;
  for (const [instance, penpot] of rooms.penpots) {
    try {
      parts.ownProfiles.set(instance, (await penpot.getProfile(signal)).id);
      if (publicUrl !== undefined) mayHaveMissed = (await ensureInstance(parts, instance, publicUrl, signal)) || mayHaveMissed;
    } catch (error) {
      if (signal.aborted || classifyError(error) === "bug") throw error;
      webhooks.failed++;
      log.error({ error, penpot: instance }, "The webhooks could not be looked after");
    }
  }
  if (publicUrl === undefined) log.warn("server.public-url is not set: no webhooks, only the timer finds changes");
  if (mayHaveMissed) await dispatcher.reconcile(signal);
}

/** Returns whether events may have been lost. */
async function ensureInstance(parts: ClockParts, instance: string, publicUrl: string, signal: AbortSignal): Promise<boolean> {
  const { config, log, rooms, webhookSecrets, webhooks } = parts;
  const settings = config.penpot[instance];
  const penpot = rooms.penpots.get(instance);
  if (!settings || !penpot) return false;
  const { teams, format } = settings;
  const reports = await ensureWebhooks({ penpot, teams, publicUrl, secrets: webhookSecrets, format, log, signal });
  for (const { team, state, problem } of reports) {
    if (state === "failed") webhooks.failed++;
    if (problem) log[state === "failed" ? "error" : "warn"]({ team, penpot: instance }, formatProblem(problem));
  }
  return reports.some(({ state, wasDown }) => wasDown === true || state === "created");
}
