import * as z from "zod";
import type { Unfaithful } from "../../render/index.ts";

/** A picture as it would be written, and what is to be said of it. */
export interface Picture {
  bytes: Uint8Array;
  unfaithful: readonly Unfaithful[];
  /** Ids of images that stand beside it. */
  images: readonly string[];
  /** It was to have no pixels, and is made of them nevertheless. */
  raster: boolean;
  /** Why there are no bytes. */
  failure?: string;
}

const Head = z.object({
  unfaithful: z.array(z.object({ shapeId: z.string(), name: z.string(), what: z.string() })),
  images: z.array(z.string()),
  raster: z.boolean(),
});

/** A picture as bytes for the cache: one line of JSON, then the file. */
export function packPicture({ bytes, unfaithful, images, raster }: Picture): Uint8Array {
  return Buffer.concat([Buffer.from(`${JSON.stringify({ unfaithful, images, raster })}\n`), bytes]);
}

/** What `packPicture` packed; nothing when it is something else. */
export function unpackPicture(packed: Uint8Array): Picture | undefined {
  const end = packed.indexOf(10);
  if (end < 0) return undefined;
  try {
    const head = Head.parse(JSON.parse(Buffer.from(packed.subarray(0, end)).toString("utf8")));
    return { ...head, bytes: packed.subarray(end + 1) };
  } catch {
    return undefined;
  }
}
