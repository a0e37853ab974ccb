// Ours: the receiver as the daemon runs it, over the daemon's own Redis client and log of deliveries.

import { createSecrets } from "../../src/config/secrets.ts";
import { createLogger } from "../../src/log.ts";
import { createDeliveryLog } from "../../src/queue/deliveries.ts";
import { startRedis } from "../../src/queue/redis.ts";
import { createServer } from "../../src/server/index.ts";
import { redisPort, report } from "./child.ts";
import { SECRET } from "./hook.ts";

const log = createLogger({ level: "info", format: "json", secrets: createSecrets(), write: (line) => process.stderr.write(line) });
const redis = await startRedis({ url: `redis://127.0.0.1:${redisPort()}` }, "unused", log, AbortSignal.timeout(10_000));
const server = createServer({
  host: "127.0.0.1",
  port: 0,
  bodyLimit: 1_048_576,
  secrets: [SECRET],
  instances: ["main"],
  deliveries: createDeliveryLog(redis.createClient("receiver"), { prefix: "bench" }),
  health: async () => ({ ready: true, reasons: [] }),
  hasSeenNonce: async () => false,
  log,
});
report((await server.listen()).port);
