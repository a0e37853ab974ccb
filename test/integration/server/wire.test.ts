import { describe, expect, it } from "vitest";
import { openRaw, toRequest } from "../../support/raw-http.ts";
import { HOOK, startServer } from "../../support/start-server.ts";
import { webhookBody, webhookCases, webhookHeaders } from "../../support/webhooks.ts";

const HEAD_HEADERS = webhookHeaders("validation-head", "penops:8080");

describe("Penpot's own bytes", () => {
  it("ask for an upgrade to h2c, in the recorded order", () => {
    expect(HEAD_HEADERS.map((line) => line.split(":")[0])).toEqual([
      "Connection",
      "Content-Length",
      "Host",
      "HTTP2-Settings",
      "Upgrade",
      "User-Agent",
    ]);
    expect(HEAD_HEADERS).toContain("Upgrade: h2c");
  });

  it("get an ordinary answer to HEAD", async () => {
    const { port } = await startServer();
    const client = await openRaw(port);
    client.write(toRequest("HEAD", HOOK, HEAD_HEADERS));
    const answer = await client.read("HEAD");
    expect([answer.status, answer.headers["upgrade"], answer.headers["connection"]]).toEqual([200, undefined, "keep-alive"]);
    client.socket.destroy();
  });

  it("are stored, all deliveries over one connection that is kept alive", async () => {
    const { port, deliveries } = await startServer();
    const client = await openRaw(port);
    client.write(toRequest("HEAD", HOOK, HEAD_HEADERS));
    expect((await client.read("HEAD")).status).toBe(200);
    for (const encoding of ["json", "transit"] as const) {
      for (const name of webhookCases(encoding)) {
        const body = webhookBody(name, encoding);
        client.write(toRequest("POST", HOOK, webhookHeaders(`${name}.${encoding}`, "penops:8080", body.length), body));
        const answer = await client.read();
        expect([name, answer.status, answer.headers["content-length"]]).toEqual([name, 200, "0"]);
        expect(deliveries.at(-1)?.body).toEqual(body);
      }
    }
    expect(deliveries).toHaveLength(webhookCases("json").length + webhookCases("transit").length);
    client.socket.destroy();
  });

  it("are heard on a server that listens on localhost", async () => {
    const { port, deliveries } = await startServer({ host: "localhost" });
    const body = webhookBody("update-file", "json");
    const answers = await Promise.allSettled(["127.0.0.1", "::1"].map((address) => postRaw(port, address, body)));
    expect(answers.filter((answer) => answer.status === "fulfilled").map((answer) => answer.value)).toEqual(deliveries.map(() => 200));
    expect(deliveries.length).toBeGreaterThan(0);
  });

  it("are stored when they come byte by byte", async () => {
    const { port, deliveries } = await startServer();
    const body = webhookBody("delete-file", "json");
    const client = await openRaw(port);
    client.socket.setNoDelay(true);
    for (const byte of toRequest("POST", HOOK, webhookHeaders("delete-file.json", "penops:8080", body.length), body))
      client.write(Buffer.of(byte));
    expect((await client.read()).status).toBe(200);
    expect(deliveries[0]?.body).toEqual(body);
    client.socket.destroy();
  });
});

async function postRaw(port: number, address: string, body: Buffer): Promise<number> {
  const client = await openRaw(port, address);
  client.write(toRequest("POST", HOOK, webhookHeaders("update-file.json", "penops:8080", body.length), body));
  const { status } = await client.read();
  client.socket.destroy();
  return status;
}

describe("slow clients", () => {
  const timeouts = { headers: 100, request: 200, check: 20 };

  it.each([
    ["says nothing", ""],
    ["does not finish its headers", `POST ${HOOK} HTTP/1.1\r\nHost: x\r\n`],
    ["does not finish its body", `POST ${HOOK} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`],
  ])("lose the connection when the client %s", async (_what, bytes) => {
    const { port, deliveries } = await startServer({ timeouts });
    const client = await openRaw(port);
    client.write(bytes);
    await client.closed;
    expect(deliveries).toEqual([]);
  });

  it("are told 408", async () => {
    const { port } = await startServer({ timeouts });
    const client = await openRaw(port);
    client.write(`POST ${HOOK} HTTP/1.1\r\nHost: x\r\n`);
    expect((await client.read()).status).toBe(408);
  });
});

describe("broken requests", () => {
  it.each([
    ["no HTTP at all", "hello\r\n\r\n"],
    ["two lengths", `POST ${HOOK} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}`],
    ["a length and chunks", `POST ${HOOK} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}`],
  ])("are answered 400: %s", async (_what, bytes) => {
    const { port, deliveries } = await startServer();
    const client = await openRaw(port);
    client.write(bytes);
    expect((await client.read()).status).toBe(400);
    await client.closed;
    expect(deliveries).toEqual([]);
  });

  it("are answered 431 when the headers are endless", async () => {
    const { port } = await startServer();
    const client = await openRaw(port);
    client.write(`POST ${HOOK} HTTP/1.1\r\nHost: x\r\nX: ${"a".repeat(20_000)}\r\n\r\n`);
    expect((await client.read()).status).toBe(431);
  });
});
