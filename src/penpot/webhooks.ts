import type * as z from "zod";
import type { Format } from "../penpot.ts";
import type { Rpc } from "./rpc.ts";
import { Answers, parseAnswer } from "./schemas.ts";

/** A team's webhook as Penpot keeps it. `format` is undefined for a media type Penops does not know. */
export interface Webhook {
  id: string;
  uri: string;
  format: Format | undefined;
  /** False also for the NULL that a creation without `is-active` leaves (integration.md §5.1). */
  isActive: boolean;
  /** Why the last delivery failed (integration.md §1.3). */
  errorCode?: string;
  errorCount: number;
  /** Who created it; absent when that profile is gone. */
  profileId?: string;
}

/** The four webhook methods (integration.md §5). */
export interface WebhookCalls {
  getWebhooks(teamId: string, signal: AbortSignal): Promise<Webhook[]>;
  /** Creates it active. Penpot sends `HEAD` to the address first: the receiver must be listening. */
  createWebhook(hook: { teamId: string; uri: string; format: Format }, signal: AbortSignal): Promise<Webhook>;
  /** Also clears the error and its count; `HEAD` only when the address changes. */
  updateWebhook(hook: { id: string; uri: string; format: Format; isActive: boolean }, signal: AbortSignal): Promise<Webhook>;
  deleteWebhook(id: string, signal: AbortSignal): Promise<void>;
}

const MTYPE: Record<Format, string> = { json: "application/json", transit: "application/transit+json" };

/** The webhook methods over an RPC. */
export function createWebhookCalls(rpc: Rpc): WebhookCalls {
  return {
    async getWebhooks(teamId, signal) {
      const rows = await rpc.call({ method: "get-webhooks", params: { teamId }, signal });
      return parseAnswer(Answers.webhook.array(), rows, "get-webhooks").map(toWebhook);
    },
    async createWebhook({ teamId, uri, format }, signal) {
      const params = { teamId, uri, mtype: MTYPE[format], isActive: true };
      const row = await rpc.call({ method: "create-webhook", params, signal });
      return toWebhook(parseAnswer(Answers.webhook, row, "create-webhook"));
    },
    async updateWebhook({ id, uri, format, isActive }, signal) {
      const params = { id, uri, mtype: MTYPE[format], isActive };
      const row = await rpc.call({ method: "update-webhook", params, signal });
      return toWebhook(parseAnswer(Answers.webhook, row, "update-webhook"));
    },
    async deleteWebhook(id, signal) {
      await rpc.call({ method: "delete-webhook", params: { id }, signal });
    },
  };
}

function toWebhook(row: z.output<typeof Answers.webhook>): Webhook {
  return {
    id: row.id,
    uri: toUri(row.uri),
    format: row.mtype === MTYPE.json ? "json" : row.mtype === MTYPE.transit ? "transit" : undefined,
    isActive: row.isActive === true,
    ...(row.errorCode && { errorCode: row.errorCode }),
    errorCount: row.errorCount ?? 0,
    ...(row.profileId && { profileId: row.profileId }),
  };
}

/** A URI as one string, from the string or from the object that `get-webhooks` gives in JSON (integration.md §5.5). */
export function toUri(uri: unknown): string {
  if (typeof uri === "string") return uri;
  if (typeof uri !== "object" || uri === null) return "";
  const part = (name: string): string | undefined => {
    const value = (uri as Record<string, unknown>)[name];
    return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
  };
  const wrap = (before: string, name: string, after = ""): string => {
    const value = part(name);
    return value === undefined || value === "" ? "" : `${before}${value}${after}`;
  };
  const user = part("user") ? `${part("user")}${wrap(":", "password")}@` : "";
  const authority = part("host") === undefined ? "" : `//${user}${part("host")}${wrap(":", "port")}`;
  return `${wrap("", "scheme", ":")}${authority}${part("path") ?? ""}${wrap("?", "query")}${wrap("#", "fragment")}`;
}
