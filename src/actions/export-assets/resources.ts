import type { Context } from "../../action.ts";
import { type Asset, loadDefaultFont } from "../../assets/index.ts";
import type { Page } from "../../design.ts";
import type { FontRef, FontVariant, Media } from "../../media.ts";
import { createFontBook, type FontBook, type FontFile, findResources } from "../../render/index.ts";
import { doInTurn } from "./in-turn.ts";

const AT_ONCE = 6;
const BUILT_IN = "sourcesanspro";

/** The images and fonts of some pictures, each fetched once; what Penpot has not is missing. */
export interface Resources {
  images: ReadonlyMap<string, Uint8Array>;
  fonts: FontBook;
  /** Whether everything an asset's picture needs is there. */
  isWhole(asset: Asset): boolean;
}

/** Fetches what the pictures of these assets need besides their shapes. */
export async function loadResources(assets: readonly Asset[], { media, signal }: Context): Promise<Resources> {
  const { images: imageIds, fonts: fontRefs } = findAll(assets);
  const images = new Map<string, Uint8Array>();
  const files: FontFile[] = [];
  const missing = new Set<string>();
  await doInTurn(imageIds, AT_ONCE, signal, async (id) => {
    const bytes = await media.image(id);
    if (bytes) images.set(id, bytes);
    else missing.add(id);
  });
  await doInTurn(fontRefs, AT_ONCE, signal, async (font) => {
    const found = await loadFont(font, media);
    if (found.length === 0) missing.add(toKey(font));
    files.push(...found);
  });
  return {
    images,
    fonts: createFontBook(files),
    isWhole(asset) {
      const { images: ids, fonts } = findAll([asset]);
      return !ids.some((id) => missing.has(id)) && !fonts.some((font) => missing.has(toKey(font)));
    },
  };
}

/** The files of a face; Penpot's built-in font is always there, for an archive has none. */
async function loadFont(font: FontRef, media: Media): Promise<FontFile[]> {
  const bytes = await media.font(font);
  if (bytes) return [{ font, bytes }];
  const files = font.fontId === BUILT_IN ? await loadDefaultFont(font.variantId) : [];
  return files.map((file) => ({ font, ...file }));
}

/** Says which uploaded font files the pictures are drawn with: another file under the same id makes another picture. */
export async function describeFonts(assets: readonly Asset[], { media }: Context): Promise<string> {
  const used = new Set(
    findAll(assets).fonts.flatMap(({ fontId }) => (fontId.startsWith("custom-") ? [fontId.slice("custom-".length)] : [])),
  );
  if (used.size === 0) return "";
  const variants = (await media.fontVariants()).filter(({ fontId }) => used.has(fontId));
  return JSON.stringify(variants.map(describeVariant).sort());
}

function describeVariant({ fontId, weight, style, files }: FontVariant): string {
  return JSON.stringify([fontId, weight, style, files.ttf, files.otf, files.woff, files.woff2]);
}

function findAll(assets: readonly Asset[]): { images: string[]; fonts: FontRef[] } {
  const byPage = new Map<Page, string[]>();
  for (const { page, rootId } of assets) {
    const roots = page && byPage.get(page);
    if (roots) roots.push(rootId);
    else if (page) byPage.set(page, [rootId]);
  }
  const found = [...byPage].map(([page, rootIds]) => findResources(page.objects, rootIds));
  const fonts = found.flatMap((resources) => [...resources.fonts]);
  return {
    images: [...new Set(found.flatMap((resources) => [...resources.images]))].sort(),
    fonts: [...new Map(fonts.map((font) => [toKey(font), font])).values()],
  };
}

function toKey({ fontId, variantId, family, weight, style }: FontRef): string {
  return JSON.stringify([fontId, variantId, family, weight, style]);
}
