import { describe, expect, it } from "vitest";
import type { Design } from "../../../src/design.ts";
import { createDesignCache } from "../../../src/penpot/design-cache.ts";

const known = (etag: string) => ({ etag, design: { id: etag } as Design });

describe("the design cache", () => {
  it("drops the least recently used entry", () => {
    const cache = createDesignCache(2, 100);
    cache.set("a", known("a"), 1);
    cache.set("b", known("b"), 1);
    cache.get("a");
    cache.set("c", known("c"), 1);
    expect([cache.get("a")?.etag, cache.get("b")?.etag, cache.get("c")?.etag]).toEqual(["a", undefined, "c"]);
  });

  it("stays within its size", () => {
    const cache = createDesignCache(9, 100);
    cache.set("a", known("a"), 60);
    cache.set("b", known("b"), 60);
    expect([cache.get("a"), cache.get("b")?.etag]).toEqual([undefined, "b"]);
  });

  it("counts a replaced entry once", () => {
    const cache = createDesignCache(9, 100);
    cache.set("a", known("old"), 60);
    cache.set("a", known("new"), 60);
    cache.set("b", known("b"), 40);
    expect([cache.get("a")?.etag, cache.get("b")?.etag]).toEqual(["new", "b"]);
  });

  it("keeps nothing that is larger than itself, and forgets what it replaces", () => {
    const cache = createDesignCache(9, 100);
    cache.set("a", known("old"), 10);
    cache.set("a", known("huge"), 101);
    expect(cache.get("a")).toBeUndefined();
  });
});
