import * as z from "zod";
import { type Context, defineAction, type StepResult } from "../action.ts";
import { selectImages } from "../assets/index.ts";
import type { Note } from "../run.ts";
import { noteDevices } from "./device-names.ts";
import { keepEqual } from "./export-assets/keep-equal.ts";
import { type LoadedImage, loadImages, type MadeImage } from "./export-images/load-images.ts";
import { foldEqual, toPath } from "./export-images/paths.ts";
import { ArtifactPath, hasExpression, Patterns, PruneFolder } from "./inputs.ts";
import { pruneOf } from "./prune.ts";

const FORMAT_ERROR = "must be png, jpeg, webp or avif";

const Input = z
  .strictObject({
    select: z
      .strictObject({
        shapes: Patterns.optional().describe("The images of which layers, as globs over page, layers around and name: Screens/**/hero."),
        colors: Patterns.optional().describe("The images of which library colours, as globs over group and name: Photos/**."),
        page: Patterns.optional().describe("Only layers on such a page; a name or glob, or a list."),
        exclude: Patterns.optional().describe("Layers or library colours to leave out, as globs like those of what is selected."),
      })
      .prefault({})
      .describe(
        "Which images; all that layers and library colours show when left out. Hidden layers show none. Names in whose path a part starts with _ or . are left out unless the pattern names such a part.",
      ),
    path: ArtifactPath.refine(hasExpression, {
      error: "must name each image, for example with ${{ kebab(image.name) }}.${{ image.extension }}",
    }).describe(
      "Where each image goes, from the repository's root; filled once per image. image.name is that of the library colour, or of the first layer that shows it; image.extension is what the file really is.",
    ),
    format: z
      .enum(["png", "jpeg", "webp", "avif"], { error: FORMAT_ERROR })
      .optional()
      .describe("png, jpeg, webp or avif: images of pixels are written anew so. The uploaded bytes as they are when left out."),
    width: z.int().min(1).max(16_384).optional().describe("Wider images of pixels are made this many pixels wide."),
    quality: z.int().min(1).max(100).optional().describe("From 1 to 100, for what is written anew as jpeg, webp or avif."),
    prune: PruneFolder,
  })
  .refine(({ format, width, quality }) => quality === undefined || format !== undefined || width !== undefined, {
    path: ["quality"],
    error: "needs format or width beside it; without them the bytes stay as they are",
  });

/** Writes the pictures that a design shows: what fills, strokes, texts and library colours are painted with. */
export const exportImages = defineAction({
  name: "export-images",
  description:
    "Writes the images that layers and library colours of the design show, as they were uploaded or written anew. SVG images are left as they are, and refused when they hold scripts or references to the outside.",
  input: Input,
  items: { path: { image: { id: "", name: "", path: "", extension: "", width: 0, height: 0 } } },
  run,
});

async function run(input: z.output<typeof Input>, context: Context): Promise<StepResult> {
  const images = selectImages(context.design, input.select);
  const loaded = await loadImages(images, input, context);
  const located = loaded.map((image) => ({ ...image, path: toPath(image, input.path, context) }));
  const made = foldEqual(located.filter(isMade));
  const missing = located.filter((image) => !isMade(image));
  const { artifacts, pictures } = await keepAnew(made, context);
  const paths = artifacts.map(({ path }) => path);
  const pruned = pruneOf(input.prune, artifacts.length, images.length === 0 ? "Nothing fits" : "No image was written");
  return {
    artifacts,
    keep: [...missing.map(({ path }) => path).sort(), ...pruned.keep],
    prune: pruned.prune,
    notes: [...(images.length === 0 ? [nothingFits(input.select)] : []), ...pruned.notes, ...missing.map(toNote), ...noteDevices(paths)],
    pictures,
    outputs: { count: artifacts.length, skipped: missing.length, paths },
  };
}

type Located<Image> = Image & { path: string };

function isMade(image: Located<LoadedImage>): image is Located<MadeImage> {
  return image.state === "made";
}

/** Uploaded bytes never change; those written anew may, with another version of the encoder. */
async function keepAnew(
  made: readonly Located<MadeImage>[],
  context: Context,
): Promise<Required<Pick<StepResult, "artifacts" | "pictures">>> {
  const artifacts = made.map(({ path, bytes, image: { id, owner } }) => ({
    path,
    content: bytes,
    from: { kind: "image", id, name: owner.path } as const,
  }));
  const anew = made.flatMap(({ isAnew, kind }, index) => {
    const artifact = artifacts[index];
    return isAnew && artifact && kind !== "gif" && kind !== "svg" ? [{ artifact, format: kind }] : [];
  });
  const kept = await keepEqual(anew, true, context);
  const byPath = new Map(kept.artifacts.map((artifact) => [artifact.path, artifact]));
  return { artifacts: artifacts.map((artifact) => byPath.get(artifact.path) ?? artifact), pictures: kept.pictures };
}

function toNote({ image: { owner }, path, ...rest }: Located<LoadedImage>): Note {
  const why = rest.state === "missing" ? rest.why : "";
  const noun = owner.kind === "color" ? "library colour" : "layer";
  return {
    level: "warning",
    message: `The image of the ${noun} ${JSON.stringify(owner.path)} was not written: ${why}. The file ${path} stays as it is.`,
  };
}

function nothingFits(select: z.output<typeof Input>["select"]): Note {
  const message = Object.keys(select).length === 0 ? "The design shows no images." : `No image fits ${JSON.stringify(select)}.`;
  return { level: "warning", message };
}
