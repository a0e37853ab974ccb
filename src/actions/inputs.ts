import * as z from "zod";
import { findPathMistake, PATH_HINT } from "../artifact.ts";
import { findPatternMistake } from "../glob.ts";

const Pattern = z.string().superRefine((pattern, context) => {
  const mistake = findPatternMistake(pattern);
  if (mistake !== undefined) context.addIssue({ code: "custom", message: `the pattern ${JSON.stringify(pattern)} ${mistake}` });
});

/** A glob or a name, or a list of them. */
export const Patterns = z.union([Pattern, z.array(Pattern).min(1)]);

/** A path from the repository's root; what expressions will make of it is checked in the run. */
export const ArtifactPath = z
  .string()
  .min(1, { abort: true })
  .superRefine((path, context) => {
    const mistake = hasExpression(path) ? undefined : findPathMistake(path);
    if (mistake === undefined) return;
    context.addIssue({ code: "custom", message: `is ${JSON.stringify(path)}, which ${mistake}`, params: { hint: PATH_HINT } });
  });

/** A folder that the step owns. */
export const PruneFolder = ArtifactPath.optional().describe(
  "A folder this step owns: files in it that no step makes any more are deleted.",
);

/** Whether a text holds `${{`. */
export function hasExpression(text: string): boolean {
  return text.includes("${{");
}
