// The usual way: Express parses the JSON, BullMQ takes it as a job.
import { Queue } from "bullmq";
import express from "express";
import { redisPort, report } from "./child.ts";

const queue = new Queue("deliveries", { connection: { host: "127.0.0.1", port: redisPort() } });
await queue.waitUntilReady();
const app = express();
app.use(express.json());
app.post("/hook", async (request, response) => {
  await queue.add("delivery", request.body);
  response.status(200).end();
});
const server = app.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") report(address.port);
});
