import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS, openZip } from "../../../src/design/zip.ts";
import { createZipWriter } from "../../../src/design/zip-writer.ts";

const live = () => new AbortController().signal;

/** A zip of these files. */
async function write(files: Record<string, Uint8Array>, isStored = false): Promise<Uint8Array> {
  const writer = createZipWriter(live());
  for (const [name, content] of Object.entries(files)) await writer.add(name, content, isStored);
  return writer.end();
}

describe("createZipWriter", () => {
  it("writes what any other program reads", async () => {
    const files = { "a.txt": Buffer.from("aaaa".repeat(100)), "ünï/b.bin": new Uint8Array([1, 2, 3]), empty: new Uint8Array() };
    const read = unzipSync(await write(files));
    expect(Object.keys(read)).toEqual(Object.keys(files));
    expect(Buffer.from(read["a.txt"] ?? []).toString()).toBe("aaaa".repeat(100));
    expect(read["ünï/b.bin"]).toEqual(new Uint8Array([1, 2, 3]));
    expect(read["empty"]).toHaveLength(0);
  });

  it("packs large files in pieces, and they come out whole", async () => {
    const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * index) % 251));
    const bytes = await write({ large: content });
    expect(bytes.byteLength).toBeLessThan(content.byteLength / 2);
    expect(openZip(bytes, DEFAULT_LIMITS).read("large")).toEqual(new Uint8Array(content));
  });

  it("leaves as it is what grows when it is packed, or shall not be packed", async () => {
    const names = [new Uint8Array([1]), Buffer.from("aaaa".repeat(100))];
    expect(await write({ tiny: names[0] ?? new Uint8Array() })).toHaveLength(30 + 4 + 1 + 46 + 4 + 22);
    expect(await write({ text: names[1] ?? new Uint8Array() }, true)).toHaveLength(30 + 4 + 400 + 46 + 4 + 22);
  });

  it("writes more files than a plain zip can count", async () => {
    const files = Object.fromEntries(Array.from({ length: 66_000 }, (_, index) => [`f${index}`, new Uint8Array()]));
    const zip = openZip(await write(files, true), DEFAULT_LIMITS);
    expect(zip.names).toHaveLength(66_000);
    expect(zip.read("f65999")).toHaveLength(0);
  });

  it("stops with the signal's reason", async () => {
    const writer = createZipWriter(AbortSignal.abort(new Error("stopped")));
    await expect(writer.add("a", new Uint8Array(), false)).rejects.toThrow("stopped");
  });
});
