import type { Context } from "../../action.ts";
import { findSvgDanger, type ImageKind, type ReencodeOptions, reencode, sniffImage, type UsedImage } from "../../assets/index.ts";
import { UserError } from "../../errors.ts";
import { doInTurn } from "../export-assets/in-turn.ts";

/** An image ready to be written. */
export interface MadeImage {
  state: "made";
  image: UsedImage;
  bytes: Uint8Array;
  kind: ImageKind;
  /** Whether these are other bytes than those uploaded. */
  isAnew: boolean;
}

/** An image that could not be made, and why, in words that end a sentence. `kind` is what it would be. */
export interface MissingImage {
  state: "missing";
  image: UsedImage;
  why: string;
  kind: ImageKind;
}

export type LoadedImage = MadeImage | MissingImage;

const AT_ONCE = 6;
const MOST_BYTES = 512 * 1_048_576;

/** Fetches the images and, where the options want it, writes them anew. Throws IMAGES_TOO_LARGE when they are too many bytes together. */
export async function loadImages(images: readonly UsedImage[], options: ReencodeOptions, context: Context): Promise<LoadedImage[]> {
  let total = 0;
  return doInTurn(images, AT_ONCE, context.signal, async (image) => {
    const loaded = await loadImage(image, options, context);
    total += loaded.state === "made" ? loaded.bytes.byteLength : 0;
    if (total <= MOST_BYTES) return loaded;
    throw new UserError("IMAGES_TOO_LARGE", `The images are more than ${MOST_BYTES / 1_048_576} MiB together.`, {
      hint: "Select fewer, in several recipes perhaps, or make them smaller with width and format.",
    });
  });
}

async function loadImage(image: UsedImage, options: ReencodeOptions, context: Context): Promise<LoadedImage> {
  const isAnew = options.format !== undefined || options.width !== undefined;
  const declared = kindOf(image.type);
  const fail = (why: string, kind = declared): MissingImage => ({
    state: "missing",
    image,
    why,
    kind: kind === "svg" ? kind : (options.format ?? kind),
  });
  const bytes = await fetchImage(image.id, context);
  if (!bytes) return fail("it is not there any more");
  const kind = sniffImage(bytes);
  if (kind === undefined) return fail(`what came is no picture (${bytes.byteLength} bytes)`);
  if (kind === "svg") {
    const danger = findSvgDanger(bytes);
    return danger === undefined ? { state: "made", image, bytes, kind, isAnew: false } : fail(`it is an SVG that ${danger}`, kind);
  }
  if (!isAnew) return { state: "made", image, bytes, kind, isAnew };
  try {
    return { state: "made", image, bytes: await toAnew(bytes, image, kind, options, context), kind: options.format ?? kind, isAnew };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return fail(error.message.replace(/\.$/, ""), kind);
  }
}

/** Bytes never change under an id (file-model.md §5). */
async function fetchImage(id: string, { media, cache }: Context): Promise<Uint8Array | undefined> {
  const key = `image ${id}`;
  const bytes = cache.get(key) ?? (await media.image(id));
  if (bytes) cache.set(key, bytes);
  return bytes;
}

async function toAnew(
  bytes: Uint8Array,
  { id }: UsedImage,
  kind: Exclude<ImageKind, "svg">,
  { format, width, quality }: ReencodeOptions,
  { cache }: Context,
): Promise<Uint8Array> {
  const key = `image ${id} anew ${JSON.stringify({ format, width, quality })}`;
  const known = cache.get(key);
  if (known) return known;
  const anew = await reencode(bytes, kind, { format, width, quality });
  cache.set(key, anew);
  return anew;
}

/** The kind that the design names; PNG, Penpot's most common, when it names none. */
function kindOf(type: string | undefined): ImageKind {
  const name = /^image\/(png|jpeg|gif|webp|avif|svg)/.exec(type ?? "")?.[1];
  return (name as ImageKind | undefined) ?? "png";
}
