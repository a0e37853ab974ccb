import type { Redis } from "ioredis";
import type { FileRef } from "../design.ts";
import { SyncedState } from "../run.ts";
import { withRedis } from "./redis-errors.ts";

/** What was synced last, per recipe text and design file. Losing it costs one run each. */
export interface SyncedStore {
  getSynced(recipeHash: string, file: FileRef): Promise<SyncedState | undefined>;
  setSynced(recipeHash: string, file: FileRef, state: SyncedState): Promise<void>;
}

/** Marks of our own webhooks self-test, remembered for ten minutes. */
export interface NonceStore {
  rememberNonce(nonce: string): Promise<void>;
  hasSeenNonce(nonce: string): Promise<boolean>;
}

const MONTH_MS = 30 * 86_400_000;
const NONCE_MS = 600_000;

/** One hash per recipe text; that of a recipe that changed or went is forgotten after a month. */
export function createSyncedStore(redis: Redis, { prefix }: { prefix: string }): SyncedStore {
  const keyOf = (recipeHash: string) => `${prefix}:synced:${recipeHash}`;
  return {
    getSynced: (recipeHash, file) =>
      withRedis("look up what was synced last", async () => {
        const text = await redis.hget(keyOf(recipeHash), fieldOf(file));
        return text === null ? undefined : SyncedState.safeParse(JSON.parse(text)).data;
      }),
    setSynced: (recipeHash, file, { revn, vern, modifiedAt, failedAt }) =>
      withRedis("remember what was synced", async () => {
        const key = keyOf(recipeHash);
        await redis.multi().hset(key, fieldOf(file), JSON.stringify({ revn, vern, modifiedAt, failedAt })).pexpire(key, MONTH_MS).exec();
      }),
  };
}

/** Shared by all processes: one sends the nonce, another sees it come back. */
export function createNonceStore(redis: Redis, { prefix }: { prefix: string }): NonceStore {
  const keyOf = (nonce: string) => `${prefix}:nonce:${nonce}`;
  return {
    rememberNonce: (nonce) => withRedis("remember a nonce", async () => void (await redis.set(keyOf(nonce), "1", "PX", NONCE_MS))),
    hasSeenNonce: (nonce) => withRedis("look up a nonce", async () => (await redis.exists(keyOf(nonce))) === 1),
  };
}

function fieldOf({ instance, fileId }: FileRef): string {
  return `${instance}/${fileId}`;
}
