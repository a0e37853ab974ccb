import pino from "pino";
import { describe, expect, it } from "vitest";
import { TransientError } from "../../../src/errors.ts";
import { webhookPath } from "../../../src/events/index.ts";
import { ensureWebhooks, listWebhooks, removeWebhooks, type Webhook, type WebhookOptions } from "../../../src/penpot/index.ts";
import { createFakeWebhooks, type FakeWebhooks, refusal } from "./fake-webhooks.ts";

const NEW = "the present secret";
const OLD = "the secret before";
const URL = "https://penops.example/gitops";
const planned = `${URL}${webhookPath(NEW, "main", "team-1")}`;

function options(penpot: FakeWebhooks, changes: Partial<WebhookOptions> = {}): WebhookOptions {
  const log = pino({ level: "silent" });
  return {
    penpot,
    teams: ["Acme"],
    publicUrl: URL,
    secrets: [NEW, OLD],
    format: "transit",
    log,
    signal: AbortSignal.timeout(5000),
    ...changes,
  };
}

/** A fake with the team Acme (team-1) and these hooks. */
function acme(...hooks: Partial<Webhook>[]): FakeWebhooks {
  const penpot = createFakeWebhooks(["Acme"]);
  const full = hooks.map((hook, index) => ({
    id: `old-${index}`,
    uri: planned,
    format: "transit" as const,
    isActive: true,
    errorCount: 0,
    ...hook,
  }));
  penpot.hooks.set("team-1", full);
  return penpot;
}

const stranger = {
  id: "stranger",
  uri: "https://ci.example/hook?token=abc",
  format: "json" as const,
  isActive: false,
  errorCount: 3,
  errorCode: "timeout",
};
const healthy = { uri: planned, format: "transit", isActive: true, errorCount: 0 };

describe("ensuring webhooks", () => {
  it("creates an active one where there is none", async () => {
    const penpot = acme();
    expect(await ensureWebhooks(options(penpot))).toEqual([{ team: "Acme", teamId: "team-1", state: "created", webhookId: "hook-001" }]);
    expect(penpot.hooks.get("team-1")).toEqual([{ id: "hook-001", ...healthy }]);
  });

  it("changes nothing the second time", async () => {
    const penpot = acme();
    await ensureWebhooks(options(penpot));
    expect(await ensureWebhooks(options(penpot))).toMatchObject([{ state: "ok", webhookId: "hook-001" }]);
    expect(penpot.writes).toEqual(["create team-1"]);
  });

  it("takes a trailing slash of the public address as the same address", async () => {
    expect(await ensureWebhooks(options(acme({}), { publicUrl: `${URL}/` }))).toMatchObject([{ state: "ok" }]);
  });

  it.each<[string, Partial<Webhook>, object]>([
    [
      "was switched off",
      { isActive: false, errorCode: "connection-error", errorCount: 3 },
      { state: "repaired", wasDown: true, problem: { code: "PENPOT_WEBHOOK_UNREACHABLE" } },
    ],
    ["was created without is-active", { isActive: false }, { state: "repaired", wasDown: true }],
    [
      "is failing",
      { errorCode: "ssl-validation-error", errorCount: 1 },
      { state: "repaired", wasDown: true, problem: { code: "PENPOT_WEBHOOK_CERTIFICATE" } },
    ],
    ["has another format", { format: "json" }, { state: "repaired" }],
    ["has an unknown format", { format: undefined }, { state: "repaired" }],
    ["is under the secret before", { uri: `${URL}${webhookPath(OLD, "main", "team-1")}` }, { state: "repaired" }],
    [
      "is at our address under a secret nobody knows",
      { uri: `${URL}${webhookPath("lost secret", "main", "team-1")}` },
      { state: "adopted", wasDown: true },
    ],
    [
      "has our mac but points elsewhere",
      { uri: `http://old-host:8080${webhookPath(NEW, "main", "team-1")}` },
      { state: "adopted", wasDown: true },
    ],
  ])("mends one that %s", async (_, hook, expected) => {
    const penpot = acme(hook);
    const [report] = await ensureWebhooks(options(penpot));
    expect(report).toMatchObject({ ...expected, webhookId: "old-0" });
    expect(report?.wasDown).toBe("wasDown" in expected ? true : undefined);
    expect(penpot.hooks.get("team-1")).toEqual([{ id: "old-0", ...healthy }]);
    expect(penpot.writes).toEqual(["update old-0"]);
  });

  it("deletes surplus ones and keeps the healthiest", async () => {
    const penpot = acme({ isActive: false }, { format: "json" }, {}, stranger);
    expect(await ensureWebhooks(options(penpot))).toMatchObject([{ state: "ok", webhookId: "old-2" }]);
    expect(penpot.hooks.get("team-1")?.map(({ id }) => id)).toEqual(["old-2", "stranger"]);
  });

  it("keeps the same one as another process that created one at the same moment", async () => {
    const penpot = acme();
    const { createWebhook } = penpot;
    penpot.createWebhook = async (hook, signal) => {
      await createWebhook(hook, signal);
      return createWebhook(hook, signal);
    };
    expect(await ensureWebhooks(options(penpot))).toMatchObject([{ state: "created", webhookId: "hook-001" }]);
    expect(penpot.hooks.get("team-1")?.map(({ id }) => id)).toEqual(["hook-001"]);
  });

  it("never touches webhooks of others, other teams or other instances", async () => {
    const others = [
      stranger,
      { id: "other-team", uri: `${URL}${webhookPath(NEW, "main", "team-2")}`, isActive: false },
      { id: "other-instance", uri: `${URL}${webhookPath(NEW, "staging", "team-1")}`, isActive: false },
      { id: "other-penops", uri: `https://other.example${webhookPath("their secret", "main", "team-1")}`, isActive: false },
      { id: "unreadable", uri: "not an address", isActive: false },
    ];
    const penpot = acme(...others);
    await ensureWebhooks(options(penpot));
    expect(penpot.writes).toEqual(["create team-1"]);
  });

  it("does every team that a pattern names, and says which patterns name none", async () => {
    const penpot = createFakeWebhooks(["Acme", "Acme Labs", "Other"]);
    const reports = await ensureWebhooks(options(penpot, { teams: ["Acme*", "team-1", "Gone"] }));
    expect(reports.map(({ team, state }) => [team, state])).toEqual([
      ["Gone", "failed"],
      ["Acme", "created"],
      ["Acme Labs", "created"],
    ]);
    expect(reports[0]?.problem?.message).toContain('"Other"');
  });

  it("goes on with the other teams when one fails", async () => {
    const penpot = createFakeWebhooks(["Acme", "Labs"]);
    penpot.fail = (call, id) => (call === "list" && id === "team-1" ? new TransientError("PENPOT_BUSY", "Penpot is busy.") : undefined);
    expect(await ensureWebhooks(options(penpot, { teams: ["*"] }))).toMatchObject([
      { team: "Acme", state: "failed", problem: { code: "PENPOT_BUSY", message: "Penpot is busy." } },
      { team: "Labs", state: "created" },
    ]);
  });

  it("names the hosts that use up the quota", async () => {
    const penpot = acme(...Array.from({ length: 8 }, (_, index) => ({ id: `x${index}`, uri: `https://host${index}.example/secret` })));
    const [report] = await ensureWebhooks(options(penpot));
    expect(report).toMatchObject({ state: "failed", problem: { code: "PENPOT_WEBHOOK_QUOTA" } });
    expect(report?.problem?.message).toContain("8: host0.example, host1.example");
    expect(report?.problem?.message).not.toContain("secret");
  });

  it("explains a missing permission", async () => {
    const penpot = acme({ isActive: false });
    penpot.fail = (call) => (call === "update" ? refusal(404, "object-not-found") : undefined);
    const [report] = await ensureWebhooks(options(penpot));
    expect(report).toMatchObject({ state: "failed", problem: { code: "PENPOT_WEBHOOK_DENIED" } });
    expect(report?.problem?.hint).toContain("editor");
  });

  it("is content when a surplus one is gone already", async () => {
    const penpot = acme({}, {});
    penpot.fail = (call) => {
      if (call !== "delete") return undefined;
      penpot.hooks.set("team-1", (penpot.hooks.get("team-1") ?? []).slice(0, 1));
      return refusal(404, "object-not-found");
    };
    expect(await ensureWebhooks(options(penpot))).toEqual([{ team: "Acme", teamId: "team-1", state: "ok", webhookId: "old-0" }]);
  });

  it("says when a surplus one may not be deleted, and is otherwise fine", async () => {
    const penpot = acme({}, {});
    penpot.fail = (call) => (call === "delete" ? refusal(404, "object-not-found") : undefined);
    expect(await ensureWebhooks(options(penpot))).toMatchObject([{ state: "ok", problem: { code: "PENPOT_WEBHOOK_SURPLUS" } }]);
  });

  it("stops when it is told to", async () => {
    const controller = new AbortController();
    const penpot = acme();
    penpot.fail = () => {
      controller.abort();
      return new TransientError("PENPOT_ABORTED", "Stopped.");
    };
    await expect(ensureWebhooks(options(penpot, { signal: controller.signal }))).rejects.toThrow("Stopped.");
  });
});

describe("removing webhooks", () => {
  it("deletes all of ours and nothing else", async () => {
    const penpot = acme({}, { uri: `https://old.example${webhookPath(OLD, "main", "team-1")}` }, stranger);
    expect(await removeWebhooks(options(penpot))).toEqual([{ team: "Acme", teamId: "team-1", removed: 2 }]);
    expect(penpot.hooks.get("team-1")?.map(({ id }) => id)).toEqual(["stranger"]);
  });

  it("reports a team where it may not", async () => {
    const penpot = acme({});
    penpot.fail = (call) => (call === "delete" ? refusal(404, "object-not-found") : undefined);
    expect(await removeWebhooks(options(penpot))).toMatchObject([{ removed: 0, problem: { code: "PENPOT_WEBHOOK_DENIED" } }]);
  });
});

describe("listing webhooks", () => {
  it("tells ours from others' without showing an address", async () => {
    const [team] = await listWebhooks(options(acme({}, stranger)));
    expect(team?.webhooks).toMatchObject([
      { id: "old-0", host: "penops.example", isOurs: true, isHealthy: true },
      { id: "stranger", host: "ci.example", isOurs: false, isHealthy: false, problem: { code: "PENPOT_WEBHOOK_TIMEOUT" } },
    ]);
    expect(JSON.stringify(team)).not.toMatch(/\/hooks\/|token=abc/);
  });
});
