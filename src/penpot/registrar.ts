import { classifyError, type Problem } from "../errors.ts";
import type { Logger } from "../log.ts";
import type { Penpot, Team } from "../penpot.ts";
import { faultOf } from "./errors.ts";
import { matchTeams } from "./match-teams.ts";
import { findOwn, type OwnWebhook, plannedUri, type WebhookPlan } from "./own-webhooks.ts";
import { explainDelivery, explainWebhookError } from "./webhook-problems.ts";
import type { Webhook, WebhookCalls } from "./webhooks.ts";

/** What the registrar asks of Penpot. */
export type WebhookPenpot = Pick<Penpot, "instance" | "getTeams"> & WebhookCalls;

export interface WebhookOptions extends Omit<WebhookPlan, "instance"> {
  penpot: WebhookPenpot;
  /** Names, ids or globs of teams. */
  teams: readonly string[];
  log: Logger;
  signal: AbortSignal;
}

/**
 * How a team's webhook is. `adopted`: one of ours that pointed elsewhere, or stood at our address under a secret that is not ours, was
 * taken over. `repaired`: ours was off, failing, of another format or under the secret before.
 */
export interface WebhookReport {
  /** The team's name, or the pattern that names none. */
  team: string;
  teamId?: string;
  state: "ok" | "created" | "adopted" | "repaired" | "failed";
  webhookId?: string;
  /** Why it failed; with `repaired`, why deliveries had failed; with the others, what stayed undone. */
  problem?: Problem;
  /** Events may have been lost since it was last seen: read the team's files. */
  wasDown?: boolean;
}

/**
 * Makes every team have exactly one working webhook of ours. The receiver must be listening. Webhooks of others are never touched, and a
 * team that fails does not stop the others; only `getTeams` and aborting throw.
 */
export async function ensureWebhooks(options: WebhookOptions): Promise<WebhookReport[]> {
  const { teams, unmatched } = matchTeams(options.teams, await options.penpot.getTeams(options.signal));
  const reports: WebhookReport[] = unmatched.map(({ pattern, problem }) => ({ team: pattern, state: "failed", problem }));
  for (const team of teams) {
    const report = await ensureTeam(options, team);
    reports.push({ ...report, team: team.name, teamId: team.id });
  }
  return reports;
}

type TeamReport = Omit<WebhookReport, "team" | "teamId">;

async function ensureTeam(options: WebhookOptions, team: Team): Promise<TeamReport> {
  const { penpot, log, signal } = options;
  const plan = { ...options, instance: penpot.instance };
  const uri = plannedUri(plan, team);
  let hooks: readonly Webhook[] = [];
  try {
    hooks = await penpot.getWebhooks(team.id, signal);
    const [best, ...surplus] = findOwn(plan, team, hooks);
    if (!best) return await create(options, plan, team);
    const report = await mend(options, best, uri);
    const problem = (await removeSurplus(options, team, surplus)) ?? report.problem;
    if (report.state !== "ok") log.info({ team: team.name, state: report.state, webhook: best.hook.id }, "webhook mended");
    return { ...report, ...(problem && { problem }) };
  } catch (error) {
    if (signal.aborted || classifyError(error) === "bug") throw error;
    const problem = explainWebhookError(error, uri, hooks);
    log.warn({ team: team.name, code: problem.code, reason: problem.message }, "webhook could not be ensured");
    return { state: "failed", problem };
  }
}

async function create(options: WebhookOptions, plan: WebhookPlan, team: Team): Promise<TeamReport> {
  const { penpot, format, log, signal } = options;
  const created = await penpot.createWebhook({ teamId: team.id, uri: plannedUri(plan, team), format }, signal);
  // Another process may have created one at the same moment; both keep the same. Listing also proves membership, which creating does not.
  const [kept, ...surplus] = findOwn(plan, team, await penpot.getWebhooks(team.id, signal));
  const problem = await removeSurplus(options, team, surplus);
  const webhookId = kept?.hook.id ?? created.id;
  log.info({ team: team.name, webhook: webhookId }, "webhook created");
  return { state: "created", webhookId, ...(problem && { problem }) };
}

async function mend(
  { penpot, format, signal }: WebhookOptions,
  { hook, address, isHealthy, wasDown }: OwnWebhook,
  uri: string,
): Promise<TeamReport> {
  if (isHealthy) return { state: "ok", webhookId: hook.id };
  await penpot.updateWebhook({ id: hook.id, uri, format, isActive: true }, signal);
  const problem = hook.errorCode === undefined ? undefined : explainDelivery(hook.errorCode, hook.uri);
  return {
    state: address === "foreign" ? "adopted" : "repaired",
    webhookId: hook.id,
    ...(problem && { problem }),
    ...(wasDown && { wasDown }),
  };
}

/** Deletes what is ours and too much; what cannot be deleted is a problem, not a failure. */
async function removeSurplus(
  { penpot, log, signal }: WebhookOptions,
  team: Team,
  surplus: readonly OwnWebhook[],
): Promise<Problem | undefined> {
  let problem: Problem | undefined;
  for (const { hook } of surplus) {
    try {
      await deleteWebhook(penpot, team, hook.id, signal);
      log.info({ team: team.name, webhook: hook.id }, "surplus webhook deleted");
    } catch (error) {
      if (signal.aborted || classifyError(error) === "bug") throw error;
      const { message, hint } = explainWebhookError(error, hook.uri, []);
      problem = {
        code: "PENPOT_WEBHOOK_SURPLUS",
        message: `A second webhook of ours could not be deleted. ${message}`,
        ...(hint && { hint }),
      };
    }
  }
  return problem;
}

/** Deletes a webhook of the team; one that is already gone is fine (Penpot answers 404 to that as well as to a missing permission). */
async function deleteWebhook(penpot: WebhookPenpot, team: Team, id: string, signal: AbortSignal): Promise<void> {
  try {
    await penpot.deleteWebhook(id, signal);
  } catch (error) {
    if (faultOf(error)?.status !== 404) throw error;
    const hooks = await penpot.getWebhooks(team.id, signal);
    if (hooks.some((hook) => hook.id === id)) throw error;
  }
}

/** How removing went for one team; `removed` counts webhooks. */
export interface RemovalReport {
  team: string;
  teamId?: string;
  removed: number;
  problem?: Problem;
}

/** Deletes every webhook of ours in the teams; those of others stay. */
export async function removeWebhooks(options: WebhookOptions): Promise<RemovalReport[]> {
  const { penpot, log, signal } = options;
  const { teams, unmatched } = matchTeams(options.teams, await penpot.getTeams(signal));
  const reports: RemovalReport[] = unmatched.map(({ pattern, problem }) => ({ team: pattern, removed: 0, problem }));
  for (const team of teams) {
    const report: RemovalReport = { team: team.name, teamId: team.id, removed: 0 };
    reports.push(report);
    try {
      for (const { hook } of findOwn({ ...options, instance: penpot.instance }, team, await penpot.getWebhooks(team.id, signal))) {
        await deleteWebhook(penpot, team, hook.id, signal);
        report.removed += 1;
        log.info({ team: team.name, webhook: hook.id }, "webhook deleted");
      }
    } catch (error) {
      if (signal.aborted || classifyError(error) === "bug") throw error;
      report.problem = explainWebhookError(error, "", []);
    }
  }
  return reports;
}
