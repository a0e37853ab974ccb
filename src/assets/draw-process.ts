import { Resvg } from "@resvg/resvg-js";
import type { PixelJob } from "./pixels.ts";

/** What the process answers. */
export type DrawAnswer = { png: Uint8Array } | { error: string };

process.on("message", (job) => process.send?.(answer(job as PixelJob)));

function answer({ svg, options }: PixelJob): DrawAnswer {
  try {
    return { png: new Resvg(svg, options).render().asPng() };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
