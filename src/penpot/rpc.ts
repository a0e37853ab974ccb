import { createSecrets } from "../config/secrets.ts";
import { classifyError, UserError } from "../errors.ts";
import type { Logger } from "../log.ts";
import type { Format } from "../penpot.ts";
import { decodeTransit, decodeTransitOffThread } from "../transit/index.ts";
import { type Answer, type AnswerContext, readAnswer, readRefusal } from "./answer.ts";
import { brokenAnswer } from "./errors.ts";
import { createHttp, type Http, type HttpAnswer } from "./http/http.ts";
import { toAbortError } from "./http/network-errors.ts";

/** One call of an RPC method. `etag` (with its `W/`) asks for 304 when nothing changed; `patience` multiplies the timeout. */
export interface RpcRequest {
  method: string;
  params: Record<string, unknown>;
  format?: Format;
  etag?: string;
  patience?: number;
  signal: AbortSignal;
}

/** Calls of one Penpot instance; throws only the three error classes, never with the token in them. */
export interface Rpc {
  /** The base address without a trailing slash. */
  readonly base: string;
  /** `X-Client` and `User-Agent`. */
  readonly client: string;
  readonly http: Http;
  /** For files beside the API: they have no part in its limits per profile, and must not take its few places. */
  readonly downloads: Http;
  readonly context: AnswerContext;
  /** The token's header, for requests to the instance's own origin; empty without a token. */
  readonly authorization: Readonly<Record<string, string>>;
  /** The answer before decoding. */
  ask(request: RpcRequest): Promise<Answer>;
  /** The decoded result in the API's JSON form; `undefined` for 204. */
  call(request: RpcRequest): Promise<unknown>;
  close(): void;
}

export interface RpcOptions {
  /** The address of Penpot's frontend, with a sub-path if it has one. */
  url: string;
  token: string | undefined;
  /** `X-Client` and `User-Agent`: `penops/<version>`. */
  client: string;
  log: Logger;
  fetch?: typeof fetch;
  /** Requests under way at a time; Penpot limits them per profile (integration.md §6.6). */
  maxInFlight?: number;
  timeoutMs?: number;
  /** The largest answer accepted, in bytes. */
  maxBytes?: number;
  now?: () => number;
}

const MOST_DOWNLOADS = 6;

/** Since 2.12, and the one that all versions have (integration.md §7.1). */
const PREFIXES = ["/api/main/methods/", "/api/rpc/command/"] as const;
const MIME: Record<Format, string> = { json: "application/json", transit: "application/transit+json" };

/** Creates the RPC of one instance. Throws PENPOT_URL or PENPOT_TOKEN_MALFORMED at once, without printing either. */
export function createRpc(options: RpcOptions): Rpc {
  const { token, client, log, maxInFlight = 3, timeoutMs = 60_000, maxBytes = 268_435_456, now = Date.now } = options;
  const base = parseBase(options.url);
  checkToken(token);
  const secrets = createSecrets();
  secrets.add(token);
  const fetch = options.fetch ?? globalThis.fetch;
  const http = createHttp({ fetch, maxInFlight, timeoutMs });
  const downloads = createHttp({ fetch, maxInFlight: MOST_DOWNLOADS, timeoutMs });
  const context: AnswerContext = { maxBytes, now, redact: (text) => secrets.redact(text) };
  const authorization: Record<string, string> = token === undefined ? {} : { Authorization: `Token ${token}` };
  let prefixes: readonly string[] = PREFIXES;

  async function attempt(request: RpcRequest, prefix: string, isLast: boolean): Promise<Answer | "unrouted"> {
    const what = `${request.method} at ${base}`;
    const headers: Record<string, string> = {
      Accept: MIME[request.format ?? "json"],
      "Content-Type": "application/json",
      "X-Client": client,
      "User-Agent": client,
      ...authorization,
      ...(request.etag !== undefined && { "If-None-Match": request.etag }),
    };
    const url = `${base}${prefix}${encodeURIComponent(request.method)}`;
    const { patience = 1, signal } = request;
    const read = async (answer: HttpAnswer): Promise<Answer | "unrouted"> => {
      if (answer.status < 300 || answer.status === 304) return readAnswer(answer, what, context);
      const refusal = await readRefusal(answer, what, context);
      if (refusal.isUnrouted && !isLast) return "unrouted";
      throw refusal.error;
    };
    return http.send({ what, url, method: "POST", headers, body: JSON.stringify(request.params), patience, signal }, read);
  }

  async function ask(request: RpcRequest): Promise<Answer> {
    const started = performance.now();
    for (const prefix of prefixes) {
      const answer = await attempt(request, prefix, prefix === prefixes.at(-1));
      if (answer === "unrouted") continue;
      prefixes = [prefix, ...PREFIXES.filter((other) => other !== prefix)];
      log.debug({ method: request.method, answer: answer.kind, ms: Math.round(performance.now() - started) }, "penpot call");
      return answer;
    }
    throw new Error("The last prefix answers or throws.");
  }

  return {
    base,
    client,
    http,
    downloads,
    context,
    authorization,
    ask,
    async call(request) {
      const answer = await ask(request);
      return decode(answer, `${request.method} at ${base}`, request.signal);
    },
    close() {
      http.close();
      downloads.close();
    },
  };
}

/** The answer as data in the API's JSON form; large Transit is decoded in another thread. Throws PENPOT_ANSWER_BROKEN. */
export async function decode(answer: Answer, what: string, signal: AbortSignal): Promise<unknown> {
  switch (answer.kind) {
    case "none":
      return undefined;
    case "end":
      return answer.data;
    case "value":
      return answer.format === "json" ? parseJson(answer.text, what) : parseTransit(answer.text, what, signal);
    default:
      throw brokenAnswer(what, `it is ${answer.kind === "bytes" ? "a binary" : "empty although nothing was known before"}`);
  }
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which may be anything.
    throw brokenAnswer(what, `its JSON is cut short or wrong after ${text.length} characters`);
  }
}

async function parseTransit(text: string, what: string, signal: AbortSignal): Promise<unknown> {
  try {
    return await (text.length > 100_000 ? decodeTransitOffThread(text, signal) : decodeTransit(text));
  } catch (error) {
    if (signal.aborted) throw toAbortError(what, signal.reason);
    if (classifyError(error) === "bug") throw error;
    throw brokenAnswer(what, `its Transit is cut short or wrong (${text.length} characters)`);
  }
}

function parseBase(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    throw new UserError("PENPOT_URL", "The `url` of a Penpot instance is no http:// or https:// address.");
  }
  if (parsed.username !== "" || parsed.password !== "") {
    throw new UserError("PENPOT_URL", `The \`url\` of the Penpot instance at ${parsed.origin} must not contain a user name or password.`, {
      hint: "Penops signs in with `token` only.",
    });
  }
  return `${parsed.origin}${parsed.pathname}`.replace(/\/+$/, "");
}

/** A token that cannot stand in a header would be quoted by the error of `fetch`. */
function checkToken(token: string | undefined): void {
  if (token === undefined || /^[\x21-\x7e]+$/.test(token)) return;
  throw new UserError("PENPOT_TOKEN_MALFORMED", "The Penpot access token has spaces, line breaks or other characters that no token has.", {
    hint: "Copy it again from Penpot (Your account → Access tokens), or check the file or variable it is read from.",
  });
}
