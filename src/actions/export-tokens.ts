import * as z from "zod";
import { type Context, defineAction, type StepResult } from "../action.ts";
import { type Artifact, parseArtifactPath } from "../artifact.ts";
import type { TokenLibrary } from "../design.ts";
import type { Note } from "../run.ts";
import { printJson, toTokenSetFiles, toTokensDocument } from "../tokens/index.ts";
import { checkCollisions } from "./collisions.ts";
import { ArtifactPath, hasExpression, Patterns, PruneFolder } from "./inputs.ts";

const Input = z
  .strictObject({
    sets: Patterns.optional().describe("Which token sets, as names or globs: mode/*. All when left out."),
    layout: z
      .enum(["file", "file-per-set"], { error: "must be file or file-per-set" })
      .default("file")
      .describe("file: all sets with themes and metadata in one file, as Penpot itself exports them; file-per-set: one file for each set."),
    path: ArtifactPath.describe("Where the file goes, from the repository's root; with file-per-set filled once per set with set.name."),
    prune: PruneFolder,
  })
  .refine(({ layout, path }) => layout !== "file" || !/\$\{\{[^}]*\bset\s*[.[]/.test(path), {
    path: ["path"],
    error: "set.name needs layout: file-per-set",
  })
  .refine(({ layout, path }) => layout === "file" || hasExpression(path), {
    path: ["path"],
    error: "must name each set, for example with ${{ kebab(set.name) }}",
  });
type Options = z.output<typeof Input>;

/** Writes the design tokens as JSON in Penpot's own W3C-like form, one file or one per set. */
export const exportTokens = defineAction({
  name: "export-tokens",
  description: "Writes the design's tokens as JSON, in one file or one per token set.",
  input: Input,
  items: { path: { set: { name: "" } } },
  run,
});

async function run(input: Options, context: Context): Promise<StepResult> {
  const prune = input.prune === undefined ? [] : [input.prune];
  const library = context.design.tokens;
  const { artifacts, notes } = library ? make(library, input, context) : { artifacts: [], notes: [info("The design has no tokens.")] };
  const paths = artifacts.map(({ path }) => path).sort();
  return { artifacts, notes, prune, outputs: { count: artifacts.length, skipped: 0, paths } };
}

interface Made {
  artifacts: readonly Artifact[];
  notes: readonly Note[];
}

function make(library: TokenLibrary, input: Options, context: Context): Made {
  return input.layout === "file" ? makeOne(library, input, context) : makeEach(library, input, context);
}

function makeOne(library: TokenLibrary, { sets: patterns, path }: Options, { design, render }: Context): Made {
  const { document, sets, notes } = toTokensDocument(library, { sets: patterns });
  if (sets === 0) return { artifacts: [], notes: [...notes, nothingFits(library, patterns)] };
  const from = { kind: "tokens", id: design.id, name: design.name } as const;
  return { artifacts: [{ path: parseArtifactPath(render(path, {})), content: Buffer.from(printJson(document)), from }], notes };
}

function makeEach(library: TokenLibrary, { sets: patterns, path }: Options, { render }: Context): Made {
  const { files, notes } = toTokenSetFiles(library, { sets: patterns });
  if (files.length === 0) return { artifacts: [], notes: [...notes, nothingFits(library, patterns)] };
  const targets = files.map(({ set, document }) => ({
    set,
    document,
    path: parseArtifactPath(render(path, { set: { name: set.name } })),
    owner: `the token set ${JSON.stringify(set.name)}`,
  }));
  checkCollisions(targets, () => "Put the whole set.name into the path; its slashes become folders.");
  const artifacts = targets.map((target): Artifact => {
    const from = { kind: "token-set", id: target.set.id ?? target.set.name, name: target.set.name } as const;
    return { path: target.path, content: Buffer.from(printJson(target.document)), from };
  });
  const left =
    library.themes.length > 0 ? [info("Themes and the order of the sets have no place in file-per-set; layout: file has them.")] : [];
  return { artifacts, notes: [...notes, ...left] };
}

function nothingFits(library: TokenLibrary, patterns: Options["sets"]): Note {
  const names = library.sets.map(({ name }) => JSON.stringify(name)).join(", ");
  return { level: "warning", message: `No token set fits ${JSON.stringify(patterns ?? "**")}; the design has ${names || "none"}.` };
}

function info(message: string): Note {
  return { level: "info", message };
}
