import { describe, expect, it } from "vitest";
import { maskWebhookPath, matchWebhookPath, webhookPath } from "../../../src/events/path.ts";
import { TEAM } from "../../support/webhooks.ts";

const SECRET = "a secret of some length";
const PREVIOUS = "the secret before that one";

describe("webhookPath", () => {
  it("holds the instance, the team and a mac of 192 bits", () => {
    expect(webhookPath(SECRET, "main", TEAM)).toMatch(new RegExp(`^/hooks/main/${TEAM}/[A-Za-z0-9_-]{32}$`));
  });

  it("stays what it was released as, since Penpot stores it", () => {
    expect(webhookPath(SECRET, "main", TEAM)).toBe(`/hooks/main/${TEAM}/ZjFne_6kSjWgZD0NSwvuYFZ9K57bJGlt`);
  });

  it("differs for another secret, instance or team", () => {
    const other = TEAM.replace("5", "6");
    const paths = [webhookPath(SECRET, "main", TEAM), webhookPath(PREVIOUS, "main", TEAM), webhookPath(SECRET, "test", TEAM)];
    const macs = [...paths, webhookPath(SECRET, "main", other)].map((path) => path.split("/").at(-1));
    expect(new Set(macs).size).toBe(4);
  });
});

describe("matchWebhookPath", () => {
  it("reads back what webhookPath wrote", () => {
    const path = webhookPath(SECRET, "main", TEAM);
    expect(matchWebhookPath(path, [SECRET])).toEqual({ instance: "main", teamId: TEAM, secretIndex: 0 });
  });

  it("says which of the secrets fits", () => {
    expect(matchWebhookPath(webhookPath(PREVIOUS, "main", TEAM), [SECRET, PREVIOUS])?.secretIndex).toBe(1);
  });

  it("knows nothing without secrets", () => {
    expect(matchWebhookPath(webhookPath(SECRET, "main", TEAM), [])).toBeUndefined();
  });

  const mac = webhookPath(SECRET, "main", TEAM).slice(-32);
  const first = mac.startsWith("A") ? "B" : "A";
  it.each([
    ["another instance", `/hooks/test/${TEAM}/${mac}`],
    ["another team", `/hooks/main/${TEAM.replace("5", "6")}/${mac}`],
    ["a mac that differs in one character", `/hooks/main/${TEAM}/${first}${mac.slice(1)}`],
    ["a mac cut short", `/hooks/main/${TEAM}/${mac.slice(1)}`],
    ["a longer mac", `/hooks/main/${TEAM}/${mac}A`],
    ["no mac", `/hooks/main/${TEAM}/`],
    ["something after the mac", `/hooks/main/${TEAM}/${mac}/`],
    ["an encoded slash", `/hooks/main%2F${TEAM}/${mac}`],
    ["a newline that would shift the parts", `/hooks/main%0A${TEAM}/x/${mac}`],
    ["characters outside of ASCII", `/hooks/main/${TEAM}/${"ü".repeat(32)}`],
    ["the empty path", ""],
    ["a very long path", `/hooks/main/${"a".repeat(1_000_000)}/${mac}`],
  ])("refuses %s", (_what, path) => {
    expect(matchWebhookPath(path, [SECRET, PREVIOUS])).toBeUndefined();
  });
});

describe("maskWebhookPath", () => {
  it("hides the mac and keeps instance and team", () => {
    expect(maskWebhookPath(webhookPath(SECRET, "main", TEAM))).toBe(`/hooks/main/${TEAM}/***`);
  });

  it("hides a mac in a mistyped path and drops the query", () => {
    const mac = webhookPath(SECRET, "main", TEAM).slice(-32);
    expect(maskWebhookPath(`/hook//${mac}/?token=${mac}`)).toBe("/hook//***/");
  });
});
