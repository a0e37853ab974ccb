import { openSvg } from "./open-svg.ts";
import type { PixelJob } from "./pixels.ts";

/** What the process answers: a PNG that is written fast. */
export type DrawAnswer = { png: Uint8Array } | { error: string };

process.on("message", async (job) => process.send?.(await answer(job as PixelJob)));

async function answer({ svg }: PixelJob): Promise<DrawAnswer> {
  try {
    return { png: await (await openSvg(svg)).png({ compressionLevel: 1 }).toBuffer() };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
