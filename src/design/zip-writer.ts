import { setImmediate } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { Deflate, deflateSync } from "fflate";

/** Writes a zip, entry after entry. The same entries give the same bytes on every machine. */
export interface ZipWriter {
  /** Adds a file; `isStored` leaves it as it is, for what is packed already. */
  add(name: string, content: Uint8Array, isStored: boolean): Promise<void>;
  /** The whole archive. */
  end(): Uint8Array;
}

/** 1 January 1980, the first day that zip knows. */
const DATE = 0x0021;
const UTF8 = 0x0800;
const VERSION = 20;
const VERSION_64 = 45;
const MOST_ENTRIES = 0xffff;
const CHUNK = 64 * 1024;
const MAX_BLOCK_MS = 20;

/**
 * Creates a writer with fixed dates and compression. It packs with fflate, because zlib's bytes differ from machine to machine,
 * and lets the event loop go on in between.
 */
export function createZipWriter(signal: AbortSignal): ZipWriter {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let size = 0;
  const pause = createPause(signal);

  function write(part: Uint8Array): void {
    parts.push(part);
    size += part.byteLength;
  }

  return {
    async add(name, content, isStored) {
      await pause();
      const packed = isStored ? content : await deflate(content, pause);
      // What grows when it is packed is left as it is.
      const best = packed.byteLength < content.byteLength ? packed : content;
      const entry = { name: Buffer.from(name), method: best === content ? 0 : 8, crc: crc32(content), best, size: content.byteLength };
      directory.push(toCentralHeader(entry, size));
      write(toLocalHeader(entry));
      write(best);
    },
    end() {
      const start = size;
      for (const header of directory) write(header);
      write(toEnd(directory.length, start, size - start));
      return Buffer.concat(parts, size);
    },
  };
}

interface Entry {
  name: Uint8Array;
  method: number;
  crc: number;
  best: Uint8Array;
  size: number;
}

function toLocalHeader({ name, method, crc, best, size }: Entry): Uint8Array {
  const header = Buffer.alloc(30 + name.byteLength);
  header.writeUInt32LE(0x04034b50, 0);
  writeFields(header, 4, [VERSION, UTF8, method, 0, DATE]);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(best.byteLength, 18);
  header.writeUInt32LE(size, 22);
  writeFields(header, 26, [name.byteLength, 0]);
  header.set(name, 30);
  return header;
}

function toCentralHeader({ name, method, crc, best, size }: Entry, offset: number): Uint8Array {
  const header = Buffer.alloc(46 + name.byteLength);
  header.writeUInt32LE(0x02014b50, 0);
  writeFields(header, 4, [VERSION, VERSION, UTF8, method, 0, DATE]);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(best.byteLength, 20);
  header.writeUInt32LE(size, 24);
  header.writeUInt16LE(name.byteLength, 28);
  header.writeUInt32LE(offset, 42);
  header.set(name, 46);
  return header;
}

/** The end of the directory; a file of more than 65 534 shapes needs the long form before it. */
function toEnd(count: number, start: number, size: number): Uint8Array {
  const end = Buffer.alloc(22);
  const isLong = count >= MOST_ENTRIES;
  end.writeUInt32LE(0x06054b50, 0);
  writeFields(end, 8, [Math.min(count, MOST_ENTRIES), Math.min(count, MOST_ENTRIES)]);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(start, 16);
  return isLong ? Buffer.concat([toEnd64(count, start, size), end]) : end;
}

function toEnd64(count: number, start: number, size: number): Uint8Array {
  const end = Buffer.alloc(56 + 20);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(44n, 4);
  writeFields(end, 12, [VERSION_64, VERSION_64]);
  for (const [index, value] of [count, count, size, start].entries()) end.writeBigUInt64LE(BigInt(value), 24 + index * 8);
  end.writeUInt32LE(0x07064b50, 56);
  end.writeBigUInt64LE(BigInt(start + size), 64);
  end.writeUInt32LE(1, 72);
  return end;
}

function writeFields(header: Buffer, at: number, values: readonly number[]): void {
  for (const [index, value] of values.entries()) header.writeUInt16LE(value, at + index * 2);
}

/** Packs in pieces, so that no file holds up the event loop. */
async function deflate(content: Uint8Array, pause: () => Promise<void>): Promise<Uint8Array> {
  if (content.byteLength <= CHUNK) return deflateSync(content, { level: 6 });
  const parts: Uint8Array[] = [];
  const stream = new Deflate({ level: 6 }, (part) => parts.push(part));
  for (let at = 0; at < content.byteLength; at += CHUNK) {
    stream.push(content.subarray(at, at + CHUNK), at + CHUNK >= content.byteLength);
    await pause();
  }
  return Buffer.concat(parts);
}

/** A rest for the event loop when it was held up for a while; throws the signal's reason when the work is given up. */
function createPause(signal: AbortSignal): () => Promise<void> {
  let rested = performance.now();
  return async () => {
    signal.throwIfAborted();
    if (performance.now() - rested < MAX_BLOCK_MS) return;
    await setImmediate();
    rested = performance.now();
  };
}
