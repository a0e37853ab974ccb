import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import type { Context } from "../../action.ts";
import { type Asset, createColors, createOptimiser, hashShapes, rasterise, type SvgoOptions, toPdf } from "../../assets/index.ts";
import { UserError } from "../../errors.ts";
import { type Rendering, type RenderOptions, renderSvg } from "../../render/index.ts";
import { toIdPrefix } from "./id-prefix.ts";
import { type ImageFolder, toEmbedded } from "./images.ts";
import { doInTurn } from "./in-turn.ts";
import type { Options } from "./input.ts";
import { type Picture, packPicture, unpackPicture } from "./picture.ts";
import { describeFonts, loadResources, type Resources } from "./resources.ts";
import { isVector, type Target } from "./targets.ts";
import { describeTools } from "./tools.ts";

// The optimiser hands its threads many small pictures together.
const SVGS_AT_ONCE = 400;
// Warm threads are several times as fast as new ones. Idle they end by themselves, and hold nobody up, so there is nothing to close.
const optimiser = createOptimiser();
const NOTHING = { bytes: new Uint8Array(), unfaithful: [], images: [], raster: false };

/** Draws all targets, those of the cache excepted; gives their pictures in the same order. */
export async function paintAll(
  targets: readonly Target[],
  options: Options,
  folder: ImageFolder | undefined,
  context: Context,
): Promise<Picture[]> {
  const { cache, signal } = context;
  const toKey = createKeys(options, `${describeTools()} ${await describeFonts(assetsOf(targets), context)}`);
  const pictures = new Map<string, Picture>();
  const missing = new Map<string, Target>();
  const keys = await doInTurn(targets, 1, signal, async (target) => {
    const key = toKey(target);
    if (pictures.has(key) || missing.has(key)) return key;
    const packed = cache.get(key);
    const picture = packed && unpackPicture(packed);
    if (picture) pictures.set(key, picture);
    else missing.set(key, target);
    return key;
  });
  context.log.debug({ drawn: missing.size, known: pictures.size }, "Pictures that the cache has not are drawn");
  for (const [key, picture] of await paintMissing(missing, options, folder, context)) pictures.set(key, picture);
  return keys.map((key) => pictures.get(key) ?? NOTHING);
}

async function paintMissing(
  targets: ReadonlyMap<string, Target>,
  options: Options,
  folder: ImageFolder | undefined,
  context: Context,
): Promise<[string, Picture][]> {
  if (targets.size === 0) return [];
  const { cache, signal } = context;
  const resources = await loadResources(assetsOf([...targets.values()]), context);
  const paint = createPainter({ options, folder, resources, signal });
  const work = async ([key, target]: [string, Target]): Promise<[string, Picture]> => {
    const picture = await paint(target);
    // What an image or a font is missing for may be whole the next time.
    if (picture.failure === undefined && resources.isWhole(target.asset)) cache.set(key, packPicture(picture));
    return [key, picture];
  };
  const [svgs, others] = [true, false].map((isSvg) => [...targets].filter(([, { format }]) => (format === "svg") === isSvg));
  return [
    ...(await doInTurn(svgs ?? [], SVGS_AT_ONCE, signal, work)),
    ...(await doInTurn(others ?? [], availableParallelism() * 2, signal, work)),
  ];
}

function assetsOf(targets: readonly Target[]): Asset[] {
  return [...new Set(targets.map(({ asset }) => asset))];
}

/** A key says all that a picture's bytes depend on. Its path does where it refers to files by their place. */
function createKeys(options: Options, environment: string): (target: Target) => string {
  const { colors, svgo, text, images, bounds, quality, background } = options;
  const shapes = new Map<Asset, string>();
  const vector = JSON.stringify([environment, bounds, colors, svgo, text, images]);
  const pixels = JSON.stringify([environment, bounds, quality, background]);
  return ({ asset, format, scale, path }) => {
    const tree = shapes.get(asset) ?? hashShapes(asset.page?.objects ?? {}, asset.rootId);
    shapes.set(asset, tree);
    const own = format === "svg" ? [vector, images === "embed" ? "" : path, toIdPrefix(path, options) ?? ""] : [pixels, scale];
    return createHash("sha256")
      .update(JSON.stringify([tree, asset.page === undefined, format, ...own]))
      .digest("base64url");
  };
}

interface Workshop {
  options: Options;
  folder: ImageFolder | undefined;
  resources: Resources;
  signal: AbortSignal;
}

function createPainter(workshop: Workshop): (target: Target) => Promise<Picture> {
  const { options, resources } = workshop;
  // Neither what makes rasters and PDF here nor all that pictures are put into know arrows that viewers turn around.
  const plain: RenderOptions = {
    images: resources.images,
    fonts: resources.fonts,
    text: "outlines",
    bounds: options.bounds,
    markers: "auto",
  };
  const drawings = new Map<Asset, Rendering>();
  const drawPlain = (asset: Asset): Rendering => {
    const drawing = drawings.get(asset) ?? draw(asset, plain);
    drawings.set(asset, drawing);
    return drawing;
  };
  return async (target) => {
    try {
      return target.format === "svg"
        ? await paintSvg(target, plain, workshop)
        : await paintPixels(target, drawPlain(target.asset), options);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      // One picture that is too large must not keep the others away.
      return { ...NOTHING, failure: error.message };
    }
  };
}

async function paintSvg({ asset, path }: Target, plain: RenderOptions, { options, folder, signal }: Workshop): Promise<Picture> {
  const { colors, svgo, text } = options;
  const images = new Set<string>();
  const toImageHref = (id: string, bytes: Uint8Array): string => {
    const href = folder?.toHref(path, id, bytes);
    if (href === undefined) return toEmbedded(bytes);
    images.add(id);
    return href;
  };
  const palette = typeof colors === "string" ? createColors(colors) : createColors("css-variables", withPrefix(colors["css-variables"]));
  const { svg, unfaithful } = palette.draw((toColor) => draw(asset, { ...plain, text, toColor, ...(folder && { toImageHref }) }));
  const small = svgo === false ? svg : await optimiser.optimise(svg, toSvgoOptions(svgo, toIdPrefix(path, options)), signal);
  return { bytes: Buffer.from(small), unfaithful, images: [...images].sort(), raster: false };
}

function toSvgoOptions(svgo: true | SvgoOptions, prefixIds: string | undefined): SvgoOptions {
  return { ...(prefixIds !== undefined && { prefixIds }), ...(svgo !== true && svgo) };
}

function withPrefix({ prefix }: { prefix?: string | undefined }): { prefix?: string } {
  return prefix === undefined ? {} : { prefix };
}

async function paintPixels({ format, scale }: Target, { svg, unfaithful }: Rendering, { quality, background }: Options): Promise<Picture> {
  if (format === "svg") throw new Error("An SVG has no pixels.");
  if (isVector(format)) {
    const { bytes, raster } = await toPdf(svg);
    return { bytes, unfaithful, images: [], raster };
  }
  const looks = { ...(quality !== undefined && { quality }), ...(background !== undefined && { background }) };
  return { bytes: await rasterise(svg, { format, scale, ...looks }), unfaithful, images: [], raster: false };
}

function draw({ page, rootId }: Asset, options: RenderOptions): Rendering {
  return renderSvg(page?.objects ?? {}, rootId, options);
}
