import { setImmediate } from "node:timers/promises";
import type * as z from "zod";
import { type Context, defineAction, type StepResult } from "../action.ts";
import { type Artifact, parseArtifactPath } from "../artifact.ts";
import { toMadeBy } from "../assets/icons/index.ts";
import type { Note } from "../run.ts";
import { type BuiltTokens, type ThemeTokens, tokenOutputs, toOneThemeError } from "../tokens/platforms/index.ts";
import { Input, type Request, requestsOf } from "./build-tokens/input.ts";
import { toLeftNotes, toProblemNotes } from "./build-tokens/notes.ts";
import { resolveThemes } from "./build-tokens/themes.ts";
import { checkCollisions } from "./collisions.ts";

/** Makes style sheets, code and resources of the design's tokens, as Penpot resolves them. */
export const buildTokens = defineAction({
  name: "build-tokens",
  description: "Makes style sheets, code and resources of the design's tokens, with their values resolved for each theme.",
  input: Input,
  items: Object.fromEntries(tokenOutputs.map(({ key }) => [key, { theme: { name: "" } }])),
  run,
});

async function run(input: z.output<typeof Input>, context: Context): Promise<StepResult> {
  // A file without the tokens that could not be read would delete them.
  if (!context.design.complete) return nothing("warning", "The file could not be read completely, so tokens stay as they are.");
  const library = context.design.tokens;
  if (!library) return nothing("info", "The design has no tokens.");
  const { themes, problems, notes } = resolveThemes(library, input);
  const built: { request: Request; result: BuiltTokens }[] = [];
  for (const request of requestsOf(input)) {
    context.signal.throwIfAborted();
    built.push({ request, result: await build(request, themes, context) });
    await setImmediate();
  }
  const files = built.flatMap(({ request, result }) =>
    result.files.map((file) => ({ ...file, path: parseArtifactPath(file.path), owner: request.output.key })),
  );
  checkCollisions(files, () => "Give each output a path of its own.");
  const from = { kind: "tokens", id: context.design.id, name: context.design.name } as const;
  const artifacts = files.map(({ path, text }): Artifact => ({ path, content: Buffer.from(text), from }));
  return {
    artifacts,
    notes: [...toProblemNotes(problems), ...notes, ...built.flatMap(({ request, result }) => toLeftNotes(request.output.key, result.left))],
    outputs: {
      count: new Set(themes.flatMap(({ tokens }) => tokens.flatMap(({ name, value }) => (value === undefined ? [] : [name])))).size,
      paths: artifacts.map(({ path }) => path).sort(),
      themes: themes.map(({ name }) => name).filter((name) => name !== ""),
    },
  };
}

function nothing(level: Note["level"], message: string): StepResult {
  return { notes: [{ level, message }], outputs: { count: 0, paths: [], themes: [] } };
}

/** The files of an output: themes whose path is the same are in one. */
async function build({ output, target, options }: Request, themes: readonly ThemeTokens[], context: Context): Promise<BuiltTokens> {
  const [base, ...others] = themes;
  if (!base) return { files: [], left: [] };
  const madeBy = toMadeBy(context.design.name);
  const groups = Map.groupBy(themes, ({ name }) => parseArtifactPath(context.render(target, { theme: { name } })));
  const results: BuiltTokens[] = [];
  for (const [path, own] of groups) {
    if (output.oneTheme && own.length > 1) throw toOneThemeError(output.key);
    results.push(await output.build(own, options, { target: path, madeBy, all: [base, ...others] }));
  }
  const left = new Map(results.flatMap((result) => result.left).map((entry) => [JSON.stringify(entry), entry]));
  return { files: results.flatMap(({ files }) => files), left: [...left.values()] };
}
