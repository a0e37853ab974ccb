import { PermanentError, type TransientError } from "../errors.ts";
import { readRefusal } from "./answer.ts";
import { brokenAnswer } from "./errors.ts";
import type { HttpAnswer } from "./http/http.ts";
import type { Rpc } from "./rpc.ts";

const MOST_REDIRECTS = 3;
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** Where assets live: `by-id` storage objects, `by-file-media-id` the images of a file (integration.md §6.5). */
export type AssetKind = "by-id" | "by-file-media-id";

/** A file of the instance. `what` names it in messages, without ids: whoever knows an image's id can download it. */
export interface Download {
  what: string;
  url: string;
  /** The largest file accepted, in bytes; the instance's own limit unless told. */
  limit?: number;
  /** A file that everybody may have: no token goes with the request, which a proxy might hand on, and a redirect to another origin is not followed. */
  isPublic?: boolean;
  signal: AbortSignal;
}

/**
 * Downloads a file. Redirects (object stores) are followed, but only the instance's own origin sees the token.
 * Throws PENPOT_NOT_FOUND, PENPOT_ASSET_DENIED, PENPOT_ASSETS_NEED_FRONTEND, PENPOT_ANSWER_TOO_LARGE.
 */
export async function download(rpc: Rpc, asked: Download): Promise<Uint8Array> {
  const { what, limit = rpc.context.maxBytes, isPublic = false, signal } = asked;
  let { url } = asked;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    const isOwn = new URL(url).origin === new URL(rpc.base).origin;
    if (isPublic && !isOwn) throw nothingAt(what, "redirected elsewhere");
    const headers = { "User-Agent": rpc.client, ...(isOwn && !isPublic && rpc.authorization) };
    const from = url;
    const answer = await rpc.downloads.send({ what, url, method: "GET", headers, patience: 5, signal }, (got) =>
      readAsset(rpc, got, { what, url: from, limit }),
    );
    if (answer instanceof Uint8Array) return answer;
    url = answer.redirect;
  }
  throw brokenAnswer(what, "it is redirected again and again");
}

/** Downloads one asset; throws as `download` does. */
export async function downloadAsset(rpc: Rpc, kind: AssetKind, id: string, signal: AbortSignal, limit?: number): Promise<Uint8Array> {
  const url = `${rpc.base}/assets/${kind}/${encodeURIComponent(id)}`;
  return download(rpc, { what: `assets/${kind} at ${rpc.base}`, url, signal, ...(limit !== undefined && { limit }) });
}

interface Asked {
  what: string;
  url: string;
  limit: number;
}

async function readAsset(rpc: Rpc, answer: HttpAnswer, { what, url, limit }: Asked): Promise<Uint8Array | { redirect: string }> {
  const { status, headers } = answer;
  const target = headers.get("location");
  if (status >= 300 && status < 400 && target !== null && URL.canParse(target, url)) {
    const next = new URL(target, url);
    if (/^https?:$/.test(next.protocol)) return { redirect: next.href };
  }
  if (status === 204 || headers.has("x-accel-redirect")) {
    throw new PermanentError("PENPOT_ASSETS_NEED_FRONTEND", `The server behind ${rpc.base} does not hand out assets itself.`, {
      hint: "Set the instance's `url` to Penpot's frontend (port 8080 in its network), not to the backend.",
    });
  }
  if (status === 200) return answer.bytes(limit);
  throw await sortAssetRefusal(rpc, answer, what);
}

async function sortAssetRefusal(rpc: Rpc, answer: HttpAnswer, what: string): Promise<TransientError | PermanentError> {
  if (answer.status === 401 || answer.status === 403) {
    return new PermanentError("PENPOT_ASSET_DENIED", `Penpot does not hand out ${what} with this access token (${answer.status}).`, {
      hint: "Penpot 2.15.0 to 2.15.3 ignore access tokens for assets: update to 2.15.4 or later. Otherwise the token is no longer valid.",
    });
  }
  if (answer.status === 404 || answer.status === 410) {
    return nothingAt(what, String(answer.status));
  }
  return (await readRefusal(answer, what, rpc.context)).error;
}

function nothingAt(what: string, why: string): PermanentError {
  return new PermanentError("PENPOT_NOT_FOUND", `Penpot has nothing at ${what} (${why}).`, {
    hint: "Exports are kept for about an hour; other assets go with their file.",
  });
}

/**
 * The file and all its libraries as a `.penpot` ZIP (file-model.md §7.3). Both answers are understood: the stream since 2.12 and the
 * binary before. Causes an `export-binfile` event by the token's profile.
 */
export async function exportArchive(rpc: Rpc, fileId: string, signal: AbortSignal): Promise<Uint8Array> {
  const method = "export-binfile";
  const what = `${method} at ${rpc.base}`;
  // `version` asks 2.4 to 2.11 for the ZIP form; later versions ignore it.
  const params = { fileId, includeLibraries: true, embedAssets: false, version: 3 };
  const answer = await rpc.ask({ method, params, patience: 5, signal });
  const bytes =
    answer.kind === "bytes" ? answer.bytes : await downloadExport(rpc, what, answer.kind === "end" ? answer.data : undefined, signal);
  if (!isZip(bytes)) throw brokenAnswer(what, "it is no ZIP archive");
  return bytes;
}

async function downloadExport(rpc: Rpc, what: string, data: unknown, signal: AbortSignal): Promise<Uint8Array> {
  // The URI is on the public host and may lack the sub-path; only its id is used.
  const text = typeof data === "string" ? data : JSON.stringify(data ?? null);
  const id = UUID.exec(text)?.[0];
  if (id === undefined) throw brokenAnswer(what, "it names no archive");
  return downloadAsset(rpc, "by-id", id, signal);
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
}
