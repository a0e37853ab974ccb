import { findVariant, sourceOf } from "../../assets/font-faces.ts";
import { sniffFont } from "../../assets/sniff.ts";
import type { FileRef } from "../../design.ts";
import type { FontRef, FontVariant, Media } from "../../media.ts";
import { download, downloadAsset, exportArchive } from "../assets.ts";
import { brokenAnswer, faultOf } from "../errors.ts";
import type { Rpc } from "../rpc.ts";
import { builtInSuffix } from "./built-in-fonts.ts";
import { listFiles, listFontVariants } from "./font-variants.ts";
import { findGoogleFontUrl, googleCssUrl } from "./google-fonts.ts";
import type { MediaCache } from "./media-cache.ts";

/** Penpot takes pictures of up to 30 MiB (integration.md §8.4); a larger one is none, or was let in by a changed setting. */
const LARGEST_IMAGE = 64 * 1_048_576;
const LARGEST_FONT = 32 * 1_048_576;
const LARGEST_CSS = 1_048_576;

/** Opens what lies beside the file (see `Media`). The cache is shared: bytes never change under their ids (file-model.md §5). */
export function openMedia(rpc: Rpc, cache: MediaCache, { fileId }: Pick<FileRef, "fileId">, signal: AbortSignal): Media {
  const absent = new Set<string>();
  let variants: Promise<FontVariant[]> | undefined;
  let archive: Promise<Uint8Array> | undefined;

  /** A run that asks for the same missing picture a hundred times asks Penpot once. */
  async function fetchOnce(key: string, load: (signal: AbortSignal) => Promise<Uint8Array | undefined>): Promise<Uint8Array | undefined> {
    if (absent.has(key)) return undefined;
    const bytes = await cache.get(key, signal, load);
    if (bytes === undefined) absent.add(key);
    return bytes;
  }

  const fontVariants = (): Promise<FontVariant[]> => {
    variants ??= forgetFailure(listFontVariants(rpc, fileId, signal), () => (variants = undefined));
    return variants;
  };
  const fontFile = (id: string) => fetchOnce(`the font file ${id}`, (until) => loadFontFile(rpc, id, until));

  async function uploadedFont(font: FontRef): Promise<Uint8Array | undefined> {
    const variant = findVariant(await fontVariants(), font);
    for (const id of variant ? listFiles(variant) : []) {
      const bytes = await fontFile(id);
      if (bytes) return bytes;
    }
    return undefined;
  }

  async function builtInFont(font: FontRef): Promise<Uint8Array | undefined> {
    const suffix = builtInSuffix(font);
    return suffix === undefined ? undefined : fetchOnce(`the built-in font ${suffix}`, (until) => loadBuiltIn(rpc, suffix, until));
  }

  return {
    image: (id) => fetchOnce(`the image ${id}`, (until) => loadImage(rpc, id, until)),
    async font(font) {
      switch (sourceOf(font)) {
        case "uploaded":
          return uploadedFont(font);
        case "google":
          return fetchOnce(`the Google font ${font.family} ${font.variantId}`, (until) => loadGoogle(rpc, font, until));
        case "built-in":
          return builtInFont(font);
        default:
          return undefined;
      }
    },
    fontVariants,
    fontFile,
    archive() {
      archive ??= forgetFailure(exportArchive(rpc, fileId, signal), () => (archive = undefined));
      return archive;
    },
  };
}

async function loadImage(rpc: Rpc, id: string, signal: AbortSignal): Promise<Uint8Array | undefined> {
  const bytes = await orAbsent(downloadAsset(rpc, "by-file-media-id", id, signal, LARGEST_IMAGE));
  const isPage = bytes && /^\s*<(?:!doctype\s+html|html)/i.test(new TextDecoder().decode(bytes.subarray(0, 100)));
  if (isPage) throw brokenAnswer(`assets/by-file-media-id at ${rpc.base}`, "it is a web page");
  return bytes;
}

async function loadFontFile(rpc: Rpc, id: string, signal: AbortSignal): Promise<Uint8Array | undefined> {
  const bytes = await orAbsent(downloadAsset(rpc, "by-id", id, signal, LARGEST_FONT));
  if (bytes && sniffFont(bytes) === undefined) throw brokenAnswer(`assets/by-id at ${rpc.base}`, "it is no font file");
  return bytes;
}

/** The frontend answers 403, a redirect or its own page where it has no such file. */
async function loadBuiltIn(rpc: Rpc, suffix: string, signal: AbortSignal): Promise<Uint8Array | undefined> {
  const url = `${rpc.base}/fonts/sourcesanspro-${suffix}.ttf`;
  const asked = { what: `fonts at ${rpc.base}`, url, limit: LARGEST_FONT, isPublic: true, signal };
  return onlyFont(await orAbsent(download(rpc, asked), isUnavailable));
}

async function loadGoogle(rpc: Rpc, { family, variantId }: FontRef, signal: AbortSignal): Promise<Uint8Array | undefined> {
  const what = `internal/gfonts at ${rpc.base}`;
  const asked = { what, url: googleCssUrl(rpc.base, family, variantId), limit: LARGEST_CSS, isPublic: true, signal };
  const css = await orAbsent(download(rpc, asked), isUnreachable);
  const url = css && findGoogleFontUrl(new TextDecoder().decode(css), rpc.base);
  if (!url) return undefined;
  return onlyFont(await orAbsent(download(rpc, { ...asked, url, limit: LARGEST_FONT }), isUnreachable));
}

function onlyFont(bytes: Uint8Array | undefined): Uint8Array | undefined {
  return bytes && sniffFont(bytes) !== undefined ? bytes : undefined;
}

function isMissing(error: unknown): boolean {
  return (error as { code?: unknown }).code === "PENPOT_NOT_FOUND";
}

/** For files that need no login: a refusal says that they are not handed out. */
function isUnavailable(error: unknown): boolean {
  return isMissing(error) || (error as { code?: unknown }).code === "PENPOT_ASSET_DENIED";
}

/** Behind a firewall the instance cannot reach Google for as long as it stands there, and its proxy says so with 502 or 504; an unknown family is a 400. */
function isUnreachable(error: unknown): boolean {
  return isUnavailable(error) || [400, 502, 504].includes(faultOf(error)?.status ?? 0);
}

async function orAbsent(bytes: Promise<Uint8Array>, isAbsent: (error: unknown) => boolean = isMissing): Promise<Uint8Array | undefined> {
  try {
    return await bytes;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

function forgetFailure<T>(promise: Promise<T>, forget: () => void): Promise<T> {
  promise.catch(forget);
  return promise;
}
