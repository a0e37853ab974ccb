import * as z from "zod";
import type { Artifact } from "../../artifact.ts";
import type { FlatShape } from "./flat/flatten.ts";
import type { Icon } from "./icon.ts";
import { defineOutput, textFile } from "./output.ts";
import { toVectorDrawable } from "./vector-drawable.ts";

const LONGEST_PATH = 32_000;

/**
 * Android vector drawables. Not by svg2vectordrawable: it drops filters, masks and dashes without a word and misplaces gradients that
 * are measured by their shape's box.
 */
export const android = defineOutput({
  key: "android",
  description:
    "Vector drawables for Android. Icons with a filter, a mask, dashes and the like, which Android cannot draw, are left out and reported.",
  target: "folder",
  prunes: false,
  form: "snake",
  options: z.strictObject({
    prefix: z
      .string()
      .regex(/^[a-z][a-z0-9_]*$/, { error: "must be of a-z, 0-9 and _, starting with a letter" })
      .default("ic_")
      .describe("What stands before each resource's name: ic_ gives ic_arrow_up."),
    tint: z
      .string()
      .regex(/^(#[0-9A-Fa-f]{3,8}|[@?][\w.:/]+)$/, { error: "must be a colour like #ff0000, @color/icon or ?attr/colorControlNormal" })
      .optional()
      .describe(
        "The colour all are tinted with, such as ?attr/colorControlNormal; without it they keep theirs, and currentColor is black.",
      ),
  }),
  async build(icons, { prefix, tint }, job) {
    const { flatten } = await import("./flat/flatten.ts");
    const artifacts: Artifact[] = [];
    const left: { icon: Icon; what: string }[] = [];
    const keep: string[] = [];
    for (const icon of icons) {
      const name = `${prefix}${icon.names.snake}.xml`;
      const { shapes, impossible } = flatten(icon);
      const reasons = [...impossible, ...findLimits(icon, shapes)];
      if (reasons.length > 0) {
        keep.push(`${job.target}/${name}`);
        left.push({ icon, what: `has ${reasons.join(", ")}, which a vector drawable cannot show` });
        continue;
      }
      const [, , ...viewport] = icon.viewBox;
      const lines = toVectorDrawable({ width: icon.width, height: icon.height, viewport, tint, shapes }, job.madeBy);
      artifacts.push(textFile(job, name, lines, icon.from ?? job.from));
    }
    return { artifacts, keep, left };
  },
});

function findLimits({ width, height, viewBox }: Icon, shapes: readonly FlatShape[]): string[] {
  const [, , boxWidth, boxHeight] = viewBox;
  const isStretched = Math.abs(width / height - boxWidth / boxHeight) > 0.01 * (width / height);
  return [
    ...(isStretched ? ["a view box of other proportions than its size"] : []),
    ...(shapes.some(({ data }) => data.length > LONGEST_PATH) ? [`a path of more than ${LONGEST_PATH} characters`] : []),
  ];
}
