import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from "node:net";
import { text } from "node:stream/consumers";
import { createServer as createTlsServer } from "node:tls";

/** A webhook request as it arrived; header pairs in the order and case of the wire. */
export interface ReceivedHook {
  method: string;
  path: string;
  headers: [string, string][];
  body: string;
}

/** A receiver that behaves as its paths say: `/head405/…` answers HEAD with 405, `/headslow/…` late, `/headdrop/…` not at all. */
export interface HookReceiver {
  /** `127.0.0.1:<port>` */
  host: string;
  /** All requests, also HEAD. */
  requests: ReceivedHook[];
  close(): Promise<void>;
}

/** Starts a receiver; `answer` is the status of every POST, `at` a port to come back to. */
export async function startHookReceiver(answer = 200, at = 0): Promise<HookReceiver> {
  const requests: ReceivedHook[] = [];
  const server = createServer(async (request, response) => {
    const { method = "", url: path = "", rawHeaders } = request;
    const headers = rawHeaders.flatMap((name, at): [string, string][] => (at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? ""]] : []));
    requests.push({ method, path, headers, body: await text(request) });
    if (path.startsWith("/headdrop/")) return void request.socket.destroy();
    if (path.startsWith("/headslow/")) return;
    const status = method === "HEAD" ? Number(/^\/head(\d+)\//.exec(path)?.[1] ?? 200) : answer;
    response.writeHead(status).end();
  });
  const port = await listen(server, at);
  return { host: `127.0.0.1:${port}`, requests, close: () => stop(server) };
}

/** Ports on which nothing good happens. */
export interface BadPorts {
  /** Nobody listens. */
  refused: number;
  /** TLS that has no certificate to show. */
  badTls: number;
  /** Takes connections and never says a word. */
  silent: number;
  close(): Promise<void>;
}

/** Opens the bad ports. */
export async function openBadPorts(): Promise<BadPorts> {
  const silent = createTcpServer((socket) => socket.on("error", () => {}).resume());
  const badTls = createTlsServer({});
  const gone = createTcpServer();
  const ports = { refused: await listen(gone), badTls: await listen(badTls), silent: await listen(silent) };
  await stop(gone);
  return {
    ...ports,
    close: async () => {
      await stop(silent);
      await stop(badTls);
    },
  };
}

async function listen(server: Server | TcpServer, port = 0): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

async function stop(server: Server | TcpServer): Promise<void> {
  if ("closeAllConnections" in server) server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
