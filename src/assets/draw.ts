import { availableParallelism } from "node:os";
import type { DrawAnswer } from "./draw-process.ts";
import { createPixelJob, type PixelJob, toPixelError } from "./pixels.ts";
import { createProcessPool, ProcessEnded } from "./process-pool.ts";

/** Writing the PNG of a larger picture would hold up everything else. */
const INLINE_PIXELS = 300_000;
/** What makes resvg draw on layers, or measure more than paths. */
const LAYERS =
  /\s(?:opacity|filter|mask|clip-path|style|marker-\w+)=|<(?:filter|mask|clipPath|marker|pattern|image|svg|symbol|use|style|switch)\b/;

// Kept between calls because a process takes as long to start as twenty icons to draw; it ends by itself.
const processes = createProcessPool<PixelJob, DrawAnswer>({
  file: new URL(import.meta.url.endsWith(".ts") ? "./draw-process.ts" : "./draw-process.js", import.meta.url),
  size: Math.max(1, Math.min(4, availableParallelism() - 1)),
  jobMs: 60_000,
  idleMs: 5_000,
});

/**
 * An SVG as PNG at exactly that scale, drawn by resvg. A layer that lies outside the picture makes resvg end its process
 * (thx/resvg-js#413), so pictures with layers are drawn in another one, and by librsvg if that ends. Throws SVG_INVALID and BACKGROUND_INVALID.
 */
export async function drawPng(svg: string, scale: number, background?: string): Promise<Buffer> {
  const job = createPixelJob(svg, scale, background);
  try {
    if (job.width * job.height > INLINE_PIXELS || hasLayers(job.svg.slice(job.rootEnd))) return await drawElsewhere(job);
    const { renderAsync } = await import("@resvg/resvg-js");
    return (await renderAsync(job.svg, job.options)).asPng();
  } catch (error) {
    if (error instanceof ProcessEnded) return drawByLibrsvg(job, background);
    throw toPixelError(error, background);
  }
}

function hasLayers(content: string): boolean {
  return LAYERS.test(content);
}

async function drawElsewhere(job: PixelJob): Promise<Buffer> {
  const answer = await processes.run(job);
  if ("error" in answer) throw new Error(answer.error);
  return Buffer.from(answer.png.buffer, answer.png.byteOffset, answer.png.byteLength);
}

async function drawByLibrsvg({ svg, rootEnd }: PixelJob, background: string | undefined): Promise<Buffer> {
  const { default: sharp } = await import("sharp");
  const ground = background === undefined ? "" : `<rect x="-50%" y="-50%" width="200%" height="200%" fill="${background}"/>`;
  try {
    return await sharp(Buffer.from(svg.slice(0, rootEnd) + ground + svg.slice(rootEnd)))
      .png({ compressionLevel: 9, adaptiveFiltering: false, palette: false })
      .toBuffer();
  } catch (error) {
    throw toPixelError(error);
  }
}
