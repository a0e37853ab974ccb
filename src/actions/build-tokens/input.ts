import * as z from "zod";
import { type TokenOutput, tokenOutputs } from "../../tokens/platforms/index.ts";
import { ArtifactPath, Patterns } from "../inputs.ts";

const Selector = z.string().regex(/^[^{};/@\\\p{Cc}]+$/u, { error: "must be a selector, without braces and semicolons" });
const Media = z
  .string()
  .regex(/^[^{};/@\\\p{Cc}]+$/u, { error: "must be a media query, without braces and semicolons" })
  .refine((media) => !media.startsWith("@"), { error: "is written without @media" });

/** A theme by its path or name, or a name for each group. */
export const Choice = z
  .union([z.string().min(1), z.record(z.string(), z.string().min(1)).refine((choice) => !Object.hasOwn(choice, "choose"))], {
    error: "must be a theme, or a theme for each group",
  })
  .describe("A theme by its name or path (mode/dark), or one of each group: { mode: dark, brand: a }.");

const Theme = z.union(
  [
    Choice,
    z.strictObject({
      choose: Choice,
      name: z.string().min(1).optional().describe("What it is called in the files; the themes' names when left out."),
      selector: Selector.optional().describe("Where its values apply in CSS."),
      media: Media.optional().describe('The media query under which they apply in CSS, such as "(prefers-color-scheme: dark)".'),
    }),
  ],
  { error: "must be a theme, or { choose: …, name: …, selector: …, media: … }" },
);

/** Which combinations of themes are written. */
export const Themes = z.union([z.literal("matrix"), z.array(Theme).min(1)], { error: "must be matrix or a list of themes" });

const toField = (output: TokenOutput): z.ZodType => {
  const { target, endings, options, description } = output;
  const path = ArtifactPath.refine((value) => endings.some((ending) => value.endsWith(ending)), {
    error: `must end in ${endings.join(" or ")}`,
  });
  const where = target === "path" ? "Where the file goes, from the repository's root" : "The folder the files go to";
  const map = z.strictObject({
    [target]: path.describe(`${where}; filled once per theme with theme.name, and themes that give one path share it.`),
    ...options.shape,
  });
  const needsMore = !map.safeParse({ [target]: `a${endings[0] ?? ""}` }).success;
  if (needsMore) return map.optional().describe(description);
  const short = path.transform((value) => ({ [target]: value })).pipe(map as unknown as z.ZodType<unknown, Record<string, string>>);
  return z.union([short, map]).optional().describe(description);
};

/** `with` of build-tokens. An output is written as a map or, where it needs nothing else, as its path alone. */
export const Input = z
  .strictObject({
    themes: Themes.optional().describe(
      "Which themes are written, the base first: matrix is every combination of one from each group; a list names them. The design's active sets when left out.",
    ),
    sets: Patterns.optional().describe(
      "The sets whose tokens are written, as names or globs; all when left out. References to others are resolved.",
    ),
    ...Object.fromEntries(tokenOutputs.map((output) => [output.key, toField(output)])),
  })
  .refine((input) => requestsOf(input).length > 0, {
    error: `needs an output: ${tokenOutputs.map(({ key }) => key).join(", ")}`,
  });

/** An output a recipe asks for. */
export interface Request {
  output: TokenOutput;
  /** A template of the path or folder. */
  target: string;
  options: Record<string, unknown>;
}

/** The outputs in their own order. */
export function requestsOf(input: Readonly<Record<string, unknown>>): Request[] {
  return tokenOutputs.flatMap((output) => {
    const value = input[output.key];
    if (typeof value !== "object" || value === null) return [];
    const { [output.target]: target, ...options } = value as Record<string, unknown>;
    return [{ output, target: String(target), options }];
  });
}
