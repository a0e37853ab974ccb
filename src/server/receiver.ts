import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Delivery } from "../delivery.ts";
import { toErrorRecord, UserError } from "../errors.ts";
import { maskWebhookPath, readEnvelope, type WebhookPath } from "../events/index.ts";
import { refuse, sendNotFound, toRefusal } from "./answers.ts";
import { createDeadline } from "./deadline.ts";
import type { ServerOptions, Timeouts } from "./options.ts";
import { createPathMatcher } from "./path-matcher.ts";

type ContentType = Delivery["contentType"];

/** A request's body together with the parser's name for its content type. */
interface Payload {
  contentType: ContentType;
  body: Buffer;
}

/** What the receiver must know of the server around it. */
export interface ReceiverContext {
  options: ServerOptions;
  timeouts: Timeouts;
  isClosing(): boolean;
}

const ALLOWED = "HEAD, POST";

/** Serves the webhook paths: `HEAD` for Penpot's validation request (integration §5.2), `POST` for deliveries. Anything stored is answered 200. */
export function addReceiver(app: FastifyInstance, context: ReceiverContext): void {
  const find = createFinder(context.options);
  addBodyParser(app, "application/json");
  addBodyParser(app, "application/transit+json");
  const method = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
  app.route({ method, url: "/hooks/*", onRequest: createDoor(context, find), handler: createHandler(context, find) });
}

/** Finds the team a request speaks for; undefined when its path is none of ours. */
type Finder = (request: FastifyRequest) => WebhookPath | undefined;

function createFinder({ secrets, instances }: ServerOptions): Finder {
  const match = createPathMatcher(secrets);
  return (request) => {
    const found = match(pathOf(request));
    return found && instances.includes(found.instance) ? found : undefined;
  };
}

function addBodyParser(app: FastifyInstance, contentType: ContentType): void {
  app.addContentTypeParser<Buffer>(contentType, { parseAs: "buffer" }, (_request, body, done) => {
    done(null, { contentType, body } satisfies Payload);
  });
}

/** Decides before the body is read: strangers are answered 404 whatever they send. */
function createDoor({ options: { log } }: ReceiverContext, find: Finder) {
  return function door(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
    if (find(request) === undefined) {
      log.info({ method: request.method, path: maskWebhookPath(pathOf(request)) }, "webhook address not known");
      sendNotFound(reply);
    } else if (request.method === "POST" || request.method === "HEAD") {
      done();
    } else {
      reply.header("allow", ALLOWED);
      refuse(reply, 405, toRefusal("METHOD_NOT_ALLOWED", `${request.method} is not answered here.`, "Penpot sends HEAD and POST."));
    }
  };
}

function createHandler({ options, timeouts, isClosing }: ReceiverContext, find: Finder) {
  const { deliveries, log, now = Date.now } = options;
  const inTime = createDeadline(timeouts.append, "Storing the delivery");
  return async function receive(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (request.method === "HEAD") return reply.code(200).send();
    const hook = find(request);
    const payload = request.body as Payload | undefined;
    if (hook === undefined || payload === undefined) return refuse(reply, 415, UNSUPPORTED);
    const { instance, teamId } = hook;
    const { contentType, body } = payload;
    try {
      readEnvelope(payload);
      await inTime(deliveries.append({ instance, teamId, contentType, body, receivedAt: now() }));
    } catch (error) {
      return refuseDelivery(error, reply, log.child({ instance, team: teamId }));
    }
    // The request may have begun before the closing, when the connection was still to be kept.
    if (isClosing()) reply.header("connection", "close");
    return reply.code(200).send();
  };
}

/** The answer to content types Penpot does not send. */
export const UNSUPPORTED = toRefusal(
  "UNSUPPORTED_MEDIA_TYPE",
  "The content type must be application/json or application/transit+json.",
  "Choose one of the two in the webhook's settings in Penpot.",
);

const UNAVAILABLE = toRefusal(
  "UNAVAILABLE",
  "The delivery could not be stored.",
  "Redis does not answer in time. Penpot sends no delivery twice; the next reconciliation finds the change.",
);

function refuseDelivery(error: unknown, reply: FastifyReply, log: ServerOptions["log"]): FastifyReply {
  if (error instanceof UserError) {
    log.warn({ code: error.code, reason: error.message }, "delivery refused");
    return refuse(reply, 400, toRefusal(error.code, error.message, error.hint ?? ""));
  }
  // The store's hint speaks of trying again, which nobody does with a delivery.
  const { hint: _hint, ...cause } = toErrorRecord(error);
  log.error({ cause }, "delivery lost: it could not be stored");
  return refuse(reply, 503, UNAVAILABLE);
}

function pathOf({ url }: FastifyRequest): string {
  const query = url.indexOf("?");
  return query < 0 ? url : url.slice(0, query);
}
