export { type Archive, type ArchiveLimits, readArchive } from "./archive.ts";
export { toDesign } from "./to-design.ts";
