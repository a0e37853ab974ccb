import { toErrorRecord } from "../errors.ts";
import { optimiseSvg } from "./optimise.ts";
import type { OptimiseAnswer, OptimiseJob } from "./optimiser.ts";

/** What a worker thread does with a batch; a picture that cannot be read does not harm the others. */
export function optimiseBatch(jobs: readonly OptimiseJob[]): OptimiseAnswer[] {
  return jobs.map(({ svg, options }) => {
    try {
      return { svg: optimiseSvg(svg, options) };
    } catch (error) {
      return { error: toErrorRecord(error) };
    }
  });
}
