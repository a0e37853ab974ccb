import { inflateSync } from "node:zlib";

const HEADER = 44;
const ENTRY = 20;

interface Table {
  tag: Uint8Array;
  checksum: number;
  content: Uint8Array;
}

/** The TrueType or OpenType font inside a WOFF 1 file, table for table. */
export function unwrapWoff(woff: Uint8Array): Uint8Array {
  const view = new DataView(woff.buffer, woff.byteOffset, woff.byteLength);
  const tables = Array.from({ length: view.getUint16(12) }, (_, index) => readTable(woff, view, HEADER + index * ENTRY));
  const start = 12 + tables.length * 16;
  const size = tables.reduce((sum, { content }) => sum + pad(content.byteLength), start);
  const font = new Uint8Array(size);
  const out = new DataView(font.buffer);
  const power = 2 ** Math.floor(Math.log2(tables.length));
  out.setUint32(0, view.getUint32(4));
  const search = [tables.length, power * 16, Math.log2(power), (tables.length - power) * 16];
  for (const [index, value] of search.entries()) out.setUint16(4 + index * 2, value);
  let at = start;
  for (const [index, { tag, checksum, content }] of tables.entries()) {
    const entry = 12 + index * 16;
    font.set(tag, entry);
    for (const [field, value] of [checksum, at, content.byteLength].entries()) out.setUint32(entry + 4 + field * 4, value);
    font.set(content, at);
    at += pad(content.byteLength);
  }
  return font;
}

function readTable(woff: Uint8Array, view: DataView, at: number): Table {
  const [offset = 0, packedSize = 0, size = 0, checksum = 0] = [4, 8, 12, 16].map((field) => view.getUint32(at + field));
  const packed = woff.subarray(offset, offset + packedSize);
  return { tag: woff.subarray(at, at + 4), checksum, content: packedSize < size ? inflateSync(packed) : packed };
}

function pad(size: number): number {
  return Math.ceil(size / 4) * 4;
}
