export { type Archive, type ArchiveLimits, readArchive } from "./archive.ts";
export { createArchiveMedia } from "./archive-media.ts";
export { type CanonicalOptions, toCanonicalArchive } from "./canonical-archive.ts";
export { toDesign } from "./to-design.ts";
