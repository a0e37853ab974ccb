// The floor: Fastify with a raw body and one XADD of what a delivery is, without a look at anything.
import fastify from "fastify";
import { Redis } from "ioredis";
import { redisPort, report } from "./child.ts";

const redis = new Redis({ host: "127.0.0.1", port: redisPort(), enableAutoPipelining: true });
const app = fastify({ logger: false });
app.removeAllContentTypeParsers();
app.addContentTypeParser(["application/json", "application/transit+json"], { parseAs: "buffer" }, (_request, body, done) =>
  done(null, body),
);
app.post<{ Params: { instance: string; team: string }; Body: Buffer }>("/hooks/:instance/:team/:mac", async (request, reply) => {
  const { instance, team } = request.params;
  const type = request.headers["content-type"] ?? "";
  await redis.xadd("bare", "*", "instance", instance, "team", team, "type", type, "at", Date.now(), "body", request.body);
  return reply.code(200).send();
});
report(Number(new URL(await app.listen({ host: "127.0.0.1", port: 0 })).port));
