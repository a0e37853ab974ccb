import { Resvg } from "@resvg/resvg-js";
import { openSvg } from "./open-svg.ts";
import type { PixelJob } from "./pixels.ts";

/** A picture to be drawn in another process, and what draws it. */
export interface HeavyJob extends PixelJob {
  by: "resvg" | "librsvg";
}

/** What the process answers. */
export type DrawAnswer = { png: Uint8Array } | { error: string };

process.on("message", async (job) => process.send?.(await answer(job as HeavyJob)));

async function answer({ svg, by }: HeavyJob): Promise<DrawAnswer> {
  try {
    if (by === "resvg") return { png: new Resvg(svg, { font: { loadSystemFonts: false } }).render().asPng() };
    return { png: await (await openSvg(svg)).png({ compressionLevel: 1 }).toBuffer() };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
