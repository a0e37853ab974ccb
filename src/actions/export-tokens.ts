import * as z from "zod";
import { type Context, defineAction, type StepResult } from "../action.ts";
import { type Artifact, type EntityRef, parseArtifactPath } from "../artifact.ts";
import { createMatcher } from "../assets/patterns.ts";
import type { TokenLibrary, TokenSet } from "../design.ts";
import type { Note } from "../run.ts";
import {
  type JsonValue,
  printJson,
  resolveTokens,
  setsOf,
  type TokenSetFile,
  toDtcg,
  toDtcgFiles,
  toTokenSetFiles,
  toTokensDocument,
  toTokensStudio,
} from "../tokens/index.ts";
import { Choice } from "./build-tokens/input.ts";
import { toProblemNotes } from "./build-tokens/notes.ts";
import { toChoice } from "./build-tokens/themes.ts";
import { checkCollisions } from "./collisions.ts";
import { ArtifactPath, hasExpression, Patterns, PruneFolder } from "./inputs.ts";

const LAYOUTS = ["file", "file-per-set", "dtcg", "tokens-studio"] as const;
const NAMES_SET = /\$\{\{[^}]*\bset\s*[.[]/;

const Input = z
  .strictObject({
    sets: Patterns.optional().describe("Which token sets, as names or globs: mode/*. All when left out."),
    layout: z
      .enum(LAYOUTS, { error: `must be ${LAYOUTS.slice(0, -1).join(", ")} or ${LAYOUTS.at(-1)}` })
      .default("file")
      .describe(
        "file: all sets with themes and metadata in one file, as Penpot itself exports them; file-per-set: one file for each set; dtcg: the resolved tokens of one theme in the strict format of 2025.10, in one file, or one for each set when the path names set.name; tokens-studio: a folder as Tokens Studio keeps it.",
      ),
    path: ArtifactPath.describe(
      "Where the file goes, from the repository's root; filled once per set with set.name where there is one for each; with tokens-studio the folder.",
    ),
    theme: Choice.optional().describe(
      "The theme that is written with dtcg, by its name or path (mode/dark), or one of each group: { mode: dark, brand: a }. The design's active sets when left out.",
    ),
    themes: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe("The same as a list of names or paths, one of each group: [mode/dark, brand/a]."),
    ids: z.boolean().default(false).describe("Whether $extensions carries Penpot's id of each token, where the design was read with ids."),
    resolve: z.boolean().default(false).describe("Whether dtcg has values where the design refers to other tokens."),
    prune: PruneFolder,
  })
  .refine(({ layout, path }) => layout === "file-per-set" || layout === "dtcg" || !NAMES_SET.test(path), {
    path: ["path"],
    error: "set.name needs layout: file-per-set or dtcg",
  })
  .refine(({ layout, path }) => layout !== "file-per-set" || hasExpression(path), {
    path: ["path"],
    error: "must name each set, for example with ${{ kebab(set.name) }}",
  })
  .refine(({ layout, theme, themes }) => layout === "dtcg" || (theme === undefined && themes === undefined), {
    path: ["layout"],
    error: "must be dtcg when a theme is chosen: the others hold all themes",
  })
  .refine(({ layout, resolve }) => layout === "dtcg" || !resolve, { path: ["resolve"], error: "needs layout: dtcg" })
  .refine(({ theme, themes }) => theme === undefined || themes === undefined, { path: ["themes"], error: "cannot stand beside theme" });
type Options = z.output<typeof Input>;

/** Writes the design tokens as JSON: in Penpot's own form, as strict DTCG, or as Tokens Studio keeps them. */
export const exportTokens = defineAction({
  name: "export-tokens",
  description: "Writes the design's tokens as JSON: as Penpot has them, in the strict DTCG format, or as a folder of Tokens Studio.",
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
  if (input.layout === "dtcg") return makeDtcg(library, input, context);
  if (input.layout === "tokens-studio") return makeFolder(library, input, context);
  return input.layout === "file" ? makeOne(library, input, context) : makeEach(library, input, context);
}

function makeOne(library: TokenLibrary, { sets: patterns, ids, path }: Options, { design, render }: Context): Made {
  const { document, sets, notes } = toTokensDocument(library, { sets: patterns, ids });
  if (sets === 0) return { artifacts: [], notes: [...notes, nothingFits(library, patterns)] };
  return { artifacts: [{ path: parseArtifactPath(render(path, {})), content: toContent(document), from: toWhole(design) }], notes };
}

function makeEach(library: TokenLibrary, { sets: patterns, ids, path }: Options, context: Context): Made {
  const { files, notes } = toTokenSetFiles(library, { sets: patterns, ids });
  if (files.length === 0) return { artifacts: [], notes: [...notes, nothingFits(library, patterns)] };
  const artifacts = toSetArtifacts(files, path, context);
  const left =
    library.themes.length > 0 ? [info("Themes and the order of the sets have no place in file-per-set; layout: file has them.")] : [];
  return { artifacts, notes: [...notes, ...left] };
}

function makeDtcg(library: TokenLibrary, { sets: patterns, theme, themes, ids, resolve, path }: Options, context: Context): Made {
  const choice = themes ?? (theme === undefined ? undefined : toChoice(theme));
  const resolution = resolveTokens(library, choice === undefined ? library.activeSets : setsOf(library, choice));
  const isWanted = patterns === undefined ? () => true : createMatcher(patterns);
  const wanted = { sets: resolution.sets.filter(isWanted), tokens: resolution.tokens.filter(({ set }) => isWanted(set)) };
  if (wanted.sets.length === 0)
    return { artifacts: [], notes: [...toProblemNotes(resolution.problems), nothingActive(resolution.sets, patterns)] };
  if (NAMES_SET.test(path)) {
    // Of two sets of one name the first counts.
    const written = new Map([...library.sets].reverse().map((set) => [set.name, set] as const));
    const files = toDtcgFiles(wanted, { ids, resolve });
    const named = files.flatMap(({ set: name, document }) => {
      const set = written.get(name);
      return set ? [{ set, document }] : [];
    });
    const problems = [...resolution.problems, ...files.flatMap((file) => file.problems)];
    return { artifacts: toSetArtifacts(named, path, context), notes: toProblemNotes(problems) };
  }
  const { document, problems } = toDtcg(wanted, { ids, resolve });
  const target = parseArtifactPath(context.render(path, {}));
  return {
    artifacts: [{ path: target, content: toContent(document), from: toWhole(context.design) }],
    notes: toProblemNotes([...resolution.problems, ...problems]),
  };
}

function makeFolder(library: TokenLibrary, { sets: patterns, ids, path }: Options, { design, render }: Context): Made {
  const { files, notes } = toTokensStudio(library, { sets: patterns, ids });
  if (files.every(({ set }) => set === undefined)) return { artifacts: [], notes: [...notes, nothingFits(library, patterns)] };
  const folder = render(path, {});
  const artifacts = files.map(({ path: own, document, set }): Artifact => {
    const known = library.sets.find(({ name }) => name === set);
    return { path: parseArtifactPath(`${folder}/${own}`), content: toContent(document), from: known ? toPart(known) : toWhole(design) };
  });
  return { artifacts, notes };
}

function toSetArtifacts(files: readonly TokenSetFile[], path: string, { render }: Context): Artifact[] {
  const targets = files.map(({ set, document }) => ({
    set,
    document,
    path: parseArtifactPath(render(path, { set: { name: set.name } })),
    owner: `the token set ${JSON.stringify(set.name)}`,
  }));
  checkCollisions(targets, () => "Put the whole set.name into the path; its slashes become folders.");
  return targets.map((target) => ({ path: target.path, content: toContent(target.document), from: toPart(target.set) }));
}

function toContent(document: JsonValue): Uint8Array {
  return Buffer.from(printJson(document));
}

function toWhole({ id, name }: Context["design"]): EntityRef {
  return { kind: "tokens", id, name };
}

function toPart({ id, name }: TokenSet): EntityRef {
  return { kind: "token-set", id: id ?? name, name };
}

function nothingActive(active: readonly string[], patterns: Options["sets"]): Note {
  const names = active.map((name) => JSON.stringify(name)).join(", ");
  return { level: "warning", message: `No active token set fits ${JSON.stringify(patterns ?? "**")}; active are ${names || "none"}.` };
}

function nothingFits(library: TokenLibrary, patterns: Options["sets"]): Note {
  const names = library.sets.map(({ name }) => JSON.stringify(name)).join(", ");
  return { level: "warning", message: `No token set fits ${JSON.stringify(patterns ?? "**")}; the design has ${names || "none"}.` };
}

function info(message: string): Note {
  return { level: "info", message };
}
