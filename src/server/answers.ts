import type { FastifyReply } from "fastify";

/** The body of every refusal. */
export interface Refusal {
  error: { code: string; message: string; hint: string };
}

/** Builds a refusal's body. */
export function toRefusal(code: string, message: string, hint: string): Refusal {
  return { error: { code, message, hint } };
}

const NOT_FOUND = toRefusal(
  "NOT_FOUND",
  "There is nothing at this address.",
  "A webhook's address carries a secret that belongs to one team. Penops registers its webhooks itself; an old one stops working when the secret changes.",
);

/** The one answer for unknown paths, wrong secrets and unknown nonces. A body that is still on its way is not read. */
export function sendNotFound(reply: FastifyReply): FastifyReply {
  return refuse(reply, 404, NOT_FOUND);
}

/** Answers a refusal; a request that brings a body loses its connection, so that nobody can make us read on. */
export function refuse(reply: FastifyReply, status: number, refusal: Refusal): FastifyReply {
  const { method } = reply.request;
  if (method !== "GET" && method !== "HEAD") reply.header("connection", "close");
  return reply.code(status).send(refusal);
}
