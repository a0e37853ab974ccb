import type { Media } from "../media.ts";
import { type ArchiveLimits, readArchive } from "./archive.ts";

/**
 * What a `.penpot` archive has beside its design: the images that the file uses, and itself. Fonts are not part of an archive
 * (file-model.md §4.4). Throws as `readArchive` does; an image whose bytes are damaged or too large is an ARCHIVE_* error too.
 */
export function createArchiveMedia(bytes: Uint8Array, limits: Partial<ArchiveLimits> = {}): Media {
  const archive = readArchive(bytes, limits);
  return {
    image: async (id) => archive.media(id),
    font: async () => undefined,
    fontVariants: async () => [],
    fontFile: async () => undefined,
    archive: async () => bytes,
  };
}
