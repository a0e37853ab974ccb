import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type App, startApp } from "../../app.ts";
import { explainSilence, matchTeams, type PenpotClient } from "../../penpot/index.ts";
import { type Io, progress } from "../io.ts";
import { attempt, bad, type Check, ok } from "./check.ts";
import type { Patient } from "./checks.ts";

/** Penpot sends the event 5 to 15 s after the call (integration §3); the rest is for slow instances. */
const PATIENCE_MS = 60_000;

/** Proves the way from Penpot to us: a call that changes nothing, and its webhook with our nonce. Starts the daemon for the test where none answers. */
export async function selfTest(patient: Patient, io: Io): Promise<Check[]> {
  const { config, signal } = patient;
  if (config.server["public-url"] === undefined) {
    return [
      bad("self-test", "failed", {
        message: "server.public-url is not set, so there is no webhook to test.",
        hint: "Set it (PENOPS_SERVER_PUBLIC_URL).",
      }),
    ];
  }
  const running = `http://127.0.0.1:${config.server.port}`;
  const answers = await fetch(`${running}/livez`, { signal: AbortSignal.any([signal, AbortSignal.timeout(2_000)]) }).then(
    ({ ok: isOk }) => isOk,
    () => false,
  );
  if (answers) return testAll(patient, running, io);
  const app = await startApp({ ...patient, config: { ...config, recipes: [], forges: {} }, role: "all" });
  try {
    return await testAll(patient, app.url ?? running, io, app);
  } finally {
    await app.close();
  }
}

async function testAll(patient: Patient, url: string, io: Io, app?: App): Promise<Check[]> {
  const checks: Check[] = [];
  for (const [instance, penpot] of patient.rooms.penpots) {
    const what = `self-test ${instance}`;
    checks.push(...(await attempt(what, () => testTeams(what, penpot, patient, url, io, app))));
  }
  return checks;
}

async function testTeams(what: string, penpot: PenpotClient, patient: Patient, url: string, io: Io, app?: App): Promise<Check[]> {
  const { config, signal } = patient;
  // A webhook that was made a moment after an event can still receive it, so the daemon of the test need not be waited for longer than this.
  if (app) await app.firstLook;
  const { teams } = matchTeams(config.penpot[penpot.instance]?.teams ?? [], await penpot.getTeams(signal));
  const checks: Check[] = [];
  for (const team of teams) {
    const [project] = await penpot.getProjects(team.id, signal);
    if (!project) {
      checks.push(bad(what, "warning", { message: `${team.name} has no project to test with.` }));
      continue;
    }
    const nonce = randomBytes(12).toString("hex");
    const started = Date.now();
    await penpot.pinProject(project, nonce, signal);
    const seen = await waitFor(nonce, url, signal, (seconds) => progress(io, `Waiting for ${team.name}'s webhook … ${seconds} s`));
    progress(io, "");
    const silence = explainSilence(config.server["public-url"] ?? url);
    checks.push(
      seen
        ? ok(what, `${team.name}: the event came back after ${((Date.now() - started) / 1000).toFixed(1)} s.`)
        : bad(what, "failed", {
            message: `${team.name}: no event came back within ${PATIENCE_MS / 1000} s. ${silence.message}`,
            ...(silence.hint && { hint: silence.hint }),
          }),
    );
  }
  return checks;
}

async function waitFor(nonce: string, url: string, signal: AbortSignal, tell: (seconds: number) => void): Promise<boolean> {
  const started = Date.now();
  while (Date.now() - started < PATIENCE_MS) {
    const answer = await fetch(`${url}/self-test/${nonce}`, { signal }).catch(() => undefined);
    if (answer?.status === 204) return true;
    tell(Math.round((Date.now() - started) / 1000));
    await sleep(500, undefined, { signal });
  }
  return false;
}
