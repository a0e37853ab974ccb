import { readRefusal } from "./answer.ts";
import type { HttpAnswer } from "./http/http.ts";
import type { Rpc } from "./rpc.ts";
import { Answers } from "./schemas.ts";

/** Since 2.12, and before (integration.md §8.8). */
const PATHS = ["/api/main/doc/openapi.json", "/api/openapi.json"] as const;

/** The server's `<major>.<minor>` from its OpenAPI document; undefined when the flag backend-openapi-doc is off or the document is something else. Sends no token. */
export async function getServerVersion(rpc: Rpc, signal: AbortSignal): Promise<string | undefined> {
  for (const path of PATHS) {
    const what = `${path} at ${rpc.base}`;
    const headers = { Accept: "application/json" };
    const version = await rpc.http.send({ what, url: `${rpc.base}${path}`, method: "GET", headers, signal }, (answer) =>
      readVersion(rpc, answer, what),
    );
    if (version !== undefined) return version;
  }
  return undefined;
}

async function readVersion(rpc: Rpc, answer: HttpAnswer, what: string): Promise<string | undefined> {
  if (answer.status >= 500) throw (await readRefusal(answer, what, rpc.context)).error;
  if (answer.status !== 200) return undefined;
  const text = new TextDecoder().decode(await answer.bytes(rpc.context.maxBytes));
  try {
    return Answers.openapi.parse(JSON.parse(text)).info.version;
  } catch {
    return undefined;
  }
}
