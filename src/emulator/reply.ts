import type { ServerResponse } from "node:http";
import { encodeTransit, keyword } from "../transit/index.ts";
import type { RpcError } from "./rpc-error.ts";
import { printJson, toJsonValue, toTransitValue } from "./value.ts";

/** How an answer is written (integration.md §7.4). */
export type Format = "json" | "transit" | "transit-verbose";

/** A complete answer before it is written to the socket. */
export interface Reply {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** Undefined: no body, with `content-length: 0`. */
  body?: string | Uint8Array;
}

const CONTENT_TYPES = {
  json: "application/json",
  transit: "application/transit+json",
  "transit-verbose": "application/transit+json",
} as const;

/** The form an answer shall have: `_fmt`, then `Accept`, then Transit. */
export function negotiate(accept: string, query: URLSearchParams, queryText: string): Format {
  const transit: Format = queryText.includes("transit_verbose") ? "transit-verbose" : "transit";
  if (query.get("_fmt") === "json") return "json";
  if (accept.includes("application/transit+json")) return transit;
  return accept.includes("application/json") ? "json" : transit;
}

/** A value in the negotiated form; undefined is 204. */
export function toReply(value: unknown, format: Format, headers: Readonly<Record<string, string>> = {}): Reply {
  if (value === undefined || value === null) return { status: 204, headers: { "Content-Type": "application/octet-stream", ...headers } };
  const body =
    format === "json" ? printJson(toJsonValue(value)) : encodeTransit(toTransitValue(value), { verbose: format === "transit-verbose" });
  return { status: 200, headers: { "Content-Type": CONTENT_TYPES[format], ...headers }, body };
}

/** A refusal in the negotiated form; `type` and `code` are keywords in Transit. */
export function toErrorReply({ status, body }: RpcError, format: Format): Reply {
  const headers = { "Content-Type": CONTENT_TYPES[format] };
  if (format === "json") return { status, headers, body: printJson(body) };
  return { status, headers, body: encodeTransit(toTransitError(body), { verbose: format === "transit-verbose" }) };
}

/** An error map as `encodeTransit` wants it. */
export function toTransitError(body: Readonly<Record<string, unknown>>): unknown {
  const { type, code, ...rest } = body;
  return {
    type: keyword(String(type)),
    ...(code !== undefined && { code: keyword(String(code)) }),
    ...(toTransitValue(rest) as Record<string, unknown>),
  };
}

/** Writes a reply; bodies of the API go out chunked, as Penpot's do. */
export function writeReply(response: ServerResponse, { status, headers, body }: Reply, startedAt: number): void {
  const timing = { "Server-Timing": `total;dur=${((performance.now() - startedAt) / 1000).toFixed(9)}` };
  const length = body === undefined && status !== 204 && status !== 304 ? { "Content-Length": "0" } : {};
  response.writeHead(status, { ...headers, ...length, ...timing });
  if (body !== undefined && response.req.method !== "HEAD") response.write(body);
  response.end();
}
