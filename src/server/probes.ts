import type { FastifyInstance } from "fastify";
import { toErrorRecord } from "../errors.ts";
import { version } from "../version.ts";
import { refuse, sendNotFound, toRefusal } from "./answers.ts";
import { createDeadline } from "./deadline.ts";
import type { Health, ServerOptions, Timeouts } from "./options.ts";

const NONCE = /^[A-Za-z0-9_-]{1,100}$/;

const NO_ANSWER = toRefusal(
  "UNAVAILABLE",
  "The answer could not be found out.",
  "The store behind Penops does not answer in time; ask again.",
);

/** Serves `/`, `/livez`, `/readyz`, `/self-test/:nonce` and, where there is one, `/status`. */
export function addProbes(app: FastifyInstance, options: ServerOptions, timeouts: Timeouts): void {
  const { status } = options;
  const inTime = createDeadline(timeouts.probe, "The answer");
  const links = { live: "/livez", ready: "/readyz", ...(status && { status: "/status" }) };
  app.get("/", () => ({ name: "penops", version, links }));
  app.get("/livez", () => ({ live: true }));
  app.get("/readyz", async (_request, reply) => {
    const health = await readHealth(options, inTime);
    return reply.code(health.ready ? 200 : 503).send(health);
  });
  app.get<{ Params: { nonce: string } }>("/self-test/:nonce", async (request, reply) => {
    const { nonce } = request.params;
    if (!NONCE.test(nonce)) return sendNotFound(reply);
    try {
      const isSeen = await inTime(options.hasSeenNonce(nonce));
      return isSeen ? reply.code(204).send() : sendNotFound(reply);
    } catch (error) {
      options.log.warn({ cause: toErrorRecord(error) }, "self-test not answered");
      return refuse(reply, 503, NO_ANSWER);
    }
  });
  if (status === undefined) return;
  app.get("/status", async (_request, reply) => {
    try {
      return await inTime(status());
    } catch (error) {
      options.log.warn({ cause: toErrorRecord(error) }, "status not answered");
      return refuse(reply, 503, NO_ANSWER);
    }
  });
}

async function readHealth({ health, log }: ServerOptions, inTime: (answer: Promise<Health>) => Promise<Health>): Promise<Health> {
  try {
    const { ready, reasons } = await inTime(health());
    return { ready, reasons };
  } catch (error) {
    log.warn({ cause: toErrorRecord(error) }, "health not known");
    return { ready: false, reasons: ["The health check failed; the log says why."] };
  }
}
