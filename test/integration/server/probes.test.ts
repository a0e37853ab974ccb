import { describe, expect, it } from "vitest";
import { version } from "../../../src/version.ts";
import { startServer } from "../../support/start-server.ts";

describe("the probes", () => {
  it("say at / what this is", async () => {
    const { url } = await startServer();
    expect(await (await fetch(`${url}/`)).json()).toEqual({ name: "penops", version, links: { live: "/livez", ready: "/readyz" } });
  });

  it("are live while the process answers, even when nothing is healthy", async () => {
    const { url } = await startServer({ health: () => Promise.reject(new Error("all is lost")) });
    expect((await fetch(`${url}/livez`)).status).toBe(200);
  });

  it("are ready when the health check says so", async () => {
    const { url } = await startServer();
    const answer = await fetch(`${url}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([200, { ready: true, reasons: [] }]);
  });

  it("are not ready, and say why", async () => {
    const { url } = await startServer({ health: async () => ({ ready: false, reasons: ["Redis does not answer."] }) });
    const answer = await fetch(`${url}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([503, { ready: false, reasons: ["Redis does not answer."] }]);
  });

  it.each([
    ["fails", () => Promise.reject(new Error("redis://user:password@host"))],
    ["hangs", () => new Promise<never>(() => {})],
  ])("are not ready when the health check %s, without telling its error to strangers", async (_what, health) => {
    const { url, lines } = await startServer({ health, timeouts: { probe: 20 } });
    const answer = await fetch(`${url}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([503, { ready: false, reasons: ["The health check failed; the log says why."] }]);
    expect(lines.join("")).toContain("health not known");
  });

  it("answer 204 for a nonce that was seen and 404 for any other", async () => {
    const { url } = await startServer();
    const statuses = await Promise.all(
      ["seen", "unseen", "no%20nonce", ""].map(async (nonce) => (await fetch(`${url}/self-test/${nonce}`)).status),
    );
    expect(statuses).toEqual([204, 404, 404, 404]);
  });

  it("ask the store for nothing that cannot be a nonce", async () => {
    const asked: string[] = [];
    const { url } = await startServer({ hasSeenNonce: async (nonce) => asked.push(nonce) > 0 });
    for (const nonce of ["x".repeat(101), "a:b", "%00", "ok-1"]) await fetch(`${url}/self-test/${nonce}`);
    expect(asked).toEqual(["ok-1"]);
  });

  it("answer 503 when nobody knows whether the nonce was seen", async () => {
    const { url } = await startServer({ hasSeenNonce: () => Promise.reject(new Error("away")) });
    expect((await fetch(`${url}/self-test/abc`)).status).toBe(503);
  });

  it("show the status where there is one", async () => {
    const { url } = await startServer({ status: async () => ({ runs: 3 }) });
    expect(await (await fetch(`${url}/status`)).json()).toEqual({ runs: 3 });
    expect(await (await fetch(`${url}/`)).json()).toMatchObject({ links: { status: "/status" } });
  });

  it("have no status where there is none, and 503 when it fails", async () => {
    const { url } = await startServer();
    expect((await fetch(`${url}/status`)).status).toBe(404);
    const failing = await startServer({ status: () => Promise.reject(new Error("away")) });
    expect((await fetch(`${failing.url}/status`)).status).toBe(503);
  });
});
