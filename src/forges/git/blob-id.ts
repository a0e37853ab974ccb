import { createHash } from "node:crypto";
import type { ObjectFormat } from "./cache.ts";

/** The id git gives a file of this content. */
export function toBlobId(content: Uint8Array, format: ObjectFormat = "sha1"): string {
  return createHash(format).update(`blob ${content.length}\0`).update(content).digest("hex");
}
