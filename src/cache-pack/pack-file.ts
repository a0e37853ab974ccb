import { crc32 } from "node:zlib";

/** The format and its version; another one is another file. */
const MAGIC = Buffer.from("penops-cache 1\n");
const CHECKSUM_LENGTH = 4;
const HEAD_LENGTH = 8;

/** Bytes that an entry takes in the file. */
export function lengthOf(key: string, value: Uint8Array): number {
  return HEAD_LENGTH + Buffer.byteLength(key) + value.length;
}

/** Bytes of a file without entries. */
export const EMPTY_LENGTH = MAGIC.length + CHECKSUM_LENGTH;

/** Entries as one file: the format's name, then for each entry the lengths of key and value and both, then a checksum. */
export function printPack(entries: ReadonlyMap<string, Uint8Array>): Buffer {
  const parts: Uint8Array[] = [MAGIC];
  for (const [key, value] of entries) {
    const name = Buffer.from(key);
    const head = Buffer.alloc(HEAD_LENGTH);
    head.writeUInt32LE(name.length, 0);
    head.writeUInt32LE(value.length, 4);
    parts.push(head, name, value);
  }
  const content = Buffer.concat(parts);
  const checksum = Buffer.alloc(CHECKSUM_LENGTH);
  checksum.writeUInt32LE(crc32(content));
  return Buffer.concat([content, checksum]);
}

/** The entries of a file; undefined when it is broken or none of ours. */
export function parsePack(file: Buffer): Map<string, Uint8Array> | undefined {
  const end = file.length - CHECKSUM_LENGTH;
  if (end < MAGIC.length || !file.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  if (crc32(file.subarray(0, end)) !== file.readUInt32LE(end)) return undefined;
  const entries = new Map<string, Uint8Array>();
  for (let at = MAGIC.length; at < end; ) {
    if (at + HEAD_LENGTH > end) return undefined;
    const keyEnd = at + HEAD_LENGTH + file.readUInt32LE(at);
    const valueEnd = keyEnd + file.readUInt32LE(at + 4);
    if (valueEnd > end) return undefined;
    entries.set(file.toString("utf8", at + HEAD_LENGTH, keyEnd), file.subarray(keyEnd, valueEnd));
    at = valueEnd;
  }
  return entries;
}
