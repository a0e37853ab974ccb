import { describe, expect, it } from "vitest";
import { parseDelivery, webhookPath } from "../../../src/events/index.ts";
import { openRaw, toRequest } from "../../support/raw-http.ts";
import { HOOK, PREVIOUS_SECRET, startServer, type TestServer } from "../../support/start-server.ts";
import { type Encoding, TEAM, webhookBody, webhookCases } from "../../support/webhooks.ts";

const TYPES = { json: "application/json", transit: "application/transit+json" } as const;

function post({ url }: TestServer, body: string | Buffer, type: string = TYPES.json, path = HOOK): Promise<Response> {
  return fetch(`${url}${path}`, {
    method: "POST",
    body: typeof body === "string" ? body : new Uint8Array(body),
    headers: { "content-type": type },
  });
}

describe("the receiver", () => {
  it.each(["json", "transit"] satisfies Encoding[])(
    "stores every captured %s body byte for byte and answers 200 with nothing",
    async (encoding) => {
      const test = await startServer({ now: () => 1_700_000_000_000 });
      for (const name of webhookCases(encoding)) {
        const answer = await post(test, webhookBody(name, encoding), TYPES[encoding]);
        expect([answer.status, await answer.text()]).toEqual([200, ""]);
        expect(test.deliveries.at(-1)).toEqual({
          instance: "main",
          teamId: TEAM,
          contentType: TYPES[encoding],
          body: webhookBody(name, encoding),
          receivedAt: 1_700_000_000_000,
        });
      }
      expect(test.deliveries).toHaveLength(webhookCases(encoding).length);
    },
  );

  it("answers HEAD with 200 and nothing", async () => {
    const { url, deliveries } = await startServer();
    const answer = await fetch(`${url}${HOOK}`, { method: "HEAD" });
    expect([answer.status, answer.headers.get("content-length") ?? "0"]).toEqual([200, "0"]);
    expect(deliveries).toEqual([]);
  });

  it("answers only when the store has the delivery", async () => {
    const store = Promise.withResolvers<string>();
    let isAnswered = false;
    const test = await startServer({ deliveries: { append: () => store.promise } });
    const answer = post(test, "{}").then((response) => {
      isAnswered = true;
      return response.status;
    });
    expect((await fetch(`${test.url}/livez`)).status).toBe(200);
    expect(isAnswered).toBe(false);
    store.resolve("1-0");
    expect(await answer).toBe(200);
  });

  it("tolerates parameters of the content type, its case, and a query", async () => {
    const test = await startServer();
    expect((await post(test, "{}", "Application/JSON; charset=utf-8")).status).toBe(200);
    expect((await post(test, '["^ "]', "application/transit+json;charset=utf-8", `${HOOK}?x=1`)).status).toBe(200);
    expect(test.deliveries.map((delivery) => delivery.contentType)).toEqual([TYPES.json, TYPES.transit]);
  });

  it("accepts the previous secret", async () => {
    const test = await startServer();
    expect((await post(test, "{}", TYPES.json, webhookPath(PREVIOUS_SECRET, "main", TEAM))).status).toBe(200);
    expect(test.deliveries).toHaveLength(1);
  });

  it("keeps an unknown event", async () => {
    const test = await startServer();
    expect((await post(test, '{"name":"paint-file","props":{}}')).status).toBe(200);
    const [delivery] = test.deliveries;
    expect(delivery && parseDelivery(delivery, "1")).toMatchObject({ known: false, event: { name: "paint-file" } });
  });

  it("keeps a body with __proto__ and constructor as it is, unharmed", async () => {
    const test = await startServer();
    const body = '{"name":"x","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    expect((await post(test, body)).status).toBe(200);
    expect(test.deliveries[0]?.body.toString()).toBe(body);
    expect({}).not.toHaveProperty("polluted");
  });
});

describe("the receiver, given what is not Penpot's", () => {
  it.each([
    ["no JSON", "hello", TYPES.json, "not valid JSON"],
    ["JSON cut short", '{"name":"update-file"', TYPES.json, "not valid JSON"],
    ["an empty body", "", TYPES.json, "it is empty"],
    ["JSON that is no object", "[1]", TYPES.json, "an array where Penpot sends an object"],
    ["Transit cut short", '["^ ","~:name","update-', TYPES.transit, "not valid JSON"],
    ["Transit that is no map", '["~:name","update-file"]', TYPES.transit, "where Penpot sends a Transit map"],
    ["Transit whose last key has no value", '["^ ","~:name"]', TYPES.transit, "where Penpot sends a Transit map"],
    ["JSON nested too deeply", `{"a":${"[".repeat(1000)}${"]".repeat(1000)}}`, TYPES.json, "nests deeper than 64 levels"],
    ["Transit nested too deeply", `["^ ","a",${"[".repeat(20_000)}${"]".repeat(20_000)}]`, TYPES.transit, "nests deeper than 64 levels"],
  ])("refuses %s with 400 and says why", async (_what, body, type, why) => {
    const test = await startServer();
    const answer = await post(test, body, type);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({
      error: { code: "DELIVERY_UNREADABLE", message: expect.stringContaining(why), hint: expect.stringContaining("content type") },
    });
    expect(test.deliveries).toEqual([]);
    expect(test.lines.join("")).toContain("delivery refused");
  });

  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/jsonx",
    "application/json-seq",
    "application/transit+msgpack",
    "text/application/json",
    "json",
  ])("refuses the content type %s with 415", async (type) => {
    const test = await startServer();
    const answer = await post(test, "{}", type);
    expect(answer.status).toBe(415);
    expect(await answer.json()).toMatchObject({ error: { code: "UNSUPPORTED_MEDIA_TYPE" } });
    expect(test.deliveries).toEqual([]);
  });

  it.each(["", "{}"])("refuses a request without a content type with 415 (body %j)", async (body) => {
    const { port, deliveries } = await startServer();
    const client = await openRaw(port);
    client.write(toRequest("POST", HOOK, ["Host: x", `Content-Length: ${body.length}`], body));
    expect((await client.read()).status).toBe(415);
    expect(deliveries).toEqual([]);
  });

  it("refuses 20 MB by their announcement with 413, without waiting for them", async () => {
    const { port, deliveries } = await startServer();
    const client = await openRaw(port);
    client.write(toRequest("POST", HOOK, ["Host: x", "Content-Type: application/json", "Content-Length: 20000000"]));
    const answer = await client.read();
    expect([answer.status, answer.headers["connection"]]).toEqual([413, "close"]);
    expect(JSON.parse(answer.body)).toMatchObject({ error: { code: "BODY_TOO_LARGE", message: "The body is larger than 65536 bytes." } });
    await client.closed;
    expect(deliveries).toEqual([]);
  });

  it("cuts 20 MB that come in chunks off at the limit", async () => {
    const { port, deliveries } = await startServer();
    const client = await openRaw(port);
    client.write(toRequest("POST", HOOK, ["Host: x", "Content-Type: application/json", "Transfer-Encoding: chunked"]));
    const chunk = `10000\r\n${" ".repeat(65_536)}\r\n`;
    client.write(chunk);
    client.write(chunk);
    expect((await client.read()).status).toBe(413);
    for (let sent = 2; sent < 300 && !client.socket.destroyed; sent++) client.write(chunk);
    await client.closed;
    expect(client.socket.bytesWritten).toBeLessThan(20_000_000);
    expect(deliveries).toEqual([]);
  });

  it("goes on serving after a client that left in the middle of its body", async () => {
    const test = await startServer();
    const client = await openRaw(test.port);
    client.write(toRequest("POST", HOOK, ["Host: x", "Content-Type: application/json", "Content-Length: 100"], '{"name":'));
    client.socket.destroy();
    await client.closed;
    expect((await post(test, "{}")).status).toBe(200);
    expect(test.deliveries).toHaveLength(1);
  });
});

describe("the receiver's address", () => {
  const mac = HOOK.slice(-32);
  const wrong = `${mac.startsWith("A") ? "B" : "A"}${mac.slice(1)}`;

  it.each([
    ["a wrong secret", `/hooks/main/${TEAM}/${wrong}`],
    ["another team's mac", `/hooks/main/${TEAM.replace("5", "6")}/${mac}`],
    ["an instance that is not configured", webhookPath("the current secret of the tests", "gone", TEAM)],
    ["no mac", `/hooks/main/${TEAM}`],
    ["nothing after /hooks", "/hooks"],
    ["an unknown path", "/wp-login.php"],
    ["a path that cannot be decoded", "/%zz"],
    ["a path that climbs", `/hooks/main/../main/${TEAM}/x`],
  ])("answers %s like any unknown path, whatever is sent", async (_what, path) => {
    const { port, deliveries } = await startServer();
    const answers = [];
    for (const target of [path, "/some/where"]) {
      for (const [type, body] of [
        [TYPES.json, "{}"],
        ["text/plain", "x"],
      ] as const) {
        const client = await openRaw(port);
        client.write(toRequest("POST", target, ["Host: x", `Content-Type: ${type}`, `Content-Length: ${body.length}`], body));
        const { status, headers, body: text } = await client.read();
        answers.push({ status, type: headers["content-type"], text });
        client.socket.destroy();
      }
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 404, text: expect.stringContaining('"code":"NOT_FOUND"') });
    expect(deliveries).toEqual([]);
  });

  it("answers a HEAD with a wrong secret 404", async () => {
    const { url } = await startServer();
    expect((await fetch(`${url}/hooks/main/${TEAM}/${wrong}`, { method: "HEAD" })).status).toBe(404);
  });

  it("does not read 20 MB from a stranger", async () => {
    const { port } = await startServer();
    const client = await openRaw(port);
    client.write(
      toRequest("POST", `/hooks/main/${TEAM}/${wrong}`, ["Host: x", "Content-Type: application/json", "Content-Length: 20000000"]),
    );
    expect((await client.read()).status).toBe(404);
    await client.closed;
  });

  it.each(["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])("answers %s with 405 and what is allowed", async (method) => {
    const { url } = await startServer();
    const answer = await fetch(`${url}${HOOK}`, { method });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "HEAD, POST"]);
    expect((await fetch(`${url}/hooks/main/${TEAM}/${wrong}`, { method })).status).toBe(404);
  });

  it("writes no mac and no body into answers and log lines", async () => {
    const test = await startServer();
    for (const path of [HOOK, `/hooks/main/${TEAM}/${wrong}`, `/hook/${mac}`, `${HOOK}/`, `${HOOK}?m=${mac}`]) {
      for (const method of ["GET", "POST", "HEAD"]) {
        const body = method === "POST" ? { body: '{"ownerEmail":ada@acme.example}', headers: { "content-type": TYPES.json } } : {};
        const answer = await fetch(`${test.url}${path}`, { method, ...body });
        test.lines.push(await answer.text());
      }
    }
    expect(test.lines.join("")).toContain("webhook address not known");
    for (const secret of [mac, wrong, "ada@"]) expect(test.lines.join("")).not.toContain(secret);
  });
});
