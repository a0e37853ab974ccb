import { createDeliveryReader } from "../../src/queue/delivery-reader.ts";
import { startRedis } from "../../src/queue/redis.ts";
import { createRunQueue } from "../../src/queue/run-queue.ts";
import { createRunWorker } from "../../src/queue/run-worker.ts";
import { newEvent, newFile, silent } from "./queue.ts";

const never = new Promise<never>(() => undefined);
const [part, target = "", prefix = "", crashAt = ""] = process.argv.slice(2);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Starts a Redis in that folder and stays. */
async function holdRedis(): Promise<void> {
  const redis = await startRedis({}, target, silent(), AbortSignal.timeout(20_000));
  await redis.createClient("producer").set("written-by", "hold-redis");
  say("ready");
}

/** Takes a run and never ends it. */
async function holdRun(): Promise<void> {
  const redis = await startRedis({ url: target }, "unused", silent(), AbortSignal.timeout(20_000));
  const options = { prefix, concurrency: 1, lockMs: 400, retry: { attempts: 3, baseMs: 10, maxMs: 10 } };
  const processRun = async (run: { id: string }) => {
    say(`running ${run.id}`);
    return never;
  };
  await createRunWorker(redis, options, processRun, silent());
  say("ready");
}

/** Reads deliveries and stops for good before or after a run was queued. */
async function holdDelivery(): Promise<void> {
  const redis = await startRedis({ url: target }, "unused", silent(), AbortSignal.timeout(20_000));
  const queue = await createRunQueue(redis, { prefix, attempts: 3 }, silent());
  createDeliveryReader(
    redis,
    { prefix, consumer: "killed" },
    async ([entry]) => {
      const request = { recipe: "icons", file: newFile(), quietMs: 0, maxWaitMs: 0 };
      if (crashAt === "after-enqueue") await queue.enqueue(request, newEvent(String(entry?.delivery.body)));
      say("handling");
      await never;
    },
    silent(),
    new AbortController().signal,
  );
}

const parts: Record<string, () => Promise<void>> = { "hold-redis": holdRedis, "hold-run": holdRun, "hold-delivery": holdDelivery };
await parts[part ?? ""]?.();
// keeps the process alive until it is killed
setInterval(() => undefined, 60_000);
