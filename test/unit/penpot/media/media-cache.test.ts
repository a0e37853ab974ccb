import { describe, expect, it } from "vitest";
import { createMediaCache } from "../../../../src/penpot/media/media-cache.ts";

const live = () => new AbortController().signal;

/** A loader that counts, of so many bytes. */
function createLoader(size: number) {
  const loader = { calls: 0, load: async () => void 0 as Uint8Array | undefined };
  loader.load = async () => {
    loader.calls += 1;
    return new Uint8Array(size);
  };
  return loader;
}

describe("createMediaCache", () => {
  it("drops what was not used for longest", async () => {
    const cache = createMediaCache(100);
    const [a, rest] = [createLoader(25), createLoader(25)];
    for (const key of ["a", "b", "c", "d"]) await cache.get(key, live(), key === "a" ? a.load : rest.load);
    await cache.get("a", live(), a.load);
    await cache.get("e", live(), rest.load);
    await cache.get("a", live(), a.load);
    expect(a.calls).toBe(1);
    await cache.get("b", live(), rest.load);
    expect(rest.calls).toBe(5);
  });

  it("does not keep what would fill a good part of it", async () => {
    const cache = createMediaCache(100);
    const large = createLoader(26);
    await cache.get("a", live(), large.load);
    await cache.get("a", live(), large.load);
    expect(large.calls).toBe(2);
  });

  it("does not ask at all when nobody waits any more", async () => {
    const loader = createLoader(1);
    await expect(createMediaCache().get("a", AbortSignal.abort(), loader.load)).rejects.toMatchObject({ code: "PENPOT_ABORTED" });
    expect(loader.calls).toBe(0);
  });

  it("starts anew after a load that was given up", async () => {
    const cache = createMediaCache();
    const stop = new AbortController();
    const never = cache.get("a", stop.signal, () => new Promise(() => {}));
    stop.abort();
    await expect(never).rejects.toMatchObject({ code: "PENPOT_ABORTED" });
    expect(await cache.get("a", live(), createLoader(3).load)).toHaveLength(3);
  });

  it("tells all who wait of a failure, and forgets it", async () => {
    const cache = createMediaCache();
    const fail = async () => {
      throw new Error("no");
    };
    const both = await Promise.allSettled([cache.get("a", live(), fail), cache.get("a", live(), fail)]);
    expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await cache.get("a", live(), createLoader(3).load)).toHaveLength(3);
  });
});
