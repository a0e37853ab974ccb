import type { FontVariant } from "../../media.ts";
import type { Rpc } from "../rpc.ts";
import { Answers, parseAnswer } from "../schemas.ts";

/** The fonts that were uploaded to the file's team (file-model.md §4.4), sorted by family, weight, style and id. */
export async function listFontVariants(rpc: Rpc, fileId: string, signal: AbortSignal): Promise<FontVariant[]> {
  const method = "get-font-variants";
  const rows = parseAnswer(Answers.fontVariants, await rpc.call({ method, params: { fileId }, signal }), method);
  const variants = rows.map(({ id, fontId, fontFamily, fontWeight, fontStyle, variantName, ...row }): FontVariant => {
    const { ttfFileId: ttf, otfFileId: otf, woff1FileId: woff, woff2FileId: woff2 } = row;
    const files = { ...(ttf && { ttf }), ...(otf && { otf }), ...(woff && { woff }), ...(woff2 && { woff2 }) };
    return { id, fontId, family: fontFamily, weight: fontWeight, style: fontStyle, ...(variantName && { variantName }), files };
  });
  return variants.sort((a, b) => compare(a.family, b.family) || a.weight - b.weight || compare(a.style, b.style) || compare(a.id, b.id));
}

/** The files of a variant, those that can be read best first. */
export function listFiles({ files: { ttf, otf, woff, woff2 } }: FontVariant): string[] {
  return [ttf, otf, woff, woff2].filter((id) => id !== undefined);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
