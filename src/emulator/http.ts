import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Logger } from "../log.ts";
import { findAsset, findFont } from "./assets.ts";
import { type Control, handleControl } from "./control.ts";
import type { Fault } from "./faults.ts";
import { toOpenApi } from "./openapi.ts";
import { isRawError } from "./params.ts";
import { negotiate, type Reply, toErrorReply, writeReply } from "./reply.ts";
import { callMethod, type RpcRequest, type RpcServices } from "./rpc.ts";
import { RpcError, serverError } from "./rpc-error.ts";
import { findCaller } from "./state.ts";

/** What may be switched on and off; the first two are on, the others off, unlike Penpot's own defaults (integration.md §1.7). */
export interface Flags {
  /** Off: hooks can be made, but nothing is ever sent. */
  webhooks: boolean;
  /** Off: the `Authorization` header is ignored. */
  accessTokens: boolean;
  /** On: API requests without an `X-Client` header get 403 without a body. */
  clientHeaderCheck: boolean;
  /** Calls per minute, profile and method; undefined for no limit. */
  rateLimit: number | undefined;
}

/** What the HTTP side needs. */
export interface HttpServices extends RpcServices {
  flags: Flags;
  control: Control;
  log: Logger;
}

const MAX_BODY_BYTES = 64 * 1024 * 1024;
const METHOD_PATH = /^\/api\/(?:main\/methods|rpc\/command)\/([^/]+)$/;
const NOT_FOUND: Reply = { status: 404, headers: {} };

/** Creates the emulator's server; the services' `url` may be set once it listens. */
export function createHttpServer(services: HttpServices): Server {
  return createServer((request, response) => {
    respond(request, response, services).catch((error: unknown) => {
      services.log.debug({ error }, "an emulator request broke off");
      response.destroy();
    });
  });
}

async function respond(request: IncomingMessage, response: ServerResponse, services: HttpServices): Promise<void> {
  const startedAt = performance.now();
  const [path = "/", queryText = ""] = (request.url ?? "/").split("?", 2);
  const name = METHOD_PATH.exec(path)?.[1];
  const fault = name === undefined ? undefined : services.faults.take(name);
  if (fault?.hang) return;
  const failed = fault && toFailure(fault);
  const reply = failed ?? (name === undefined ? await route(request, path, services) : await answerRpc(request, name, queryText, services));
  services.log.debug({ method: request.method, path, status: reply.status }, "emulator request");
  writeReply(response, fault?.truncate ? cut(reply) : reply, startedAt);
}

function cut(reply: Reply): Reply {
  const bytes = Buffer.from(reply.body ?? "");
  return { ...reply, body: bytes.subarray(0, Math.floor(bytes.length / 2)) };
}

/** The answer to a call that shall not be made at all. */
function toFailure({ status, garbage }: Fault): Reply | undefined {
  if (garbage) return { status: 200, headers: { "Content-Type": "application/json" }, body: "<html><body>Something else.</body></html>" };
  if (status === undefined) return undefined;
  if (status === 429) return { status, headers: {} };
  if (status >= 502 && status <= 504) return { status, headers: { "Content-Type": "text/html" }, body: `<html><h1>${status}</h1></html>` };
  return toErrorReply(new RpcError(status, { type: "server-error", code: "unexpected", hint: "asked for by failNext" }), "json");
}

async function route(request: IncomingMessage, path: string, services: HttpServices): Promise<Reply> {
  if (path === "/readyz") return { status: 200, headers: { "Content-Type": "text/plain" }, body: "OK" };
  if (path === "/api/main/doc/openapi.json") return toOpenApi(request.method ?? "GET", services.url);
  if (path.startsWith("/assets/")) return findAsset(services.state, path, findCaller(services.state, readToken(request, services.flags)));
  if (path.startsWith("/fonts/")) return findFont(path);
  if (path === "/emulator" || path.startsWith("/emulator/")) {
    const body = await readBody(request);
    return handleControl(
      { httpMethod: request.method ?? "GET", path, contentType: request.headers["content-type"] ?? "", body },
      services.control,
    );
  }
  return NOT_FOUND;
}

async function answerRpc(request: IncomingMessage, name: string, queryText: string, services: HttpServices): Promise<Reply> {
  const { headers, method = "GET" } = request;
  if (services.flags.clientHeaderCheck && headers["x-client"] === undefined) return { status: 403, headers: {} };
  const query = new URLSearchParams(queryText);
  const format = negotiate(headers.accept ?? "", query, queryText);
  try {
    const call: RpcRequest = {
      name,
      httpMethod: method,
      query,
      contentType: headers["content-type"] ?? "",
      body: await readBody(request),
      token: readToken(request, services.flags),
      ifNoneMatch: headers["if-none-match"],
      format,
    };
    return await callMethod(call, services);
  } catch (error) {
    const refusal = error instanceof RpcError ? error : serverError("unexpected", { hint: (error as Error).message });
    if (!(error instanceof RpcError)) services.log.error({ error, method: name }, "an emulated method failed");
    return toErrorReply(refusal, isRawError(refusal) ? "transit-verbose" : format);
  }
}

/** The personal access token of the header; a session cookie, even a garbage one, wins over it (integration.md §6.3). */
function readToken({ headers }: IncomingMessage, { accessTokens }: Flags): string | undefined {
  if (!accessTokens || /(?:^|;\s*)auth-token=/.test(headers.cookie ?? "")) return undefined;
  return /^token\s+(.+)$/i.exec(headers.authorization ?? "")?.[1];
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  if (size > MAX_BODY_BYTES) throw new RpcError(413, { type: "validation", code: "request-body-too-large" });
  return Buffer.concat(chunks).toString("utf8");
}
