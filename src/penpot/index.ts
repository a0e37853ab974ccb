export type { AssetKind } from "./assets.ts";
export { type AccessToken, createPenpot, type PenpotClient, type PenpotDeps } from "./client.ts";
export { readFlags } from "./flags.ts";
export { type ListedWebhook, listWebhooks, type TeamWebhooks } from "./list-webhooks.ts";
export { type MatchedTeams, matchTeams } from "./match-teams.ts";
export {
  ensureWebhooks,
  type RemovalReport,
  removeWebhooks,
  type WebhookOptions,
  type WebhookPenpot,
  type WebhookReport,
} from "./registrar.ts";
export { explainSilence } from "./webhook-problems.ts";
export type { Webhook, WebhookCalls } from "./webhooks.ts";
