import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { openZip } from "../../../src/design/zip.ts";

const LIMITS = { entries: 10, entryBytes: 1000, totalBytes: 1000, ratio: 100, ratioFloorBytes: 1000 };

/** A zip of one stored file whose sizes, offset and directory are given in their zip64 places only, as Java writes large archives. */
function buildZip64(name: string, content: Buffer): Buffer {
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(name.length, 26);
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  extra.writeBigUInt64LE(BigInt(content.length), 4);
  extra.writeBigUInt64LE(BigInt(content.length), 12);
  extra.writeBigUInt64LE(0n, 20);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt32LE(crc32(content), 16);
  for (const field of [20, 24, 42]) central.writeUInt32LE(0xffffffff, field);
  central.writeUInt16LE(name.length, 28);
  central.writeUInt16LE(extra.length, 30);
  const start = local.length + name.length + content.length;
  const end64At = start + central.length + name.length + extra.length;
  const end64 = Buffer.alloc(56);
  end64.writeUInt32LE(0x06064b50, 0);
  end64.writeBigUInt64LE(1n, 32);
  end64.writeBigUInt64LE(BigInt(start), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(end64At), 8);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(0xffff, 10);
  end.writeUInt32LE(0xffffffff, 16);
  return Buffer.concat([local, Buffer.from(name), content, central, Buffer.from(name), extra, end64, locator, end]);
}

describe("openZip on zip64", () => {
  const bytes = buildZip64("manifest.json", Buffer.from("{}"));

  it("finds the files by their large numbers", () => {
    const zip = openZip(bytes, LIMITS);
    expect(zip.names).toEqual(["manifest.json"]);
    expect(Buffer.from(zip.read("manifest.json") ?? []).toString()).toBe("{}");
  });

  it("refuses numbers that point outside of it", () => {
    const wrong = Buffer.from(bytes);
    wrong.writeBigUInt64LE(2n ** 60n, wrong.length - 22 - 20 + 8);
    expect(() => openZip(wrong, LIMITS)).toThrow(expect.objectContaining({ code: "ARCHIVE_TRUNCATED" }));
  });
});
