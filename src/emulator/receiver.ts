import { lookup } from "node:dns/promises";
import * as http from "node:http";
import * as https from "node:https";

/** Which receivers the emulator may call. */
export interface ReceiverRules {
  /** Stands in for Penpot's SSRF filter (integration.md §1.6); false blocks the target. */
  isAllowed(target: URL): boolean;
}

/** What became of a request. `errorCode` is set for what Penpot counts as an error; `lost` tells in words what it does not count. */
export interface Outcome {
  status?: number;
  errorCode?: string;
  lost?: string;
}

const DELIVERY_TIMEOUT_MS = 4_000;
const VALIDATION_TIMEOUT_MS = 3_000;
/** What the Java client of Penpot's backend sends to ask for HTTP/2 over plain HTTP (integration.md §1.2). */
const HTTP2_SETTINGS = "AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA";

/** Sends one webhook; never rejects. */
export async function deliver(uri: string, contentType: string, body: string, rules: ReceiverRules, signal: AbortSignal): Promise<Outcome> {
  const headers = ["content-type", contentType, "user-agent", "penpot/2.17"];
  return request({ method: "POST", uri, headers, body, timeoutMs: DELIVERY_TIMEOUT_MS }, rules, signal);
}

/** The HEAD request with which Penpot checks a new address (integration.md §5.2); never rejects. */
export async function validate(uri: string, rules: ReceiverRules, signal: AbortSignal): Promise<Outcome> {
  const headers = ["User-Agent", "Java-http-client/25.0.3"];
  return request({ method: "HEAD", uri, headers, body: "", timeoutMs: VALIDATION_TIMEOUT_MS }, rules, signal);
}

interface Ask {
  method: string;
  uri: string;
  headers: string[];
  body: string;
  timeoutMs: number;
}

async function request(ask: Ask, rules: ReceiverRules, signal: AbortSignal): Promise<Outcome> {
  const target = URL.parse(ask.uri);
  if (!target || /\s/.test(ask.uri)) return { lost: "the address is no URI" };
  const blocked = await findBlock(target, rules);
  if (blocked) return { errorCode: `blocked-request:${blocked}` };
  return exchange(target, ask, signal);
}

async function findBlock(target: URL, rules: ReceiverRules): Promise<string | undefined> {
  if (target.protocol !== "http:" && target.protocol !== "https:") return "url scheme is not allowed";
  if (target.hostname === "" || target.hostname.includes("_")) return "url host is missing";
  const isResolved = await lookup(target.hostname.replace(/^\[|\]$/g, "")).then(
    () => true,
    () => false,
  );
  if (!isResolved) return "uri host could not be resolved";
  return rules.isAllowed(target) ? undefined : "uri target is not allowed";
}

function exchange(target: URL, { method, headers, body, timeoutMs }: Ask, signal: AbortSignal): Promise<Outcome> {
  const isTls = target.protocol === "https:";
  const host = target.host;
  const length = String(Buffer.byteLength(body));
  // Order and case are those seen on the wire.
  const upgrade = isTls ? [] : ["HTTP2-Settings", HTTP2_SETTINGS, "Upgrade", "h2c"];
  const connection = isTls ? "keep-alive" : "Upgrade, HTTP2-Settings";
  const all = ["Connection", connection, "Content-Length", length, "Host", host, ...upgrade, ...headers];
  return new Promise((resolve) => {
    let isConnected = false;
    const call = (isTls ? https : http).request(target, { method, headers: all, agent: false });
    const done = (outcome: Outcome): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      resolve(outcome);
      call.destroy();
    };
    const abort = (): void => done({ lost: "the emulator was closed" });
    const timer = setTimeout(() => done(isConnected ? { lost: "no answer in time" } : { errorCode: "timeout" }), timeoutMs);
    signal.addEventListener("abort", abort);
    call.on("socket", (socket) => socket.on(isTls ? "secureConnect" : "connect", () => (isConnected = true)));
    call.on("response", (response) => done({ status: response.statusCode ?? 0 }));
    call.on("upgrade", (response) => done({ status: response.statusCode ?? 0 }));
    call.on("error", (error: NodeJS.ErrnoException) => done(sortFailure(error, isConnected)));
    call.end(body);
  });
}

/** Only a refused connection and a failed TLS handshake count in Penpot; anything later is taken for a success (integration.md §1.3). */
function sortFailure({ code = "", message }: NodeJS.ErrnoException, isConnected: boolean): Outcome {
  if (code === "ECONNREFUSED") return { errorCode: "connection-error" };
  const isHandshake = /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(code) || message.includes("alert handshake failure");
  if (isHandshake) return { errorCode: "ssl-validation-error" };
  return { lost: isConnected ? "the connection was dropped" : `the connection failed: ${code}` };
}
