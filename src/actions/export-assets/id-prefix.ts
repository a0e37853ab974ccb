import { posix } from "node:path";
import { caseNames } from "../../case-names.ts";
import type { Options } from "./input.ts";

/**
 * What stands before the ids of an SVG whose colours come from the page around it: `arrow-up-` of icons/arrow-up.svg. Such pictures are
 * put into one page, where every picture's `a` and `b` would be those of the first. Undefined when the file stands alone.
 */
export function toIdPrefix(path: string, { colors }: Pick<Options, "colors">): string | undefined {
  if (colors === "keep") return undefined;
  const stem = posix.basename(path, posix.extname(path));
  const name = /[\p{L}\p{N}]/u.test(stem) ? caseNames.kebab(stem) : "icon";
  return `${/^\d/.test(name) ? "_" : ""}${name}-`;
}
