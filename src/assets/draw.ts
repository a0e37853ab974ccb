import { availableParallelism } from "node:os";
import type { Sharp } from "sharp";
import { UserError } from "../errors.ts";
import type { DrawAnswer } from "./draw-process.ts";
import { isHeavy } from "./effort.ts";
import { openSvg } from "./open-svg.ts";
import type { PixelJob } from "./pixels.ts";
import { createProcessPool, ProcessEnded } from "./process-pool.ts";

const LONGEST_MS = 120_000;

// Kept between calls because a process takes as long to start as twenty icons to draw; it ends by itself.
const processes = createProcessPool<PixelJob, DrawAnswer>({
  file: new URL(import.meta.url.endsWith(".ts") ? "./draw-process.ts" : "./draw-process.js", import.meta.url),
  size: Math.max(1, Math.min(4, availableParallelism() - 1)),
  jobMs: LONGEST_MS,
  idleMs: 5_000,
});

/**
 * Gives what `use` makes of the drawn pictures. librsvg draws them in libuv's threads, heavy ones in processes of their own: what takes
 * long there cannot be stopped, and would keep files and names from being read. Throws SVG_INVALID and PICTURE_TOO_COMPLEX.
 */
export async function drawPixels<Result>(jobs: readonly PixelJob[], use: (image: Sharp) => Promise<Result>): Promise<Result[]> {
  return Promise.all(
    jobs.map(async (job) => {
      const image = await (isHeavy(job) ? drawElsewhere(job) : openSvg(job.svg));
      return use(image).catch((error: Error) => Promise.reject(toSvgError(error.message)));
    }),
  );
}

async function drawElsewhere(job: PixelJob): Promise<Sharp> {
  const { default: sharp } = await import("sharp");
  const answer = await processes.run(job).catch((error: unknown) => Promise.reject(toComplex(error)));
  if ("error" in answer) throw toSvgError(answer.error);
  return sharp(answer.png);
}

function toComplex(cause: unknown): unknown {
  if (!(cause instanceof ProcessEnded)) return cause;
  const why = cause.isLate ? `took more than ${LONGEST_MS / 1000} seconds` : "ended its process, perhaps for want of memory";
  return new UserError("PICTURE_TOO_COMPLEX", `Drawing the picture ${why}.`, {
    hint: "Use fewer shadows, blurs and paths that cross themselves, a smaller scale, or SVG.",
    cause,
  });
}

function toSvgError(message: string): UserError {
  const [reason = ""] = message
    .slice(message.lastIndexOf("glib: "))
    .replace(/^glib: /, "")
    .split("\n");
  return new UserError("SVG_INVALID", `The picture cannot be drawn: ${reason.replace(/\.+$/, "")}.`);
}
