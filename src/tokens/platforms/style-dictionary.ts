import * as z from "zod";
import { UserError } from "../../errors.ts";
import { toDtcg } from "../dtcg/index.ts";
import { type BuiltTokens, defineTokenOutput, type ThemeTokens, type TokenJob } from "./output.ts";

const Name = z.string().min(1);
const HookName = Name.refine((name) => !name.startsWith("asset/"), { error: "reads files, which is not allowed here" });
const Options = z.record(z.string(), z.json());

const Platform = z.strictObject({
  transformGroup: HookName.optional().describe("The group of transforms, such as css or compose."),
  transforms: z.array(HookName).optional().describe("Transforms by name, beside the group or instead of it."),
  prefix: Name.optional().describe("What stands before each name."),
  options: Options.optional().describe("Options of the platform."),
  files: z
    .array(
      z.strictObject({
        destination: Name.describe("Where the file goes in the folder."),
        format: Name.describe("The format, such as css/variables."),
        filter: z.record(z.string(), z.json()).optional().describe("Which tokens are taken, by their properties."),
        options: Options.optional().describe("Options of the format."),
      }),
    )
    .min(1)
    .describe("The files that are made."),
});
type Platform = z.output<typeof Platform>;

/** A recipe's own platforms, for what the other outputs do not write. Style Dictionary is given resolved DTCG tokens, and writes nothing itself. */
export const styleDictionary = defineTokenOutput({
  key: "style-dictionary",
  description: "Files of Style Dictionary's own formats, by platforms as its configuration has them; one folder for each theme.",
  target: "folder",
  endings: [""],
  oneTheme: true,
  options: z.strictObject({
    platforms: z
      .record(z.string().regex(/^[A-Za-z][\w-]*$/, { error: "must be a name of letters, digits, - and _" }), Platform)
      .refine((platforms) => Object.keys(platforms).length > 0, { error: "needs a platform" })
      .describe("Platforms by name, with transformGroup, transforms, prefix, options and files; functions and actions are not possible."),
  }),
  async build([theme], { platforms }, job) {
    if (!theme) return { files: [], left: [] };
    // An error of its own says what of the configuration it does not know.
    try {
      return await buildFiles(theme, platforms, job);
    } catch (cause) {
      if (cause instanceof UserError) throw cause;
      const reason = cause instanceof Error ? (cause.message.trim().split("\n")[0] ?? "") : String(cause);
      throw new UserError("STYLE_DICTIONARY", `Style Dictionary could not build its platforms: ${reason.slice(0, 300)}`, {
        hint: "Look at style-dictionary in the recipe: the names of transforms and formats, and their options.",
        cause,
      });
    }
  },
});

async function buildFiles({ tokens }: ThemeTokens, platforms: Record<string, Platform>, job: TokenJob): Promise<BuiltTokens> {
  const { default: StyleDictionary } = await import("style-dictionary");
  const { document, problems } = toDtcg({ tokens }, { resolve: true });
  const dictionary = new StyleDictionary(
    {
      tokens: JSON.parse(JSON.stringify({ ...document, $extensions: undefined })),
      usesDtcg: true,
      log: { warnings: "disabled", verbosity: "silent", errors: { brokenReferences: "throw" } },
      hooks: { fileHeaders: { penops: () => [job.madeBy] } },
      platforms: Object.fromEntries(Object.entries(platforms).map(([name, platform]) => [name, withHeader(platform)])),
    },
    { init: false },
  );
  await dictionary.init();
  const outputs = Object.values(await dictionary.formatAllPlatforms()).flat() as { output: unknown; destination: string | undefined }[];
  const files = outputs.flatMap(({ output, destination }) =>
    destination === undefined ? [] : [{ path: `${job.target}/${destination}`, text: toText(output) }],
  );
  return { files, left: problems.flatMap(({ token = "", code }) => (LEFT[code] ? [{ token, what: LEFT[code] }] : [])) };
}

const LEFT: Readonly<Record<string, string>> = {
  TOKEN_NAME: "has a name that DTCG cannot have",
  TOKEN_INEXPRESSIBLE: "has a value that DTCG has no form for",
};

function withHeader(platform: Platform): Record<string, unknown> {
  return { ...platform, options: { ...platform.options, fileHeader: "penops" } };
}

function toText(output: unknown): string {
  const text = typeof output === "string" ? output : JSON.stringify(output, null, 2);
  return text.endsWith("\n") ? text : `${text}\n`;
}
