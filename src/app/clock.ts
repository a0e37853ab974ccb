import { setTimeout as sleep } from "node:timers/promises";
import { classifyError, formatProblem } from "../errors.ts";
import { ensureWebhooks } from "../penpot/index.ts";
import type { TimerJob, Timers } from "../queue/index.ts";
import type { ClockParts } from "./parts.ts";

/** Waits before webhooks that could not be ensured are tried again after the start, in milliseconds: the receiver may be starting elsewhere. */
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

/** Does both once at the start (`first`), and webhooks a few times more while a team's could not be ensured (`all`). Neither rejects. */
export function firstLook(parts: ClockParts, timers: Timers, signal: AbortSignal): { first: Promise<void>; all: Promise<void> } {
  const tell = (error: unknown) => {
    if (!signal.aborted) parts.log.error({ error }, "The first look at Penpot failed; the timers go on");
  };
  const first = (async () => {
    await timers.runNow("webhooks");
    await timers.runNow("reconcile");
  })();
  const all = first.then(async () => {
    for (const wait of FIRST_WAITS) {
      if (parts.webhooks.failed === 0) return;
      await sleep(wait, undefined, { signal });
      await timers.runNow("webhooks");
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
