import * as z from "zod";
import { type IconOutput, iconOutputs } from "../../assets/icons/index.ts";
import { ArtifactPath } from "../inputs.ts";

const StepId = z.string().min(1);

/** `with` of build-icons. An output is written as a map or, where it needs nothing else, as its path alone. */
export const Input = z
  .strictObject({
    from: z
      .union([StepId, z.array(StepId).min(1)])
      .optional()
      .describe("The id of the step whose SVG files are taken, or a list of them; the SVG files of all steps above when left out."),
    name: z
      .string()
      .min(1)
      .default("${{ icon.name }}")
      .describe(
        "What each icon is called; filled once per icon with icon.name (the file's name), icon.path (its path without ending) and component.name, component.path, component.fullName, component.id, component.variant. Identifiers of every language are made from it.",
      ),
    ...Object.fromEntries(iconOutputs.map((output) => [output.key, toField(output)])),
  })
  .refine((input) => requestsOf(input).length > 0, {
    error: `needs an output: ${iconOutputs.map(({ key }) => key).join(", ")}`,
  });

/** An output a recipe asks for. */
export interface Request {
  output: IconOutput;
  /** The canonical form is the engine's matter. */
  target: string;
  prune: boolean;
  options: Record<string, unknown>;
}

/** The outputs in their own order. */
export function requestsOf(input: Readonly<Record<string, unknown>>): Request[] {
  return iconOutputs.flatMap((output) => {
    const value = input[output.key];
    if (typeof value !== "object" || value === null) return [];
    const { [output.target]: target, prune = false, ...options } = value as Record<string, unknown>;
    return [{ output, target: String(target), prune: prune === true, options }];
  });
}

function toField(output: IconOutput): z.ZodType {
  const { target, ending, prunes, options, description } = output;
  const path = ArtifactPath.refine((value) => value.replace(/\/$/, "").endsWith(ending ?? ""), { error: `must end in ${ending}` });
  const prune = z.boolean().default(prunes).describe("Whether files of the folder that this step does not make any more are deleted.");
  const map = z.strictObject({
    [target]: path.describe(target === "path" ? "Where the file goes, from the repository's root." : "The folder it all goes to."),
    ...(target === "folder" && { prune }),
    ...options.shape,
  });
  const needsMore = !map.safeParse({ [target]: `a${ending ?? ""}` }).success;
  if (needsMore) return map.optional().describe(description);
  const short = path.transform((value) => ({ [target]: value })).pipe(map as unknown as z.ZodType<unknown, Record<string, string>>);
  return z.union([short, map]).optional().describe(description);
}
