import pino from "pino";
import { describe, expect, it } from "vitest";
import { ensureWebhooks, explainSilence } from "../../../src/penpot/index.ts";
import { explainDelivery } from "../../../src/penpot/webhook-problems.ts";
import { loadExchange, replay, withServer } from "../../support/replay-server.ts";
import { connect, signal } from "./penpot-client.ts";

const TEAM = "5974007e-87d4-80ef-8008-fb1ba341744e";

/** The report of the team Acme, whose webhook Penpot refuses as recorded. */
async function refused(exchange: string, hooks: object[] = []) {
  const teams = loadExchange("get-teams");
  const answer = loadExchange(exchange);
  return withServer(
    ({ path }, response) => {
      if (path.endsWith("get-teams")) return replay(teams, response);
      if (path.endsWith("create-webhook") || path.endsWith("update-webhook")) return replay(answer, response);
      response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(hooks));
    },
    async ({ url }) => {
      const [report] = await ensureWebhooks({
        penpot: connect(url),
        teams: ["Acme"],
        publicUrl: "http://Penops.tools.svc:8080",
        secrets: ["webhook-canary-secret"],
        format: "transit",
        log: pino({ level: "silent" }),
        signal: signal(),
      });
      return report;
    },
  );
}

describe("a refused webhook", () => {
  it.each([
    ["create-webhook.blocked-address", "PENPOT_WEBHOOK_BLOCKED", /PENPOT_SSRF_ALLOWED_HOSTS=penops\.tools\.svc on Penpot's backend/],
    ["create-webhook.unresolvable", "PENPOT_WEBHOOK_HOST_UNKNOWN", /can resolve/],
    ["create-webhook.underscore-host", "PENPOT_WEBHOOK_HOST_NAME", /underscore.*hyphens/],
    ["create-webhook.scheme", "PENPOT_WEBHOOK_SCHEME", /public-url/],
    ["create-webhook.refused", "PENPOT_WEBHOOK_UNREACHABLE", /running/],
    ["create-webhook.tls-to-plain", "PENPOT_WEBHOOK_TIMEOUT", /firewalls/],
    ["create-webhook.tls-self-signed", "PENPOT_WEBHOOK_CERTIFICATE", /trust store/],
    ["create-webhook.head-405", "PENPOT_WEBHOOK_HEAD", /Upgrade: h2c/],
    ["create-webhook.head-slow", "PENPOT_WEBHOOK_HEAD", /proxy/],
    ["create-webhook.quota", "PENPOT_WEBHOOK_QUOTA", /Delete one/],
    ["get-webhooks.outsider", "PENPOT_WEBHOOK_DENIED", /editor of the team/],
    ["error.401", "PENPOT_TOKEN_INVALID", /Access tokens/],
  ])("%s is explained as %s", async (exchange, code, hint) => {
    const report = await refused(exchange);
    expect(report).toMatchObject({ team: "Acme", state: "failed", problem: { code } });
    expect(report?.problem?.hint).toMatch(hint);
  });

  it.each([
    ["update-webhook.404", "PENPOT_WEBHOOK_DENIED"],
    ["update-webhook.head-405", "PENPOT_WEBHOOK_HEAD"],
  ])("%s, of one that is there, is explained as %s", async (exchange, code) => {
    const uri = { scheme: "http", host: "penops.tools.svc", port: "8080", path: `/hooks/main/${TEAM}/mac-of-another-secret` };
    const report = await refused(exchange, [{ id: "hook", uri, mtype: "application/json", isActive: true, errorCount: 0 }]);
    expect(report).toMatchObject({ state: "failed", problem: { code } });
  });

  it("never shows the secret address", async () => {
    const report = await refused("create-webhook.blocked-address");
    expect(JSON.stringify(report)).not.toMatch(/\/hooks\//);
  });
});

describe("a webhook that failed", () => {
  it.each([
    ["unexpected-status:405", "PENPOT_WEBHOOK_STATUS", /200 or 204 of penops.svc.*unexpected-status:405/],
    ["invalid-uri", "PENPOT_WEBHOOK_SCHEME", /address/],
    ["something-new", "PENPOT_WEBHOOK_FAILED", /something-new/],
  ])("by %s, as other releases say, is explained as %s", (errorCode, code, message) => {
    expect(explainDelivery(errorCode, "http://Penops.svc/hooks/x")).toMatchObject({ code, message: expect.stringMatching(message) });
  });
});

describe("a healthy webhook from which nothing arrives", () => {
  it("points to the flag", () => expect(explainSilence("https://penops.example/x").hint).toContain("enable-webhooks"));
});
