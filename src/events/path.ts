import { createHmac, timingSafeEqual } from "node:crypto";

/** Characters of base64url kept of the HMAC: 192 bits. */
const MAC_LENGTH = 32;

const PATH = /^\/hooks\/([a-z0-9][a-z0-9-]{0,99})\/([A-Za-z0-9_-]{1,100})\/([A-Za-z0-9_-]{32})$/;

/** What a matched path says; `secretIndex` is the place of the secret in the list that was given. */
export interface WebhookPath {
  instance: string;
  teamId: string;
  secretIndex: number;
}

/** The secret path of one team: `/hooks/<instance>/<team-id>/<mac>`. The same arguments always give the same path. */
export function webhookPath(secret: string, instance: string, teamId: string): string {
  return `/hooks/${instance}/${teamId}/${mac(secret, instance, teamId)}`;
}

/** Reads a path made by `webhookPath` with one of the secrets; undefined for anything else. Tries all secrets, each in constant time; never throws. */
export function matchWebhookPath(path: string, secrets: readonly string[]): WebhookPath | undefined {
  const [, instance, teamId, given] = PATH.exec(path) ?? [];
  if (instance === undefined || teamId === undefined || given === undefined) return undefined;
  const candidate = Buffer.from(given, "latin1");
  let secretIndex = -1;
  for (const [index, secret] of secrets.entries()) {
    const isEqual = timingSafeEqual(candidate, Buffer.from(mac(secret, instance, teamId), "latin1"));
    if (isEqual && secretIndex < 0) secretIndex = index;
  }
  return secretIndex < 0 ? undefined : { instance, teamId, secretIndex };
}

/** The path with everything masked that could be a mac, for logs. Ids of teams stay. */
export function maskWebhookPath(path: string): string {
  return path.split("?", 1).join("").split("/").map(maskSegment).join("/").slice(0, 200);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function maskSegment(segment: string): string {
  return segment.length < 20 || UUID.test(segment) ? segment : "***";
}

function mac(secret: string, instance: string, teamId: string): string {
  return createHmac("sha256", secret).update(`${instance}\n${teamId}`).digest("base64url").slice(0, MAC_LENGTH);
}
