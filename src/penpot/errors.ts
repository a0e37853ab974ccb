import { PermanentError, TransientError } from "../errors.ts";

/** What Penpot says about a call it did not do (integration.md §7.6), kept as the `cause` of the sorted error. Free of secrets. */
export interface Fault {
  status: number;
  type?: string;
  code?: string;
  hint?: string;
}

/** The fault behind a sorted error, if Penpot gave one. */
export function faultOf(error: unknown): Fault | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  const isFault = typeof cause === "object" && cause !== null && typeof (cause as Fault).status === "number";
  return isFault ? (cause as Fault) : undefined;
}

/** An answer that is no success. `what` names the call, `body` is the decoded error map, `now` milliseconds since the epoch. */
export interface Refusal {
  what: string;
  status: number;
  headers: Headers;
  body?: Record<string, unknown>;
  now: number;
}

type Sorted = TransientError | PermanentError;

const LONGEST_TEXT = 500;

/** Sorts an answer into the classes, once. */
export function sortRefusal(refusal: Refusal): Sorted {
  const { what, status, body } = refusal;
  const fault = toFault(status, body);
  const words = { said: describe(fault), cause: fault };
  switch (status) {
    case 400:
      return refused(what, body, words);
    case 401:
      return unauthorised(what, words);
    case 403:
      return new PermanentError("PENPOT_FORBIDDEN", `Penpot forbids the call ${what} (403${words.said}).`, {
        hint: "Something in front of Penpot, or its flag client-header-check-middleware, refuses the call; see the logs of the proxy and the backend.",
        cause: fault,
      });
    case 404:
      return body ? notFound(what, words) : unrouted(what, fault);
    case 405:
    case 413:
      return new PermanentError(
        status === 413 ? "PENPOT_BODY_TOO_LARGE" : "PENPOT_REFUSED",
        `Penpot refused the call ${what} (${status}${words.said}).`,
        {
          ...(status === 413 && { hint: "Raise PENPOT_HTTP_SERVER_MAX_BODY_SIZE, or the limit of the proxy in front." }),
          cause: fault,
        },
      );
    case 409:
      return new TransientError("PENPOT_CONFLICT", `The call ${what} met a change made at the same time (409${words.said}).`, {
        cause: fault,
      });
    case 408:
    case 425:
    case 429:
      return tooMany(refusal, fault);
    default:
      return status >= 500 ? serverTrouble(refusal, words) : unexpected(refusal, words);
  }
}

interface Words {
  said: string;
  cause: Fault;
}

function refused(what: string, body: Record<string, unknown> | undefined, { said, cause }: Words): PermanentError {
  const explain = body?.["explain"];
  const isParams = cause.code === "params-validation" || cause.code === "malformed-json";
  // The part after "Value:" repeats the parameters, which may hold a webhook's secret address.
  const detail = typeof explain === "string" ? `: ${cut(explain.split("\nValue:", 1).join("").trim())}` : "";
  return new PermanentError(
    isParams ? "PENPOT_PARAMS_INVALID" : "PENPOT_REFUSED",
    `Penpot refused the call ${what} (400${said})${detail}${detail === "" ? "." : ""}`,
    { ...(isParams && { hint: "This Penpot version may differ from those Penops knows; please report it with this message." }), cause },
  );
}

function unauthorised(what: string, { said, cause }: Words): PermanentError {
  if (cause.code === "nitrate-sso-required") {
    return new PermanentError("PENPOT_SSO_REQUIRED", `Penpot wants a single sign-on session for ${what} (401${said}).`, {
      hint: "The organisation enforces SSO, which access tokens cannot pass; exempt the team, or use one outside the organisation.",
      cause,
    });
  }
  return tokenInvalid(`Penpot did not accept the access token for ${what} (401${said}).`, cause);
}

/** The token is not accepted, by whichever sign Penpot gave (integration.md §6.4). */
export function tokenInvalid(message: string, cause?: unknown): PermanentError {
  return new PermanentError("PENPOT_TOKEN_INVALID", message, {
    hint: "It may be missing, expired, revoked or of another instance, or the server runs without the flag enable-access-tokens. Make a new one in Penpot under Your account → Access tokens.",
    cause,
  });
}

function notFound(what: string, { said, cause }: Words): PermanentError {
  return new PermanentError("PENPOT_NOT_FOUND", `Penpot found nothing for the call ${what} (404${said}).`, {
    hint: cause.code
      ? "It was deleted, or the token's profile is not a member of its team (Penpot answers both the same way)."
      : "This Penpot version may not know the method.",
    cause,
  });
}

/** 404 without Penpot's error map: no route. Transient, because ingresses answer so while Penpot is being rolled out. */
function unrouted(what: string, cause: Fault): TransientError {
  return new TransientError("PENPOT_UNROUTED", `There is no Penpot API where the call ${what} went (404 without Penpot's answer).`, {
    hint: "Check the instance's `url`, with its path if Penpot is served below one; or Penpot is just being restarted.",
    cause,
  });
}

function tooMany({ what, status, headers, now }: Refusal, cause: Fault): TransientError {
  const retryAfterMs = readRetryAfter(headers, now);
  return new TransientError("PENPOT_BUSY", `Penpot has no room for the call ${what} at the moment (${status}).`, {
    hint: "A rate or concurrency limit of the server; Penops waits and tries again.",
    cause,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

function serverTrouble({ what, status, headers, now }: Refusal, { said, cause }: Words): TransientError {
  const retryAfterMs = readRetryAfter(headers, now);
  const isProxy = cause.type === undefined;
  return new TransientError("PENPOT_SERVER_ERROR", `Penpot failed at the call ${what} (${status}${said}).`, {
    hint: isProxy ? "The proxy in front of Penpot answered for it: the backend may be down." : "See the log of Penpot's backend.",
    cause,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

function unexpected({ what, status, headers }: Refusal, { said, cause }: Words): PermanentError {
  const target = headers.get("location");
  if (status >= 300 && status < 400 && target) {
    return new PermanentError("PENPOT_REDIRECTED", `The call ${what} was redirected to ${originOf(target)} and not followed.`, {
      hint: "Set the instance's `url` to the address Penpot itself answers at.",
      cause,
    });
  }
  return new PermanentError("PENPOT_REFUSED", `Penpot refused the call ${what} (${status}${said}).`, { cause });
}

/** An answer with a good status that cannot be read: cut short, HTML, or not what was asked for. */
export function brokenAnswer(what: string, why: string, cause?: unknown): TransientError {
  const isPage = why.includes("web page");
  return new TransientError("PENPOT_ANSWER_BROKEN", `The answer to ${what} could not be read: ${why}.`, {
    hint: isPage
      ? "A login page or proxy may stand in front of Penpot: check the instance's `url`."
      : "Penpot cuts an answer short when it cannot write a value; see the log of its backend.",
    cause,
  });
}

function toFault(status: number, body: Record<string, unknown> | undefined): Fault {
  const fault: Fault = { status };
  for (const key of ["type", "code", "hint"] as const) {
    const value = body?.[key];
    if (typeof value === "string") fault[key] = cut(value);
  }
  return fault;
}

function describe({ type, code, hint }: Fault): string {
  const name = code ?? type;
  if (name === undefined) return "";
  return hint ? ` ${name}: ${hint}` : ` ${name}`;
}

function cut(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}

function originOf(target: string): string {
  return URL.canParse(target) ? new URL(target).origin : "another path";
}

const LONGEST_WAIT = 3_600_000;

/** How long to wait: `Retry-After`, else the reset of the limits used up in `x-rate-limit-reset` (integration.md §6.6), at most an hour. */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
  const after = headers.get("retry-after");
  const wait =
    after === null ? waitForReset(headers, now) : /^\d+$/.test(after) ? Number(after) * 1000 : Date.parse(after) - serverTime(headers, now);
  return wait === undefined || Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 1000), LONGEST_WAIT);
}

function waitForReset(headers: Headers, now: number): number | undefined {
  const resets = [...new URLSearchParams(headers.get("x-rate-limit-reset") ?? "")];
  const remaining = new URLSearchParams(headers.get("x-rate-limit-remaining") ?? "");
  const usedUp = resets.filter(([name]) => Number(remaining.get(name) ?? 0) <= 0);
  const times = (usedUp.length > 0 ? usedUp : resets).map(([, seconds]) => Number(seconds) * 1000);
  return times.length === 0 ? undefined : Math.max(...times) - serverTime(headers, now);
}

/** The server's own clock where it told it, so that a skewed clock here does not stretch the wait. */
function serverTime(headers: Headers, now: number): number {
  const date = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(date) ? now : date;
}
