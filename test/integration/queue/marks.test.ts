import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { createNonceStore, createSyncedStore } from "../../../src/queue/marks.ts";
import { backends, newFile, newPrefix, startBackend, type TestStore, titleOf } from "../../support/queue.ts";

const state = { revn: 41, vern: 2, modifiedAt: "2026-03-04T10:00:00.000Z" };

describe.each(backends)("$name", (backend) => {
  describe.skipIf(backend.missing)(titleOf("marks", backend), () => {
    let store: TestStore;
    beforeAll(async () => {
      store = await startBackend(backend);
    });
    afterAll(() => store?.stop());

    function setUp() {
      const prefix = newPrefix();
      const client = store.redis.createClient("producer");
      onTestFinished(() => client.disconnect());
      return { prefix, client, synced: createSyncedStore(client, { prefix }), nonces: createNonceStore(client, { prefix }) };
    }

    it("say what was synced last, per recipe text and design file", async () => {
      const { synced } = setUp();
      await synced.setSynced("hash-1", newFile("f-1"), state);
      expect(await synced.getSynced("hash-1", newFile("f-1"))).toEqual(state);
      expect(await synced.getSynced("hash-2", newFile("f-1"))).toBeUndefined();
      expect(await synced.getSynced("hash-1", newFile("f-2"))).toBeUndefined();
      expect(await synced.getSynced("hash-1", { ...newFile("f-1"), instance: "other" })).toBeUndefined();
    });

    it("may say a lower revision than before", async () => {
      const { synced } = setUp();
      await synced.setSynced("hash", newFile(), state);
      await synced.setSynced("hash", newFile(), { ...state, revn: 3 });
      expect((await synced.getSynced("hash", newFile()))?.revn).toBe(3);
    });

    it("treat what they cannot read as never synced", async () => {
      const { synced, client, prefix } = setUp();
      await client.hset(`${prefix}:synced:hash`, "main/f-1", '{"revn":"seven"}');
      expect(await synced.getSynced("hash", newFile("f-1"))).toBeUndefined();
    });

    it("know a nonce for ten minutes", async () => {
      const { nonces, client, prefix } = setUp();
      expect(await nonces.hasSeenNonce("n1")).toBe(false);
      await nonces.rememberNonce("n1");
      expect(await nonces.hasSeenNonce("n1")).toBe(true);
      const left = await client.pttl(`${prefix}:nonce:n1`);
      expect(left).toBeGreaterThan(590_000);
      expect(left).toBeLessThanOrEqual(600_000);
    });
  });
});
