import { once } from "node:events";
import type { AddressInfo } from "node:net";
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { PermanentError, toErrorRecord } from "../errors.ts";
import { refuse, sendNotFound, toRefusal } from "./answers.ts";
import { DEFAULT_TIMEOUTS, type ServerOptions, type Timeouts } from "./options.ts";
import { addProbes } from "./probes.ts";
import { addReceiver, UNSUPPORTED } from "./receiver.ts";

/** The HTTP side of Penops. */
export interface PenopsServer {
  /** Resolves once connections are accepted; throws SERVER_LISTEN when the address is not to be had. */
  listen(): Promise<{ port: number; address: string }>;
  /** Accepts nothing more, answers what is in flight, and resolves when the last connection is gone; the signal (default: 10 s) ends the patience. */
  close(signal?: AbortSignal): Promise<void>;
}

const DRAIN_MS = 10_000;
const SWEEP_MS = 50;

/** Builds the server over the options; nothing listens yet. */
export function createServer(options: ServerOptions): PenopsServer {
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const app = createApp(options, timeouts);
  let closing: Promise<void> | undefined;
  addProbes(app, options, timeouts);
  addReceiver(app, { options, timeouts, isClosing: () => closing !== undefined });
  return {
    listen: () => listen(app, options),
    close(signal = AbortSignal.timeout(DRAIN_MS)) {
      closing ??= drain(app, signal);
      return closing;
    },
  };
}

/** A Fastify without logging of its own and without parsers; limits against slow and large requests. */
function createApp(options: ServerOptions, timeouts: Timeouts): FastifyInstance {
  const app: FastifyInstance = fastify({
    logger: false,
    bodyLimit: options.bodyLimit,
    return503OnClosing: false,
    requestTimeout: timeouts.request,
    http: { headersTimeout: timeouts.headers, connectionsCheckingInterval: timeouts.check },
    frameworkErrors: (_error, _request, reply) => sendNotFound(reply),
  });
  app.removeAllContentTypeParsers();
  app.setNotFoundHandler((_request, reply) => sendNotFound(reply));
  app.setErrorHandler<FastifyError>((error, request, reply) => sendError(error, request, reply, options));
  return app;
}

function sendError(error: FastifyError, request: FastifyRequest, reply: FastifyReply, { bodyLimit, log }: ServerOptions): FastifyReply {
  if (request.is404) return sendNotFound(reply);
  if (error.statusCode === 413) {
    const message = `The body is larger than ${bodyLimit} bytes.`;
    return refuse(
      reply,
      413,
      toRefusal("BODY_TOO_LARGE", message, "Penpot's events are a few kilobytes; server.body-limit sets the bound."),
    );
  }
  if (error.statusCode === 415) return refuse(reply, 415, UNSUPPORTED);
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return refuse(reply, error.statusCode, toRefusal("BAD_REQUEST", "The request is malformed.", "Send it again whole."));
  }
  log.error({ method: request.method, cause: toErrorRecord(error) }, "request failed");
  return refuse(reply, 500, toRefusal("INTERNAL", "The request failed.", "The log of Penops says why."));
}

/** Listens by itself: Fastify's own `listen` would add an `upgrade` listener for "localhost", and Penpot's requests would vanish in it (integration §1.2). */
async function listen(app: FastifyInstance, { host, port }: ServerOptions): Promise<{ port: number; address: string }> {
  await app.ready();
  try {
    app.server.listen({ host, port });
    await once(app.server, "listening");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const hint = "Another process may hold the port; server.host and server.port say where Penops listens.";
    throw new PermanentError("SERVER_LISTEN", `Penops cannot listen on ${host}, port ${port}: ${why}.`, { cause, hint });
  }
  const { address, port: actual } = app.server.address() as AddressInfo;
  return { port: actual, address };
}

async function drain(app: FastifyInstance, signal: AbortSignal): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    app.server.close(() => resolve());
  });
  const giveUp = () => app.server.closeAllConnections();
  signal.addEventListener("abort", giveUp, { once: true });
  if (signal.aborted) giveUp();
  // A connection that was busy when the closing began is idle afterwards, and Node would keep it.
  const sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_MS);
  await closed;
  clearInterval(sweep);
  signal.removeEventListener("abort", giveUp);
  await app.close();
}
