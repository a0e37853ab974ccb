import { crc32, inflateRawSync } from "node:zlib";
import { UserError } from "../errors.ts";
import { readDirectory, type ZipEntry } from "./zip-directory.ts";

/** What an archive may cost. Sizes are bytes after inflating. */
export interface ArchiveLimits {
  entries: number;
  entryBytes: number;
  totalBytes: number;
  /** How many times larger than packed an entry of more than `ratioFloorBytes` may become. */
  ratio: number;
  ratioFloorBytes: number;
}

/** Enough for every file that Penpot itself takes. */
export const DEFAULT_LIMITS: ArchiveLimits = {
  entries: 200_000,
  entryBytes: 50 * 1024 * 1024,
  totalBytes: 512 * 1024 * 1024,
  ratio: 200,
  ratioFloorBytes: 1024 * 1024,
};

/** A zip archive: the names of its files, and each file's bytes. */
export interface Zip {
  names: readonly string[];
  /** Undefined when there is no such file. */
  read(name: string): Uint8Array | undefined;
}

/** Opens a zip; files are inflated when they are read, and the limits hold while that happens. Throws ARCHIVE_*. */
export function openZip(bytes: Uint8Array, limits: ArchiveLimits): Zip {
  const entries = readDirectory(bytes, limits.entries);
  const counted = new Set<string>();
  let spent = 0;
  return {
    names: [...entries.keys()],
    read(name) {
      const entry = entries.get(name);
      if (!entry) return undefined;
      const isCounted = counted.has(name);
      const content = inflate(entry, findBound(entry, limits, isCounted ? limits.totalBytes : limits.totalBytes - spent));
      if (!isCounted) spent += content.byteLength;
      counted.add(name);
      return content;
    },
  };
}

/** How large an entry may become, and what it does when it becomes larger. */
interface Bound {
  bytes: number;
  breach: string;
}

function findBound(entry: ZipEntry, limits: ArchiveLimits, left: number): Bound {
  const byRatio = Math.max(limits.ratioFloorBytes, entry.packed.byteLength * limits.ratio);
  const bounds = [
    { bytes: limits.entryBytes, breach: `is larger than ${limits.entryBytes} bytes` },
    { bytes: byRatio, breach: `becomes more than ${limits.ratio} times larger when it is unpacked` },
    { bytes: left, breach: `brings the unpacked archive over ${limits.totalBytes} bytes` },
  ];
  return bounds.reduce((least, bound) => (bound.bytes < least.bytes ? bound : least));
}

function inflate(entry: ZipEntry, bound: Bound): Uint8Array {
  const content = entry.isStored ? entry.packed : inflateDeflated(entry, bound);
  if (content.byteLength > bound.bytes) throw tooLarge(entry.name, bound);
  if (content.byteLength !== entry.size || crc32(content) !== entry.crc) throw broken(entry.name);
  return new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
}

function inflateDeflated(entry: ZipEntry, bound: Bound): Uint8Array {
  try {
    return inflateRawSync(entry.packed, { maxOutputLength: Math.max(1, bound.bytes) });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(entry.name, bound);
    throw broken(entry.name, error);
  }
}

function tooLarge(name: string, { breach }: Bound): UserError {
  return new UserError("ARCHIVE_TOO_LARGE", `The archive was not read: its entry ${JSON.stringify(name)} ${breach}.`, {
    place: { file: name },
    hint: "If the archive is really that large and comes from a person you trust, raise the limits; otherwise do not open it.",
  });
}

function broken(name: string, cause?: unknown): UserError {
  return new UserError("ARCHIVE_ENTRY", `The archive's entry ${JSON.stringify(name)} could not be unpacked: its bytes are damaged.`, {
    place: { file: name },
    hint: "Export the file from Penpot again, or download the archive again.",
    cause,
  });
}
