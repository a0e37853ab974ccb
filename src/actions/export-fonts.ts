import * as z from "zod";
import { type Context, defineAction, type StepResult } from "../action.ts";
import { type Artifact, parseArtifactPath } from "../artifact.ts";
import type { Note } from "../run.ts";
import { toFontCss } from "./export-fonts/css.ts";
import { type Face, listFaces } from "./export-fonts/faces.ts";
import { FORMATS, type Located, loadFiles } from "./export-fonts/files.ts";
import { ArtifactPath, hasExpression, PruneFolder } from "./inputs.ts";
import { pruneOf } from "./prune.ts";

const FORMAT_ERROR = "must be woff2, woff, ttf or otf, or a list of them";
const Format = z.enum(FORMATS, { error: FORMAT_ERROR });

const Input = z.strictObject({
  all: z
    .boolean()
    .default(false)
    .describe("All fonts that were uploaded to the team, not only those that texts and typographies of the design use."),
  formats: z
    .union([Format, z.array(Format).min(1)], { error: FORMAT_ERROR })
    .default([...FORMATS])
    .describe("woff2, woff, ttf, otf, or a list; those that Penpot has. It makes woff and otf of an uploaded ttf, but never woff2."),
  path: ArtifactPath.refine(hasExpression, {
    error: "must name each file, for example with ${{ kebab(font.family) }}-${{ font.weight }}-${{ font.style }}.${{ font.extension }}",
  }).describe("Where each font file goes, from the repository's root; filled once per file."),
  css: ArtifactPath.optional().describe("Where a style sheet with one @font-face per face goes; its addresses are relative to it."),
  "font-display": z
    .enum(["auto", "block", "swap", "fallback", "optional"], { error: "must be auto, block, swap, fallback or optional" })
    .default("swap")
    .describe("How browsers draw texts until the font is there: auto, block, swap, fallback or optional."),
  google: z
    .boolean()
    .default(false)
    .describe("Also the faces of Google fonts and of Penpot's built-in font that the design uses, in the one format that Penpot gives."),
  prune: PruneFolder,
});
type Options = z.output<typeof Input>;

/** Writes the font files of a design and the style sheet that loads them. */
export const exportFonts = defineAction({
  name: "export-fonts",
  description:
    "Writes the uploaded fonts that the design uses, and a style sheet for them. Whether a font's licence lets you keep it in the repository and hand it out is for you to know: Penpot does not.",
  input: Input,
  items: { path: { font: { family: "", weight: "", style: "", format: "", extension: "" } } },
  run,
});

async function run(input: Options, context: Context): Promise<StepResult> {
  const { faces, notes } = await listFaces(input, context);
  const { files, missing, notes: fileNotes } = await loadFiles(faces, input, context);
  const sheet = input.css === undefined ? undefined : makeSheet(parseArtifactPath(input.css), files, missing, input);
  const artifacts = [...files.map(toArtifact), ...(sheet?.artifact ? [sheet.artifact] : [])];
  const pruned = pruneOf(input.prune, files.length, "No font was written");
  return {
    artifacts,
    keep: [...missing, ...(sheet?.keep ?? []), ...pruned.keep].sort(),
    prune: pruned.prune,
    notes: [...notes, ...fileNotes, ...(sheet?.notes ?? []), ...pruned.notes],
    outputs: { count: files.length, skipped: missing.length, paths: files.map(({ path }) => path), families: familiesOf(faces) },
  };
}

interface Sheet {
  artifact?: Artifact;
  keep: readonly string[];
  notes: readonly Note[];
}

/** A style sheet without faces that are only missing today would break the texts they are for: then the old one stays. */
function makeSheet(path: string, files: readonly Located[], missing: readonly string[], input: Options): Sheet {
  if (missing.length > 0) {
    return {
      keep: [path],
      notes: [{ level: "warning", message: `The style sheet ${path} stays as it is until all its fonts can be read.` }],
    };
  }
  if (files.length === 0) return { keep: [], notes: [] };
  const from = { kind: "font", id: "css", name: "@font-face" } as const;
  return { artifact: { path, content: Buffer.from(toFontCss(files, path, input["font-display"])), from }, keep: [], notes: [] };
}

function toArtifact({ path, content, face }: Located): Artifact {
  return { path, content, from: { kind: "font", id: face.id, name: `${face.family} ${face.weight} ${face.style}` } };
}

function familiesOf(faces: readonly Face[]): string[] {
  return [...new Set(faces.map(({ family }) => family))].sort();
}
