import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openPackCache, type PackCache } from "../../../src/cache-pack/index.ts";

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "penops-cache-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function open(folder: string, name = "icons of Acme", maxBytes = 1_000_000): Promise<PackCache> {
  return openPackCache({ folder, name, maxBytes });
}

function onlyFile(folder: string): string {
  const [file = "", ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  return join(folder, file);
}

/** A saved cache of those entries, opened again. */
async function reopen(folder: string, entries: Record<string, string>): Promise<PackCache> {
  const cache = await open(folder);
  for (const [key, value] of Object.entries(entries)) cache.set(key, Buffer.from(value));
  await cache.save();
  return open(folder);
}

function textOf(cache: PackCache, key: string): string | undefined {
  const value = cache.get(key);
  return value && Buffer.from(value).toString();
}

describe("a cache in a file", () => {
  it("has what was saved, whatever keys and values hold", async () => {
    const folder = join(makeFolder(), "made", "when needed");
    const entries = { a: "1", "": "no key", "ключ\n\u0000": "", __proto__: "plain", long: "x".repeat(100_000) };
    const cache = await reopen(folder, entries);
    for (const [key, value] of Object.entries(entries)) expect(textOf(cache, key)).toBe(value);
    expect(cache.get("b")).toBeUndefined();
  });

  it("gives what was set before it is saved, the last value of each key", async () => {
    const cache = await open(makeFolder());
    cache.set("a", Buffer.from("1"));
    cache.set("a", Buffer.from("2"));
    expect(textOf(cache, "a")).toBe("2");
  });

  it("drops what was neither read nor set since it was opened", async () => {
    const folder = makeFolder();
    const cache = await reopen(folder, { read: "1", set: "2", left: "3" });
    cache.get("read");
    cache.set("set", Buffer.from("2"));
    await cache.save();
    const again = await open(folder);
    expect(["read", "set", "left"].map((key) => textOf(again, key))).toEqual(["1", "2", undefined]);
  });

  it("is written only when something changed", async () => {
    const folder = makeFolder();
    const cache = await reopen(folder, { a: "1", b: "2" });
    const file = onlyFile(folder);
    utimesSync(file, 1, 1);
    cache.get("b");
    cache.set("a", Buffer.from("1"));
    await cache.save();
    expect(statSync(file).mtimeMs).toBe(1000);
    cache.set("a", Buffer.from("new"));
    await cache.save();
    await cache.save();
    expect(statSync(file).mtimeMs).toBeGreaterThan(1000);
    expect(textOf(await open(folder), "a")).toBe("new");
  });

  it("keeps names apart, also those that only look alike as files", async () => {
    const folder = makeFolder();
    for (const name of ["a/b", "a b", "A/B", "../a"]) {
      const cache = await open(folder, name);
      cache.set("name", Buffer.from(name));
      await cache.save();
    }
    expect(readdirSync(folder)).toHaveLength(4);
    for (const name of ["a/b", "a b", "A/B", "../a"]) expect(textOf(await open(folder, name), "name")).toBe(name);
  });

  it("holds no more than it may, and drops what was used first", async () => {
    const folder = makeFolder();
    const cache = await open(folder, "small", 1000);
    for (const key of ["a", "b", "c", "huge"]) cache.set(key, Buffer.alloc(key === "huge" ? 2000 : 400, key));
    cache.get("a");
    await cache.save();
    expect(statSync(onlyFile(folder)).size).toBeLessThanOrEqual(1000);
    const again = await open(folder, "small", 1000);
    expect(["a", "b", "c", "huge"].filter((key) => again.get(key))).toHaveLength(2);
    expect(again.get("huge")).toBeUndefined();
  });
});

describe("a file that is none of ours", () => {
  const damage: Record<string, (file: Buffer) => Buffer> = {
    empty: () => Buffer.alloc(0),
    foreign: () => Buffer.from('{"version": 1}'),
    "of another version": (file) => Buffer.from(file.toString("latin1").replace("penops-cache 1", "penops-cache 2"), "latin1"),
    "cut short": (file) => file.subarray(0, file.length - 5),
    "changed in one bit": (file) => Buffer.from(file.map((byte, at) => (at === 40 ? byte ^ 1 : byte))),
    "too large": (file) => Buffer.concat([file, Buffer.alloc(2_000_000)]),
  };

  it.each(Object.entries(damage))("is an empty cache when it is %s, and is replaced", async (_name, change) => {
    const folder = makeFolder();
    await reopen(folder, { a: "a longer value than none" });
    const file = onlyFile(folder);
    writeFileSync(file, change(readFileSync(file)));
    const cache = await open(folder);
    expect(cache.get("a")).toBeUndefined();
    cache.set("b", Buffer.from("2"));
    await cache.save();
    expect(textOf(await open(folder), "b")).toBe("2");
  });

  it("is told when it cannot be replaced", async () => {
    const folder = makeFolder();
    writeFileSync(join(folder, "file"), "");
    const cache = await open(join(folder, "file"));
    cache.set("a", Buffer.from("1"));
    await expect(cache.save()).rejects.toMatchObject({ name: "TransientError", code: "CACHE_UNWRITABLE" });
  });
});

describe("several at once", () => {
  it("leave a whole file of one of them", async () => {
    const folder = makeFolder();
    const caches = await Promise.all(Array.from({ length: 8 }, () => open(folder)));
    for (const [index, cache] of caches.entries()) for (const key of ["a", "b"]) cache.set(key, Buffer.from(`${index}`.repeat(50_000)));
    await Promise.all(caches.map((cache) => cache.save()));
    const cache = await open(folder);
    expect(textOf(cache, "a")).toHaveLength(50_000);
    expect(textOf(cache, "a")).toBe(textOf(cache, "b"));
    onlyFile(folder);
  });

  it("clear away what a killed one left, and not what is being written", async () => {
    const folder = makeFolder();
    const cache = await reopen(folder, { a: "1" });
    const file = onlyFile(folder);
    for (const name of ["old", "new"]) writeFileSync(`${file}.${name}.tmp`, "half");
    utimesSync(`${file}.old.tmp`, 1, 1);
    cache.set("b", Buffer.from("2"));
    await cache.save();
    expect(readdirSync(folder).map((name) => join(folder, name))).toEqual([file, `${file}.new.tmp`]);
  });
});
