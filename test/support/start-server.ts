import { onTestFinished } from "vitest";
import { createSecrets } from "../../src/config/secrets.ts";
import type { Delivery } from "../../src/delivery.ts";
import { webhookPath } from "../../src/events/index.ts";
import { createLogger } from "../../src/log.ts";
import { createServer, type PenopsServer, type ServerOptions } from "../../src/server/index.ts";
import { TEAM } from "./webhooks.ts";

export const SECRET = "the current secret of the tests";
export const PREVIOUS_SECRET = "the previous secret of the tests";

/** The webhook path of the captured team on the instance `main`. */
export const HOOK = webhookPath(SECRET, "main", TEAM);

/** A listening server with what it stored and logged. */
export interface TestServer {
  server: PenopsServer;
  port: number;
  url: string;
  deliveries: Delivery[];
  /** The log's lines as they were written. */
  lines: string[];
}

/** Starts a server that keeps deliveries in memory; the test's end closes it. */
export async function startServer(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const deliveries: Delivery[] = [];
  const lines: string[] = [];
  const log = createLogger({ level: "trace", format: "json", secrets: createSecrets(), write: (line) => void lines.push(line) });
  const server = createServer({
    host: "127.0.0.1",
    port: 0,
    bodyLimit: 64 * 1024,
    secrets: [SECRET, PREVIOUS_SECRET],
    instances: ["main"],
    deliveries: { append: async (delivery) => `${deliveries.push(delivery)}-0` },
    health: async () => ({ ready: true, reasons: [] }),
    hasSeenNonce: async (nonce) => nonce === "seen",
    log,
    ...options,
  });
  const { port } = await server.listen();
  onTestFinished(() => server.close(AbortSignal.timeout(1_000)));
  return { server, port, url: `http://127.0.0.1:${port}`, deliveries, lines };
}
