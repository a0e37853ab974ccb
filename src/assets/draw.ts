import { availableParallelism } from "node:os";
import type { Sharp } from "sharp";
import { UserError } from "../errors.ts";
import type { DrawAnswer, HeavyJob } from "./draw-process.ts";
import { isHeavy } from "./effort.ts";
import { openSvg } from "./open-svg.ts";
import type { PixelJob } from "./pixels.ts";
import { createProcessPool, ProcessEnded } from "./process-pool.ts";

const LONGEST_MS = 60_000;

// Kept between calls because a process takes as long to start as twenty icons to draw; it ends by itself.
const processes = createProcessPool<HeavyJob, DrawAnswer>({
  file: new URL(import.meta.url.endsWith(".ts") ? "./draw-process.ts" : "./draw-process.js", import.meta.url),
  size: Math.max(1, Math.min(4, availableParallelism() - 1)),
  jobMs: LONGEST_MS,
  idleMs: 5_000,
});

/**
 * Gives what `use` makes of the drawn pictures: librsvg draws them in libuv's threads, heavy ones are drawn in processes of their own
 * that can be stopped, all by one program. Throws SVG_INVALID and PICTURE_TOO_COMPLEX.
 */
export async function drawPixels<Result>(jobs: readonly PixelJob[], use: (image: Sharp) => Promise<Result>): Promise<Result[]> {
  const areHeavy = jobs.some(isHeavy);
  return Promise.all(
    jobs.map(async (job) => {
      const image = areHeavy ? await drawElsewhere(job) : await openSvg(job.svg);
      return use(image).catch((error: Error) => Promise.reject(toSvgError(error.message)));
    }),
  );
}

async function drawElsewhere(job: PixelJob): Promise<Sharp> {
  const { default: sharp } = await import("sharp");
  // resvg does not know that keyword.
  const answer = job.svg.includes("auto-start-reverse") ? await ask(job, "librsvg") : await askResvg(job);
  if ("error" in answer) throw toSvgError(answer.error);
  return sharp(answer.png);
}

/** A layer that lies outside the picture makes resvg end its process (thx/resvg-js#413). */
async function askResvg(job: PixelJob): Promise<DrawAnswer> {
  try {
    return await ask(job, "resvg");
  } catch (error) {
    if (error instanceof ProcessEnded) return ask(job, "librsvg");
    throw error;
  }
}

async function ask(job: PixelJob, by: HeavyJob["by"]): Promise<DrawAnswer> {
  try {
    return await processes.run({ ...job, by });
  } catch (cause) {
    if (!(cause instanceof ProcessEnded && cause.isLate)) throw cause;
    throw new UserError("PICTURE_TOO_COMPLEX", `Drawing the picture took more than ${LONGEST_MS / 1000} seconds.`, {
      hint: "Simplify paths that cross themselves often, draw it at a smaller scale, or as SVG.",
      cause,
    });
  }
}

function toSvgError(message: string): UserError {
  const reason = message.slice(message.lastIndexOf("glib: ") + 1).split("\n")[0] ?? "";
  return new UserError("SVG_INVALID", `The picture cannot be drawn: ${reason.replace(/^lib: /, "").replace(/\.+$/, "")}.`);
}
