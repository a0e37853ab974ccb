import { matchWebhookPath, type WebhookPath } from "../events/index.ts";

const MOST_REMEMBERED = 1_000;

/**
 * `matchWebhookPath` for many requests: paths that matched are remembered, since their HMAC costs as much as reading a delivery.
 * Only who knows a whole path finds it remembered, so a stranger's requests all take the same time.
 */
export function createPathMatcher(secrets: readonly string[]): (path: string) => WebhookPath | undefined {
  const remembered = new Map<string, WebhookPath>();
  return (path) => {
    const known = remembered.get(path);
    if (known !== undefined) return known;
    const match = matchWebhookPath(path, secrets);
    if (match !== undefined && remembered.size < MOST_REMEMBERED) remembered.set(path, match);
    return match;
  };
}
