export { createDeliveryLog, firstTime } from "./deliveries.ts";
export { createDeliveryReader, type DeliveryEntry, type DeliveryReader, type DeliveryReaderOptions } from "./delivery-reader.ts";
export { createNonceStore, createSyncedStore, type NonceStore, type SyncedStore } from "./marks.ts";
export { type ClientRole, type RedisHandle, startRedis } from "./redis.ts";
export { decideRetry, type RetryPolicy } from "./retry.ts";
export { createRunQueue, type Enqueued, type RunCounts, type RunQueue } from "./run-queue.ts";
export { createRunWorker, type ProcessRun, type RunWorker, type RunWorkerOptions } from "./run-worker.ts";
export { createTimers, type TimerJob, type Timers } from "./timers.ts";
