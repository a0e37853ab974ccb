import { type Problem, toErrorRecord } from "../errors.ts";
import { faultOf } from "./errors.ts";
import type { Webhook } from "./webhooks.ts";

/** A failed `create-`, `update-` or `get-webhooks` as a problem with its remedy (integration.md §5.2, §5.6). `hooks` are the team's present ones. */
export function explainWebhookError(error: unknown, uri: string, hooks: readonly Webhook[]): Problem {
  const fault = faultOf(error);
  if (fault?.code === "webhook-validation") {
    return fault.status >= 500 ? explainHead(uri) : explainDelivery(fault.hint ?? "", uri);
  }
  if (fault?.code === "webhooks-quote-reached") return explainQuota(hooks);
  if (fault?.status === 404) {
    return {
      code: "PENPOT_WEBHOOK_DENIED",
      message: "Penpot does not let the token's profile see or change the webhook.",
      hint: "Make the profile an editor of the team (a viewer may only change webhooks it created), or delete the old webhook in Penpot by hand.",
    };
  }
  const { code, message, hint } = toErrorRecord(error);
  return { code, message, ...(hint && { hint }) };
}

/** An error code Penpot stored or answered (`connection-error`, `blocked-request:…`, integration.md §1.3, §1.6) as a problem. */
export function explainDelivery(errorCode: string, uri: string): Problem {
  const host = hostOf(uri);
  if (errorCode.startsWith("blocked-request:")) return explainBlocked(errorCode.slice("blocked-request:".length), host);
  const problem = (code: string, message: string, hint: string): Problem => ({
    code,
    message: `${message} (${errorCode || "no reason given"}).`,
    hint,
  });
  if (errorCode === "connection-error") {
    const hint =
      "Check that Penops is running and that Penpot's backend reaches this address and port; put something in front that keeps accepting connections.";
    return problem("PENPOT_WEBHOOK_UNREACHABLE", `Penpot's connection to ${host} was refused`, hint);
  }
  if (errorCode === "timeout") {
    const hint =
      "Check firewalls and network policies between Penpot's backend and Penops, and that the port speaks what the address says (http or https).";
    return problem("PENPOT_WEBHOOK_TIMEOUT", `Penpot got no connection to ${host} in time`, hint);
  }
  if (errorCode === "ssl-validation-error") {
    const hint =
      "Use a certificate of a public authority for this host name, add your authority to the trust store of Penpot's JVM, or use http inside the network.";
    return problem("PENPOT_WEBHOOK_CERTIFICATE", `Penpot does not trust the certificate of ${host}`, hint);
  }
  if (errorCode.startsWith("unexpected-status:")) {
    return problem("PENPOT_WEBHOOK_STATUS", `Penpot wants 200 or 204 of ${host} and got something else`, LEADS_TO_US);
  }
  if (errorCode === "invalid-uri") return problem("PENPOT_WEBHOOK_SCHEME", "Penpot cannot read the address", "Correct server.public-url.");
  return problem("PENPOT_WEBHOOK_FAILED", `Penpot cannot deliver to ${host}`, "See the log of Penpot's backend.");
}

function explainBlocked(reason: string, host: string): Problem {
  const problem = (code: string, message: string, hint: string): Problem => ({ code, message: `${message} (${reason}).`, hint });
  if (reason.includes("target is not allowed")) {
    const hint = `Set PENPOT_SSRF_ALLOWED_HOSTS=${host} on Penpot's backend (add to the list if there is one) and restart it.`;
    return problem("PENPOT_WEBHOOK_BLOCKED", `Penpot refuses to call ${host}, because its address is private`, hint);
  }
  if (reason.includes("could not be resolved")) {
    const hint = "Use a public-url whose host name Penpot's backend can resolve, such as the service's full name.";
    return problem("PENPOT_WEBHOOK_HOST_UNKNOWN", `Penpot cannot resolve the host name ${host}`, hint);
  }
  if (reason.includes("host is missing")) {
    const hint = "Java accepts no underscore in a host name, and no allow-list helps: give the service a name with hyphens.";
    return problem("PENPOT_WEBHOOK_HOST_NAME", `Penpot does not see a host name in ${host}`, hint);
  }
  if (reason.includes("scheme")) {
    return problem("PENPOT_WEBHOOK_SCHEME", "Penpot calls only http and https addresses", "Correct server.public-url.");
  }
  return problem("PENPOT_WEBHOOK_BLOCKED", `Penpot refuses to call ${host}`, "See the log of Penpot's backend.");
}

const LEADS_TO_US = "The public-url must lead to Penops without redirect, login or path change.";

function explainHead(uri: string): Problem {
  return {
    code: "PENPOT_WEBHOOK_HEAD",
    message: `Penpot asked ${hostOf(uri)} for HEAD and did not get 200 or 204 within 3 seconds.`,
    hint: `${LEADS_TO_US} A proxy with WebSocket support may swallow the request, since Penpot sends "Upgrade: h2c" over plain http: drop that header there, or use https.`,
  };
}

function explainQuota(hooks: readonly Webhook[]): Problem {
  const hosts = hooks.map(({ uri }) => hostOf(uri)).join(", ");
  return {
    code: "PENPOT_WEBHOOK_QUOTA",
    message: `The team has all the webhooks Penpot allows${hosts && ` (${hooks.length}: ${hosts})`}.`,
    hint: "Delete one that is no longer used, in Penpot under the team's Webhooks.",
  };
}

/** What to look at when the webhook is fine and still nothing arrives, for the self-test. */
export function explainSilence(uri: string): Problem {
  return {
    code: "PENPOT_WEBHOOK_SILENT",
    message: `Penpot keeps a healthy webhook for ${hostOf(uri)}, but no event arrived.`,
    hint: "The flag enable-webhooks must be in PENPOT_FLAGS of the backend (without it webhooks can be created, but nothing is sent), and the flag backend-worker must be on in one backend at least.",
  };
}

/** The host as Penpot compares it: lower case, without the port. */
export function hostOf(uri: string): string {
  return URL.canParse(uri) ? new URL(uri).hostname.toLowerCase() : "an unreadable address";
}
