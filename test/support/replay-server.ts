import { readFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A request as a test server saw it. */
export interface SeenRequest {
  method: string;
  /** With the query string. */
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface TestServer {
  /** `http://127.0.0.1:<port>`, without a trailing slash. */
  url: string;
  requests: SeenRequest[];
}

type Handler = (request: SeenRequest, response: ServerResponse, index: number) => void | Promise<void>;

/** Serves on a free port while `use` runs; connections still open are cut at the end. */
export async function withServer<T>(handler: Handler, use: (server: TestServer) => Promise<T>): Promise<T> {
  const requests: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const seen = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body };
    requests.push(seen);
    await handler(seen, response, requests.length - 1);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await use({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** A recorded exchange with a real Penpot. */
export interface Exchange {
  name: string;
  request: { method: string; url: string; headers: [string, string][]; body: string | null };
  response: { status: number; headers: [string, string][]; body: Buffer };
}

const FOLDER = new URL("../fixtures/penpot/rpc/", import.meta.url);

/** Reads a recorded exchange with its body, by its name in test/fixtures/penpot/rpc. */
export function loadExchange(name: string): Exchange {
  const { request, response } = JSON.parse(readFileSync(new URL(`${name}.exchange.json`, FOLDER), "utf8"));
  const body = response.bodyFile ? readFileSync(new URL(response.bodyFile, FOLDER)) : Buffer.alloc(0);
  return { name, request, response: { status: response.status, headers: response.headers, body } };
}

/** Headers of one hop; the test server writes its own. */
const HOP = new Set(["transfer-encoding", "connection", "content-length"]);

/** Writes a recorded answer. */
export function replay(exchange: Exchange, response: ServerResponse): void {
  const { status, headers, body } = exchange.response;
  response.writeHead(status, headers.filter(([name]) => !HOP.has(name.toLowerCase())).flat());
  response.end(body);
}

/**
 * Serves recorded exchanges below `base`, each once, to the first request with its method and path. An exchange nobody asked for and a
 * request without an exchange fail the test.
 */
export async function withReplay<T>(names: readonly string[], use: (server: TestServer) => Promise<T>, base = ""): Promise<T> {
  const waiting = names.map(loadExchange);
  const strangers: string[] = [];
  const result = await withServer(
    ({ method, path }, response) => {
      const index = waiting.findIndex(({ request }) => request.method === method && base + request.url === path);
      const [exchange] = index < 0 ? [] : waiting.splice(index, 1);
      if (exchange) return replay(exchange, response);
      strangers.push(`${method} ${path}`);
      response.writeHead(599).end();
    },
    (server) => use({ ...server, url: server.url + base }),
  );
  if (strangers.length > 0) throw new Error(`No exchange for ${strangers.join(", ")}.`);
  if (waiting.length > 0) throw new Error(`Nobody asked for ${waiting.map(({ name }) => name).join(", ")}.`);
  return result;
}
