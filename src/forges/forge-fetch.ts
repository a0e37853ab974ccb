import { PermanentError, TransientError, UserError } from "../errors.ts";
import type { ForgeDeps } from "./deps.ts";

type Known = UserError | TransientError | PermanentError;

const HALF_A_MINUTE = 30_000;
const A_MINUTE = 60_000;
const LONGEST_WAIT = 3_600_000;

/**
 * A fetch that turns what passes by itself (no connection, no answer in time, 5xx, rate limits) into TransientError, with the wait the host asked for.
 * Every other answer is returned, for who called to judge.
 */
export function createForgeFetch(forge: string, deps: Pick<ForgeDeps, "fetch" | "now" | "requestTimeoutMs">): typeof fetch {
  const { fetch: send = fetch, now = Date.now, requestTimeoutMs = HALF_A_MINUTE } = deps;
  return async (input, init) => {
    const limit = AbortSignal.timeout(requestTimeoutMs);
    const given = init?.signal;
    const signal = given ? AbortSignal.any([given, limit]) : limit;
    try {
      const response = await send(input, { ...init, signal });
      const wait = readWait(response, now());
      if (wait === undefined && response.status < 500) return response;
      await response.body?.cancel();
      if (wait === undefined)
        throw new TransientError("FORGE_UNAVAILABLE", `The forge ${forge} is in trouble: it answered ${response.status}.`);
      throw new TransientError("FORGE_RATE_LIMIT", `The forge ${forge} asks us to slow down (${response.status}).`, { retryAfterMs: wait });
    } catch (error) {
      if (error instanceof TransientError) throw error;
      throw toNetworkError(forge, error, given?.aborted === true, limit.aborted);
    }
  };
}

/** Finds the error of ours that a client library wrapped; otherwise the thing itself. */
export function unwrapError(error: unknown): unknown {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at instanceof UserError || at instanceof TransientError || at instanceof PermanentError) return at;
  }
  return error;
}

/** What an answer means that will not change by itself. `doing` completes "could not …". */
export function toAnswerError(status: number, said: string, doing: string): Known {
  const text = said.replace(/\s+/g, " ").trim().slice(0, 300);
  const because = text === "" ? "" : `: ${text}`;
  if (status === 401) {
    return new PermanentError("FORGE_AUTH", `Could not ${doing}: the host did not accept our credentials.`, {
      hint: "Check the forge's token in the configuration: it may have expired.",
    });
  }
  if (status === 403) {
    return new PermanentError("FORGE_FORBIDDEN", `Could not ${doing}: not allowed${because}.`, {
      hint: "Give the forge's token (or app) permission to read and write contents and pull requests of this repository.",
    });
  }
  if (status === 404 || status === 410) {
    return new UserError(
      "REPOSITORY_NOT_FOUND",
      `Could not ${doing}: the host knows no such repository, or our credentials may not see it.`,
      {
        hint: "Check the repository's name in the recipe, what the forge's token may see, and that a GitHub App is installed there.",
      },
    );
  }
  return new PermanentError("FORGE_REFUSED", `Could not ${doing}: the host answered ${status}${because}.`, {
    hint: "See what the host says; when it names a rule of the repository, change the rule or the recipe.",
  });
}

/** Milliseconds to wait, when the answer is about a limit. */
function readWait({ status, headers }: Response, now: number): number | undefined {
  const after = headers.get("retry-after");
  const isLimit = status === 429 || (status === 403 && (after !== null || headers.get("x-ratelimit-remaining") === "0"));
  if (!isLimit && !(status === 503 && after !== null)) return undefined;
  const reset = Number(headers.get("x-ratelimit-reset") ?? headers.get("ratelimit-reset") ?? Number.NaN) * 1000 - now;
  const told = after === null ? reset : /^\d+$/.test(after) ? Number(after) * 1000 : Date.parse(after) - now;
  return Number.isFinite(told) ? Math.min(Math.max(told, 1000), LONGEST_WAIT) : A_MINUTE;
}

function toNetworkError(forge: string, error: unknown, isStopped: boolean, isLate: boolean): Known {
  if (isStopped) return new TransientError("ABORTED", `A request to the forge ${forge} was stopped.`, { cause: error });
  if (isLate) return new TransientError("FORGE_TIMEOUT", `The forge ${forge} did not answer in time.`, { cause: error });
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) {
    return new PermanentError("FORGE_CERTIFICATE", `The certificate of the forge ${forge} is not trusted (${code}).`, {
      hint: "Point NODE_EXTRA_CA_CERTS and SSL_CERT_FILE to a bundle that holds the host's authority.",
      cause: error,
    });
  }
  return new TransientError("FORGE_UNREACHABLE", `The forge ${forge} could not be reached${code && ` (${code})`}.`, { cause: error });
}
