import { posix } from "node:path";
import type { Context } from "../../action.ts";
import { type Artifact, parseArtifactPath } from "../../artifact.ts";
import { sniffImage } from "../../assets/index.ts";
import { doInTurn } from "./in-turn.ts";

const AT_ONCE = 6;

/** Where images go that are written beside the pictures that show them. */
export interface ImageFolder {
  /** What a picture at `path` writes to refer to an image; nothing for what must stay inside it. */
  toHref(path: string, id: string, bytes: Uint8Array): string | undefined;
  /** The files of these images. */
  toArtifacts(ids: Iterable<string>): Promise<Artifact[]>;
  /** The files in the folder that a picture at `path` refers to. */
  filesOf(path: string, svg: Uint8Array): string[];
}

/** Creates the folder; nothing is fetched before its files are asked for. */
export function createImageFolder(folder: string, { media, cache, signal }: Context): ImageFolder {
  const root = parseArtifactPath(folder);
  const load = async (id: string): Promise<Uint8Array | undefined> => {
    const key = `image ${id}`;
    const bytes = cache.get(key) ?? (await media.image(id));
    if (bytes) cache.set(key, bytes);
    return bytes;
  };
  return {
    toHref(path, id, bytes) {
      const name = toFileName(id, bytes);
      return name === undefined ? undefined : encode(posix.relative(posix.dirname(path), `${root}/${name}`));
    },
    async toArtifacts(ids) {
      const made = await doInTurn([...new Set(ids)].sort(), AT_ONCE, signal, async (id): Promise<Artifact[]> => {
        const bytes = await load(id);
        const name = bytes && toFileName(id, bytes);
        return bytes && name !== undefined ? [{ path: `${root}/${name}`, content: bytes, from: { kind: "image", id, name: id } }] : [];
      });
      return made.flat();
    },
    filesOf(path, svg) {
      return hrefsOf(Buffer.from(svg).toString("utf8"))
        .map((href) => posix.join(posix.dirname(path), decode(href)))
        .filter((file) => file.startsWith(`${root}/`));
    },
  };
}

/** What an SVG refers to outside of itself. */
export function hrefsOf(svg: string): string[] {
  return [...svg.matchAll(/\bhref="(?!data:|#)([^"]*)"/g)].map(([, href = ""]) => href);
}

const TYPES = { png: "image/png", jpeg: "image/jpeg", gif: "image/gif", webp: "image/webp", avif: "image/avif", svg: "image/svg+xml" };

/** An image as a part of the picture that shows it. */
export function toEmbedded(bytes: Uint8Array): string {
  const kind = sniffImage(bytes);
  const type = kind === undefined ? "application/octet-stream" : TYPES[kind];
  return `data:${type};base64,${Buffer.from(bytes).toString("base64")}`;
}

// An SVG is code where it stands alone; inside another picture it is only drawn. Ids come from the file and could be anything.
function toFileName(id: string, bytes: Uint8Array): string | undefined {
  const kind = sniffImage(bytes);
  if (kind === undefined || kind === "svg" || !/^[\w-]{1,64}$/.test(id)) return undefined;
  return `${id}.${kind === "jpeg" ? "jpg" : kind}`;
}

function encode(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

function decode(href: string): string {
  try {
    return decodeURIComponent(href);
  } catch {
    return href;
  }
}
