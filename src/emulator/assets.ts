import { createHash } from "node:crypto";
import type { Media } from "./design-file.ts";
import { findBuiltInFont } from "./fonts.ts";
import type { Profile } from "./people.ts";
import type { Reply } from "./reply.ts";
import type { State } from "./state.ts";

const BY_FILE_MEDIA_ID = /^\/assets\/by-file-media-id\/([^/]+)(?:\/thumbnail)?$/;
const BY_ID = /^\/assets\/by-id\/([^/]+)$/;

/**
 * A download (integration.md §6.5): images of files and fonts need no token, exported archives need a login, and any login will do.
 */
export function findAsset(state: State, path: string, caller: Profile | undefined): Reply {
  const mediaId = BY_FILE_MEDIA_ID.exec(path)?.[1];
  if (mediaId !== undefined) return toReply(findMedia(state, (id) => id === mediaId));
  const id = BY_ID.exec(path)?.[1];
  const font = state.fontFiles.get(id ?? "");
  if (font) return toReply(font);
  const exported = state.exports.get(id ?? "");
  if (!exported) return toReply(findMedia(state, (_, { row }) => id !== undefined && row["mediaId"] === id));
  return caller ? toReply(exported) : { status: 401, headers: {} };
}

/** A file of the frontend's default font. */
export async function findFont(path: string): Promise<Reply> {
  return toReply(await findBuiltInFont(path));
}

function findMedia(state: State, matches: (id: string, media: Media) => boolean): Media | undefined {
  for (const { content } of state.files.values()) for (const [id, media] of content.media) if (matches(id, media)) return media;
  return undefined;
}

function toReply(found: { bytes: Uint8Array; mtype: string } | undefined): Reply {
  if (!found) return { status: 404, headers: {} };
  const etag = createHash("sha256").update(found.bytes).digest("hex").slice(0, 16);
  const headers = {
    "Content-Type": found.mtype,
    "Content-Length": String(found.bytes.length),
    "cache-control": "max-age=86400000",
    ETag: `"${etag}"`,
  };
  return { status: 200, headers, body: found.bytes };
}
