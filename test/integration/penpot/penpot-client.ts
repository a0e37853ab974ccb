import pino from "pino";
import { createPenpot, type PenpotClient, type PenpotDeps } from "../../../src/penpot/index.ts";
import type { Format } from "../../../src/penpot.ts";
import { loadExchange } from "../../support/replay-server.ts";

export const TOKEN = "canary-8d1f6a.e30.secret-part-7c2b";
export const signal = (): AbortSignal => AbortSignal.timeout(20_000);

/** A client of a test server; the caller need not close it, as its requests end with the server. */
export function connect(url: string, deps: Partial<PenpotDeps> & { token?: string } = {}): PenpotClient {
  const { token = TOKEN, ...rest } = deps;
  const config = { url, token, teams: ["*"], format: "transit" as const };
  return createPenpot("main", config, { log: pino({ level: "silent" }), version: "1.2.3", ...rest });
}

/** Repeats the recorded call of an exchange with the client. */
export function repeatCall(client: PenpotClient, name: string): Promise<unknown> {
  const { request } = loadExchange(name);
  const method = request.url.split("/").at(-1) ?? "";
  const accept = request.headers.find(([header]) => header === "Accept")?.[1] ?? "";
  const format: Format = accept.includes("transit") ? "transit" : "json";
  return client.call(method, paramsOf(request.body), { format, signal: signal() });
}

/** Some exchanges recorded what Penpot says to a body that is no JSON. */
function paramsOf(body: string | null): Record<string, unknown> {
  try {
    return JSON.parse(body ?? "{}");
  } catch {
    return {};
  }
}

/** What a promise rejects with; fails when it resolves. */
export async function rejection(promise: Promise<unknown>): Promise<Error & { code?: string; hint?: string; retryAfterMs?: number }> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ("error" in outcome) return outcome.error as Error;
  throw new Error(`Nothing was thrown; the value is ${JSON.stringify(outcome.value)}.`);
}
