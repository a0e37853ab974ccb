import { once } from "node:events";
import { describe, expect, it } from "vitest";
import type { Delivery } from "../../../src/delivery.ts";
import { PermanentError } from "../../../src/errors.ts";
import { openRaw, toRequest } from "../../support/raw-http.ts";
import { HOOK, startServer } from "../../support/start-server.ts";

const HEADERS = ["Host: x", "Content-Type: application/json", "Content-Length: 2"];
const POST = toRequest("POST", HOOK, HEADERS, "{}");

/** A store that holds every delivery until `release` is called, and says when the first has come. */
function createSlowStore() {
  const arrival = Promise.withResolvers<Delivery>();
  const gate = Promise.withResolvers<string>();
  const append = (delivery: Delivery) => {
    arrival.resolve(delivery);
    return gate.promise;
  };
  return { deliveries: { append }, arrived: arrival.promise, release: () => gate.resolve("1-0") };
}

describe("closing the server", () => {
  it("answers what is in flight, then ends", async () => {
    const store = createSlowStore();
    const { server, port } = await startServer({ deliveries: store.deliveries });
    const client = await openRaw(port);
    client.write(POST);
    await store.arrived;
    const closing = server.close();
    await expect(openRaw(port)).rejects.toThrow("ECONNREFUSED");
    store.release();
    const answer = await client.read();
    expect([answer.status, answer.headers["connection"]]).toEqual([200, "close"]);
    await closing;
    await client.closed;
  });

  it("stores a delivery whose body is still on its way", async () => {
    const { server, port, url, deliveries } = await startServer();
    const client = await openRaw(port);
    client.write(POST.subarray(0, -1));
    await fetch(`${url}/livez`);
    const closing = server.close();
    client.write(POST.subarray(-1));
    expect((await client.read()).status).toBe(200);
    await closing;
    expect(deliveries).toHaveLength(1);
  });

  it("does not wait for idle connections", async () => {
    const { server, port } = await startServer();
    const client = await openRaw(port);
    client.write(POST);
    expect((await client.read()).headers["connection"]).toBe("keep-alive");
    await server.close(new AbortController().signal);
    await client.closed;
  });

  it("gives up on what is in flight when the signal says so", async () => {
    const store = createSlowStore();
    const { server, port } = await startServer({ deliveries: store.deliveries });
    const client = await openRaw(port);
    client.write(POST);
    await store.arrived;
    const patience = new AbortController();
    const closing = server.close(patience.signal);
    patience.abort();
    await closing;
    await expect(client.read()).rejects.toThrow("The connection ended");
  });

  it("gives up at once when the signal had been given before", async () => {
    const { server, port } = await startServer();
    const client = await openRaw(port);
    client.write(POST.subarray(0, -1));
    await server.close(AbortSignal.abort());
    await client.closed;
  });

  it("may be asked twice", async () => {
    const { server } = await startServer();
    await Promise.all([server.close(), server.close()]);
    await server.close();
  });
});

describe("listening", () => {
  it("says where", async () => {
    const { port } = await startServer();
    expect(port).toBeGreaterThan(0);
  });

  it("says that the port is taken, and what to do", async () => {
    const { port } = await startServer();
    const failure = await startServer({ port }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PermanentError);
    expect(failure).toMatchObject({
      code: "SERVER_LISTEN",
      message: expect.stringContaining(`port ${port}`),
      hint: expect.stringContaining("server.port"),
    });
  });
});

describe("a client that waits without a request", () => {
  it("keeps its connection between requests", async () => {
    const { port } = await startServer();
    const client = await openRaw(port);
    client.write(POST);
    expect((await client.read()).status).toBe(200);
    client.write(POST);
    expect((await client.read()).status).toBe(200);
    client.socket.end();
    await once(client.socket, "close");
  });
});
