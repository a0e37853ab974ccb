import { inflateSync } from "node:zlib";

const HEADER = 44;
const ENTRY = 20;

/** The TrueType font in a WOFF file, for tools that read no WOFF. */
export function unpackWoff(woff: Uint8Array): Buffer {
  const source = Buffer.from(woff.buffer, woff.byteOffset, woff.byteLength);
  const count = source.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, index) => readTable(source, HEADER + index * ENTRY));
  const directory = Buffer.alloc(12 + 16 * count);
  directory.writeUInt32BE(source.readUInt32BE(4), 0);
  directory.writeUInt16BE(count, 4);
  let offset = directory.length;
  for (const [index, { tag, checksum, data }] of tables.entries()) {
    const at = 12 + 16 * index;
    directory.write(tag, at, "latin1");
    directory.writeUInt32BE(checksum, at + 4);
    directory.writeUInt32BE(offset, at + 8);
    directory.writeUInt32BE(data.length, at + 12);
    offset += padded(data.length);
  }
  return Buffer.concat([directory, ...tables.map(({ data }) => Buffer.concat([data], padded(data.length)))]);
}

function readTable(source: Buffer, at: number): { tag: string; checksum: number; data: Buffer } {
  const [offset, packed, length, checksum] = [4, 8, 12, 16].map((skip) => source.readUInt32BE(at + skip)) as [
    number,
    number,
    number,
    number,
  ];
  const data = source.subarray(offset, offset + packed);
  return { tag: source.toString("latin1", at, at + 4), checksum, data: packed < length ? inflateSync(data) : data };
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}
