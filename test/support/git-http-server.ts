import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it came; `path` has no query. */
export interface LoggedRequest {
  method: string;
  path: string;
  query: string;
  authorization: string | undefined;
}

/** Answers a request in place of the server, or leaves it (`false`). */
export type Fault = (request: LoggedRequest, response: ServerResponse) => boolean | Promise<boolean>;

export interface GitHttpServer {
  url: string;
  requests: LoggedRequest[];
  /** Asked before every request; tests push and remove them. */
  faults: Fault[];
  close(): Promise<void>;
}

export interface GitHttpServerOptions {
  /** The folder of the repositories. */
  folder: string;
  /** Who may come in, by the request's Authorization header; anybody when absent. */
  allows?: (authorization: string | undefined) => boolean;
  /** Takes the requests that are not git's; answers 404 when absent. */
  handle?: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
  /** Awaited after every push, before its answer ends. */
  afterPush?: (repository: string) => Promise<void>;
}

/** Real smart HTTP: `git http-backend` behind node:http with Basic authentication, on a port of its own. */
export async function startGitHttpServer(options: GitHttpServerOptions): Promise<GitHttpServer> {
  const requests: LoggedRequest[] = [];
  const faults: Fault[] = [];
  const server = createServer(async (request, response) => {
    const { pathname, search } = new URL(request.url ?? "/", "http://host");
    const logged = {
      method: request.method ?? "GET",
      path: pathname,
      query: search.slice(1),
      authorization: request.headers.authorization,
    };
    requests.push(logged);
    for (const fault of faults) if (await fault(logged, response)) return void request.resume();
    const git = /^\/(.+?)\/(info\/refs|git-upload-pack|git-receive-pack|HEAD|objects\/.*)$/.exec(pathname);
    if (!git?.[1]) return answerOther(request, response, options);
    if (options.allows?.(request.headers.authorization) === false) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end("Unauthorized");
      request.resume();
      return;
    }
    runBackend(request, response, pathname, search.slice(1), options, git[1]);
  });
  const url = await listen(server);
  return { url, requests, faults, close: () => close(server) };
}

/** Starts a server on an ephemeral loopback port and returns its address. */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Closes a server and every connection it has. */
export async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

function answerOther(request: IncomingMessage, response: ServerResponse, { handle }: GitHttpServerOptions): void {
  if (!handle) return void response.writeHead(404).end();
  Promise.resolve(handle(request, response)).catch((error) => response.writeHead(500).end(String(error)));
}

/** Lets in who carries `user:password`. */
export function onlyWith(credentials: string): (authorization: string | undefined) => boolean {
  const expected = `Basic ${Buffer.from(credentials).toString("base64")}`;
  return (authorization) => authorization === expected;
}

function runBackend(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: string,
  { folder, afterPush }: GitHttpServerOptions,
  repository: string,
): void {
  const { headers } = request;
  const child = spawn("git", ["http-backend"], {
    env: {
      PATH: process.env["PATH"],
      LC_ALL: "C",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: decodeURIComponent(path),
      QUERY_STRING: query,
      REQUEST_METHOD: request.method,
      REMOTE_USER: "penops",
      REMOTE_ADDR: "127.0.0.1",
      CONTENT_TYPE: headers["content-type"] ?? "",
      ...(headers["content-length"] && { CONTENT_LENGTH: headers["content-length"] }),
      ...(headers["content-encoding"] && { HTTP_CONTENT_ENCODING: headers["content-encoding"] }),
      ...(headers["git-protocol"] && { GIT_PROTOCOL: String(headers["git-protocol"]) }),
    },
  });
  request.pipe(child.stdin);
  child.stdin.on("error", () => request.resume());
  response.on("close", () => child.kill());
  answer(child.stdout, response, async () => {
    if (path.endsWith("/git-receive-pack")) await afterPush?.(repository);
  });
}

/** Turns CGI output into an answer; its end waits for `before`. */
function answer(output: NodeJS.ReadableStream, response: ServerResponse, before: () => Promise<void>): void {
  let head = Buffer.alloc(0);
  output.on("data", (chunk: Buffer) => {
    if (response.headersSent) return void response.write(chunk);
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf("\r\n\r\n");
    if (end === -1) return;
    const lines = head.toString("latin1", 0, end).split("\r\n");
    const fields = lines.map((line) => line.split(/:\s*/, 2) as [string, string]);
    const status = fields.find(([name]) => name.toLowerCase() === "status")?.[1];
    for (const [name, value] of fields) if (name.toLowerCase() !== "status") response.setHeader(name, value);
    response.writeHead(Number.parseInt(status ?? "200", 10));
    response.write(head.subarray(end + 4));
  });
  output.on("end", () => {
    if (!response.headersSent) response.writeHead(500);
    void before().finally(() => response.end());
  });
}
