import { classifyError, type PermanentError, TransientError, type UserError } from "../../errors.ts";

type KnownError = UserError | TransientError | PermanentError;

/** The error of a call that its caller gave up: the abort's reason when that is one of the three classes. */
export function toAbortError(what: string, reason: unknown): KnownError {
  if (classifyError(reason) !== "bug") return reason as KnownError;
  return new TransientError("PENPOT_ABORTED", `The call ${what} was stopped before it was answered.`, { cause: reason });
}

/** The error of a server that did not answer in time. */
export function toTimeoutError(what: string, idleMs: number): TransientError {
  return new TransientError("PENPOT_TIMEOUT", `The call ${what} got no answer in time (${Math.round(idleMs / 1000)} s without a byte).`, {
    hint: "Penpot is busy or hangs; look at its backend's log.",
  });
}

const DNS = new Set(["ENOTFOUND", "EAI_AGAIN", "EAI_NODATA", "EAI_NONAME"]);
const CERTIFICATE = new Set([
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_REVOKED",
  "CERT_UNTRUSTED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);
const TIMEOUT = new Set(["ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT", "UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"]);

/** Sorts what `fetch` or reading its body threw (refused, DNS, TLS, reset, cut): all of it may pass, so all is transient. */
export function sortNetworkError(what: string, error: unknown): TransientError {
  const code = findCode(error);
  const details = (hint: string) => ({ hint, cause: error });
  const host = /at (\S+)$/.exec(what)?.[1] ?? "the server";
  if (code === undefined) {
    return new TransientError(
      "PENPOT_CONNECTION_LOST",
      `The call ${what} failed in the network.`,
      details("Penops tries again by itself."),
    );
  }
  if (DNS.has(code)) {
    const hint = "Check the host name in the instance's `url`, and that this machine or pod can resolve it.";
    return new TransientError("PENPOT_HOST_UNKNOWN", `The call ${what} failed: the host name cannot be resolved (${code}).`, details(hint));
  }
  if (CERTIFICATE.has(code)) {
    const hint = "Give the certificate's authority to Node with NODE_EXTRA_CA_CERTS, or mend the certificate or the host name in `url`.";
    return new TransientError("PENPOT_CERTIFICATE", `The call ${what} failed: its certificate is not accepted (${code}).`, details(hint));
  }
  if (code === "EPROTO" || code.startsWith("ERR_SSL")) {
    const hint = "The port may not speak TLS: check http:// or https:// in the instance's `url`.";
    return new TransientError("PENPOT_TLS", `The call ${what} failed: no TLS connection (${code}).`, details(hint));
  }
  if (TIMEOUT.has(code)) {
    const hint = `Check that ${host} can be reached from here (firewall, network policy).`;
    return new TransientError("PENPOT_TIMEOUT", `The call ${what} failed: no connection in time (${code}).`, details(hint));
  }
  if (code === "ECONNREFUSED") {
    const hint = `Check that Penpot is running and that the port in ${host} is right.`;
    return new TransientError("PENPOT_UNREACHABLE", `The call ${what} failed: the connection was refused.`, details(hint));
  }
  return new TransientError(
    "PENPOT_CONNECTION_LOST",
    `The call ${what} was cut in the network (${code}).`,
    details("Penops tries again by itself."),
  );
}

/** The first error code in the chain of causes; `fetch` wraps the socket's error, and several addresses give an aggregate. */
function findCode(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > 5) return undefined;
  const code = (error as { code?: unknown }).code;
  if (typeof code === "string" && code !== "") return code;
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  return findCode(inner, depth + 1);
}
