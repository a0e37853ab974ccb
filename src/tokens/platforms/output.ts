import type * as z from "zod";
import { UserError } from "../../errors.ts";
import type { ResolvedToken } from "../resolve.ts";

/** The tokens of one theme that shall be written. */
export interface ThemeTokens {
  /** Empty when the design's active sets are meant. */
  name: string;
  /** Where its values apply, in CSS; the first theme applies everywhere. */
  selector: string | undefined;
  media: string | undefined;
  /** In the design's order. */
  tokens: readonly ResolvedToken[];
}

/** Something tokens can be made into: a key of `build-tokens`. */
export interface TokenOutput<Options extends z.ZodObject = z.ZodObject> {
  key: string;
  description: string;
  target: "path" | "folder";
  /** What the path must end in, one of these. */
  endings: readonly string[];
  /** Whether a file can hold the values of one theme only. */
  oneTheme: boolean;
  options: Options;
  build(themes: readonly ThemeTokens[], options: z.output<Options>, job: TokenJob): BuiltTokens | Promise<BuiltTokens>;
}

/** What an output is given besides the themes of one file. */
export interface TokenJob {
  /** The path of its file or folder. */
  target: string;
  /** Says what made a file, harmless in a comment of any language. */
  madeBy: string;
  /** All themes that are written, the base first; names must differ over all of them. */
  all: readonly [ThemeTokens, ...ThemeTokens[]];
}

export interface BuiltTokens {
  files: readonly { path: string; text: string }[];
  /** Tokens that the platform cannot say; `what` completes "each …". */
  left: readonly { token: string; what: string }[];
}

/** Declares an output and infers its options. */
export function defineTokenOutput<Options extends z.ZodObject>(output: TokenOutput<Options>): TokenOutput<Options> {
  return output;
}

/** The lines as the one file of an output. */
export function oneFile({ target }: TokenJob, lines: readonly string[], left: BuiltTokens["left"] = []): BuiltTokens {
  return { files: [{ path: target, text: `${lines.join("\n")}\n` }], left };
}

/** What is said when several themes would go to a file that holds one. */
export function toOneThemeError(output: string, or = "or write one theme only"): UserError {
  return new UserError("TOKEN_THEME", `A file of ${output} holds one theme, and several would be written to it.`, {
    hint: `Name the theme in the path, as in tokens.\${{ kebab(theme.name) }}, ${or}.`,
  });
}
