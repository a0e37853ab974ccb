import { matchWebhookPath, webhookPath } from "../events/index.ts";
import type { Format, Team } from "../penpot.ts";
import type { Webhook } from "./webhooks.ts";

/** What the webhooks of one instance shall be. */
export interface WebhookPlan {
  instance: string;
  /** Where Penpot reaches Penops; may have a path. */
  publicUrl: string;
  /** The present secret first, then the one before it. */
  secrets: readonly [string, ...string[]];
  format: Format;
}

/** A webhook of ours. `address`: `exact` as planned, `rotated` with an older secret of ours, `foreign` anything that does not reach us. */
export interface OwnWebhook {
  hook: Webhook;
  address: "exact" | "rotated" | "foreign";
  isHealthy: boolean;
  /** Events since it was last seen may be lost: it was off, failing or pointed elsewhere. */
  wasDown: boolean;
}

/** The address a team's webhook shall have. */
export function plannedUri(plan: WebhookPlan, team: Team): string {
  return `${plan.publicUrl.replace(/\/+$/, "")}${webhookPath(plan.secrets[0], plan.instance, team.id)}`;
}

/**
 * Ours among a team's webhooks, the best one first. Ours is what lies below our address for this instance and team, and what has a mac of
 * ours for it wherever it points; everything else is somebody else's.
 */
export function findOwn(plan: WebhookPlan, team: Team, hooks: readonly Webhook[]): OwnWebhook[] {
  return hooks
    .flatMap((hook) => {
      const address = classifyAddress(plan, team, hook.uri);
      if (!address) return [];
      const isWorking = hook.isActive && hook.errorCode === undefined && hook.errorCount === 0;
      const isHealthy = isWorking && address === "exact" && hook.format === plan.format;
      return [{ hook, address, isHealthy, wasDown: !isWorking || address === "foreign" }];
    })
    .sort((a, b) => rank(a) - rank(b) || (a.hook.id < b.hook.id ? -1 : 1));
}

const ADDRESS_RANK = { exact: 0, rotated: 4, foreign: 8 };

function rank({ address, isHealthy, wasDown }: OwnWebhook): number {
  return ADDRESS_RANK[address] + (isHealthy ? 0 : 1) + (wasDown ? 2 : 0);
}

function classifyAddress(plan: WebhookPlan, team: Team, uri: string): OwnWebhook["address"] | undefined {
  const address = normalise(uri);
  if (address === undefined) return undefined;
  if (address === normalise(plannedUri(plan, team))) return "exact";
  const folder = `/hooks/${plan.instance}/${team.id}/`;
  const isBelowUs = address.startsWith(normalise(`${plan.publicUrl.replace(/\/+$/, "")}${folder}`) ?? " ");
  const start = address.lastIndexOf("/hooks/");
  const match = start < 0 ? undefined : matchWebhookPath(address.slice(start), plan.secrets);
  const isSigned = match?.instance === plan.instance && match.teamId === team.id;
  if (isBelowUs && isSigned) return "rotated";
  return isBelowUs || isSigned ? "foreign" : undefined;
}

function normalise(uri: string): string | undefined {
  return URL.canParse(uri) ? new URL(uri).href : undefined;
}
