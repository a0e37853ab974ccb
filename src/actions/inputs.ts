import * as z from "zod";
import { parseArtifactPath } from "../artifact.ts";
import { findPatternMistake } from "../glob.ts";

const Pattern = z.string().superRefine((pattern, context) => {
  const mistake = findPatternMistake(pattern);
  if (mistake !== undefined) context.addIssue({ code: "custom", message: `the pattern ${JSON.stringify(pattern)} ${mistake}` });
});

/** A glob or a name, or a list of them. */
export const Patterns = z.union([Pattern, z.array(Pattern).min(1)]);

/** A folder that the step owns. */
export const PruneFolder = z
  .string()
  .superRefine((folder, context) => {
    try {
      parseArtifactPath(folder);
    } catch (error) {
      context.addIssue({ code: "custom", message: (error as Error).message });
    }
  })
  .optional()
  .describe("A folder this step owns: files in it that no step makes any more are deleted.");
