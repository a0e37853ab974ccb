// The baseline of bench/startup.ts: Fastify and one BullMQ worker, nothing else.
import { Queue, Worker } from "bullmq";
import fastify from "fastify";
import { Redis } from "ioredis";

const url = process.argv[2] ?? "redis://127.0.0.1:6379";
const connection = new Redis(url, { maxRetriesPerRequest: null });
const queue = new Queue("bare", { connection });
const worker = new Worker("bare", async () => undefined, { connection: new Redis(url, { maxRetriesPerRequest: null }) });
await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);
const server = fastify();
server.get("/readyz", async () => ({ ready: true }));
server.post("/hook", async (request) => {
  await queue.add("hook", request.body);
  return "";
});
await server.listen({ host: "127.0.0.1", port: Number(process.argv[3]) });
