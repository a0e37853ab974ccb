import { UserError } from "../errors.ts";

/** One file of a zip as its central directory describes it. */
export interface ZipEntry {
  name: string;
  isStored: boolean;
  packed: Uint8Array;
  size: number;
  crc: number;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const MAX_COMMENT = 0xffff;
const IN_EXTRA = 0xffffffff;
const V1_MAGIC = [0x01, 0x0b, 0x1a, 0x86];

/** Reads a zip's central directory: its files by name, in its order. Throws ARCHIVE_* for what is no zip or is unsafe to unpack. */
export function readDirectory(bytes: Uint8Array, maxEntries: number): Map<string, ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  requireZip(view);
  try {
    return readEntries(bytes, view, maxEntries);
  } catch (error) {
    if (error instanceof RangeError) throw truncated(error);
    throw error;
  }
}

function readEntries(bytes: Uint8Array, view: DataView, maxEntries: number): Map<string, ZipEntry> {
  const { count, start } = findDirectory(view);
  if (count > maxEntries) throw tooMany(count, maxEntries);
  const entries = new Map<string, ZipEntry>();
  let at = start;
  for (let index = 0; index < count; index++) {
    const header = readHeader(bytes, view, at);
    at = header.next;
    if (header.name.endsWith("/")) continue;
    if (entries.has(header.name)) throw refuse("ARCHIVE_ENTRY", header.name, "stands in it twice");
    entries.set(header.name, { ...header, packed: locate(bytes, view, header) });
  }
  return entries;
}

function requireZip(view: DataView): void {
  if (view.byteLength >= 4 && view.getUint32(0, true) === LOCAL) return;
  if (V1_MAGIC.every((byte, index) => view.byteLength > index && view.getUint8(index) === byte)) {
    throw new UserError("ARCHIVE_V1", "The archive was not read: it is in Penpot's old binary format (version 1).", {
      hint: "Import it into Penpot 2.4 or later and export it again as .penpot.",
    });
  }
  throw new UserError("ARCHIVE_NOT_ZIP", "The archive was not read: it is no .penpot archive (a zip file).", {
    hint: "Export the file from Penpot with “Download Penpot file (.penpot)”.",
  });
}

function findDirectory(view: DataView): { count: number; start: number } {
  const first = Math.max(0, view.byteLength - END_BYTES - MAX_COMMENT);
  for (let at = view.byteLength - END_BYTES; at >= first; at--) {
    if (view.getUint32(at, true) !== END) continue;
    const count = view.getUint16(at + 10, true);
    const start = view.getUint32(at + 16, true);
    return count === 0xffff || start === IN_EXTRA ? findDirectory64(view, at) : { count, start };
  }
  throw truncated();
}

function findDirectory64(view: DataView, end: number): { count: number; start: number } {
  if (view.getUint32(end - 20, true) !== LOCATOR_64) throw truncated();
  const at = Number(view.getBigUint64(end - 12, true));
  if (view.getUint32(at, true) !== END_64) throw truncated();
  return { count: Number(view.getBigUint64(at + 32, true)), start: Number(view.getBigUint64(at + 48, true)) };
}

interface Header extends Omit<ZipEntry, "packed"> {
  packedSize: number;
  offset: number;
  next: number;
}

function readHeader(bytes: Uint8Array, view: DataView, at: number): Header {
  if (view.getUint32(at, true) !== CENTRAL) throw truncated();
  const nameEnd = at + 46 + view.getUint16(at + 28, true);
  const extraEnd = nameEnd + view.getUint16(at + 30, true);
  const next = extraEnd + view.getUint16(at + 32, true);
  if (next > bytes.byteLength) throw truncated();
  const name = checkName(new TextDecoder().decode(bytes.subarray(at + 46, nameEnd)));
  if (view.getUint16(at + 8, true) & 1) throw refuse("ARCHIVE_ENTRY", name, "is encrypted");
  const method = view.getUint16(at + 10, true);
  if (method !== 0 && method !== 8) throw refuse("ARCHIVE_ENTRY", name, `is packed in a way (${method}) that Penpot does not use`);
  const large = readLargeSizes(view, nameEnd, extraEnd);
  const field = (offset: number): number => {
    const value = view.getUint32(at + offset, true);
    return value === IN_EXTRA ? (large.shift() ?? value) : value;
  };
  const size = field(24);
  const packedSize = field(20);
  return { name, isStored: method === 0, crc: view.getUint32(at + 16, true), size, packedSize, offset: field(42), next };
}

/** The zip64 numbers, in the order of the fields that refer to them: size, packed size, offset. */
function readLargeSizes(view: DataView, start: number, end: number): number[] {
  for (let at = start; at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    const count = Math.floor(view.getUint16(at + 2, true) / 8);
    return Array.from({ length: count }, (_, index) => Number(view.getBigUint64(at + 4 + index * 8, true)));
  }
  return [];
}

function locate(bytes: Uint8Array, view: DataView, { offset, packedSize }: Header): Uint8Array {
  if (view.getUint32(offset, true) !== LOCAL) throw truncated();
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + packedSize > bytes.byteLength) throw truncated();
  return bytes.subarray(start, start + packedSize);
}

function checkName(name: string): string {
  const parts = name.split("/");
  const isSafe = !/^[/\\]|^[A-Za-z]:|\\|\0/.test(name) && !parts.includes("..") && !parts.includes(".");
  if (!isSafe) throw refuse("ARCHIVE_PATH", name, "has a path that leaves the archive");
  return name;
}

function refuse(code: string, name: string, why: string): UserError {
  return new UserError(code, `The archive was not read: its entry ${JSON.stringify(name)} ${why}.`, {
    place: { file: name },
    hint: "Penpot writes no such archive; export the file from Penpot again.",
  });
}

function tooMany(count: number, most: number): UserError {
  return new UserError("ARCHIVE_TOO_LARGE", `The archive was not read: it has ${count} entries, and ${most} are allowed.`, {
    hint: "If the archive is really that large and comes from a person you trust, raise the limits; otherwise do not open it.",
  });
}

function truncated(cause?: unknown): UserError {
  return new UserError("ARCHIVE_TRUNCATED", "The archive was not read: it is cut short or damaged.", {
    hint: "Download it again, or export the file from Penpot again.",
    cause,
  });
}
