import { encodeTransit } from "../transit/index.ts";
import type { Faults } from "./faults.ts";
import type { Call, Method } from "./method.ts";
import { methods } from "./methods/index.ts";
import { type Params, parseBody, parseQuery } from "./params.ts";
import type { RateLimit } from "./rate-limit.ts";
import { type Format, type Reply, toReply, toTransitError } from "./reply.ts";
import { RpcError } from "./rpc-error.ts";
import { findCaller } from "./state.ts";
import { toTransitValue } from "./value.ts";

/** One HTTP request to the API, read. */
export interface RpcRequest {
  name: string;
  httpMethod: string;
  query: URLSearchParams;
  contentType: string;
  body: string;
  /** The value after `Token`; undefined for anonymous visitors. */
  token: string | undefined;
  ifNoneMatch: string | undefined;
  format: Format;
}

/** What all calls share. */
export type RpcServices = Pick<Call, "state" | "deliveries" | "delays" | "rules" | "url" | "signal"> & {
  faults: Faults;
  rateLimit: RateLimit | undefined;
};

const SSE_HEADERS = {
  "Content-Type": "text/event-stream;charset=UTF-8",
  "Cache-Control": "no-cache, no-store, max-age=0, must-revalidate",
  Pragma: "no-cache",
} as const;

/** Runs one call and gives its reply; throws RpcError for every refusal. */
export async function callMethod(request: RpcRequest, services: RpcServices): Promise<Reply> {
  const { state, rateLimit, deliveries, delays, rules, url, signal } = services;
  const body = request.httpMethod === "POST" ? parseBody(request.contentType, request.body) : {};
  const params = { ...parseQuery(request.query), ...body };
  const trackedAt = state.now();
  const profile = findCaller(state, request.token);
  const method = findMethod(request, profile !== undefined);
  const limit = rateLimit && profile ? rateLimit.take(profile.id, request.name) : undefined;
  if (limit?.isRefused) return { status: 429, headers: limit.headers };

  const call: Call = { state, profile, deliveries, delays, rules, url, ifNoneMatch: request.ifNoneMatch, signal };
  const answer = await method.run(call, params);
  if (answer.announce) {
    const props = { ...params, ...answer.announce.props };
    deliveries.submit({ name: method.name, profileId: profile?.id ?? "", props, createdAt: state.now(), trackedAt }, answer.announce.batch);
  }
  if (answer.isNotModified) return { status: 304, headers: {} };
  if (answer.events) return { status: 200, headers: { ...SSE_HEADERS, ...limit?.headers }, body: writeEvents(answer.events) };
  return toReply(answer.value, request.format, { ...answer.headers, ...limit?.headers });
}

function findMethod({ name, httpMethod }: RpcRequest, isAuthenticated: boolean): Method {
  const method = methods.get(name);
  if (!method) throw new RpcError(404, { type: "not-found" });
  if (httpMethod !== "POST" && !name.startsWith("get-"))
    throw new RpcError(405, { type: "restriction", code: "method-not-allowed", hint: "method not allowed for this request" });
  if (!isAuthenticated && !method.isAnonymous)
    throw new RpcError(401, {
      type: "authentication",
      code: "authentication-required",
      hint: "authentication required for this endpoint",
    });
  return method;
}

/** Server-sent events: always verbose Transit (integration.md §7.8). An `error` event is written like an error answer. */
function writeEvents(events: Iterable<readonly [string, unknown]>): string {
  return [...events]
    .map(([name, value]) => {
      const data = name === "error" ? toTransitError(value as Params) : toTransitValue(value);
      return `event: ${name}\ndata: ${encodeTransit(data, { verbose: true })}\n\n`;
    })
    .join("");
}
