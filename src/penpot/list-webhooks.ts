import type { Problem } from "../errors.ts";
import { matchTeams } from "./match-teams.ts";
import { findOwn } from "./own-webhooks.ts";
import type { WebhookOptions } from "./registrar.ts";
import { explainDelivery, hostOf } from "./webhook-problems.ts";
import type { Webhook } from "./webhooks.ts";

/** One webhook of a team as a person is shown it: the path, which may be a secret, is left out. */
export interface ListedWebhook extends Pick<Webhook, "id" | "format" | "isActive" | "errorCount"> {
  host: string;
  isOurs: boolean;
  /** Ours, active, without errors, of the planned format and address. */
  isHealthy: boolean;
  /** Why the last delivery failed. */
  problem?: Problem;
}

/** A team's webhooks, or the problem of a pattern that names no team. */
export interface TeamWebhooks {
  team: string;
  teamId?: string;
  webhooks: ListedWebhook[];
  problem?: Problem;
}

/** Lists all webhooks of the teams, ours and others'. */
export async function listWebhooks(options: Omit<WebhookOptions, "log">): Promise<TeamWebhooks[]> {
  const { penpot, signal } = options;
  const { teams, unmatched } = matchTeams(options.teams, await penpot.getTeams(signal));
  const listed: TeamWebhooks[] = unmatched.map(({ pattern, problem }) => ({ team: pattern, webhooks: [], problem }));
  for (const team of teams) {
    const hooks = await penpot.getWebhooks(team.id, signal);
    const own = new Map(findOwn({ ...options, instance: penpot.instance }, team, hooks).map((found) => [found.hook.id, found]));
    const webhooks = hooks.map((hook) => ({
      id: hook.id,
      host: hostOf(hook.uri),
      format: hook.format,
      isActive: hook.isActive,
      errorCount: hook.errorCount,
      isOurs: own.has(hook.id),
      isHealthy: own.get(hook.id)?.isHealthy === true,
      ...(hook.errorCode !== undefined && { problem: explainDelivery(hook.errorCode, hook.uri) }),
    }));
    listed.push({ team: team.name, teamId: team.id, webhooks });
  }
  return listed;
}
