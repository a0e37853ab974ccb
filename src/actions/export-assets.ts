import type * as z from "zod";
import { type Context, defineAction, type StepResult } from "../action.ts";
import type { Artifact } from "../artifact.ts";
import { selectAssets, toAssetLabel } from "../assets/index.ts";
import { noteDevices } from "./device-names.ts";
import { createImageFolder, type ImageFolder } from "./export-assets/images.ts";
import { Input } from "./export-assets/input.ts";
import { keepEqual, type Made } from "./export-assets/keep-equal.ts";
import { checkNames } from "./export-assets/names.ts";
import { notePictures, type Painted } from "./export-assets/notes.ts";
import { paintAll } from "./export-assets/painter.ts";
import type { Picture } from "./export-assets/picture.ts";
import { noteSelection } from "./export-assets/selection-notes.ts";
import { type Target, toTargets } from "./export-assets/targets.ts";
import { pruneOf } from "./prune.ts";

/** Draws components, boards or layers of a design as files; what cannot be drawn faithfully is not written but reported. */
export const exportAssets = defineAction({
  name: "export-assets",
  description: "Writes components, boards or layers of the design, such as icons, as pictures: SVG, PNG, WebP, AVIF, JPEG or PDF.",
  input: Input,
  items: {
    path: {
      component: { id: "", name: "", path: "", fullName: "", variant: {} },
      shape: { id: "", name: "", path: "", type: "" },
      page: { id: "", name: "" },
      scale: "dyn",
      format: "",
      suffix: "",
    },
  },
  run,
});

async function run(input: z.output<typeof Input>, context: Context): Promise<StepResult> {
  const assets = selectAssets(context.design, input.select);
  const nameNotes = checkNames(assets, input["validate-name"]);
  const targets = await toTargets(assets, input, context);
  const folder = input.images === "embed" ? undefined : createImageFolder(input.images.folder, context);
  const pictures = await paintAll(targets, input, folder, context);
  const painted = targets.map((target, at) => toPainted(target, pictures[at], input.unfaithful === "write"));
  const written = painted.filter(({ isWritten }) => isWritten);
  const skipped = painted.filter(({ isWritten }) => !isWritten);
  const { artifacts, pictures: checks } = await keepEqual(written.map(toMade), input["keep-if-equal"], context);
  const images = folder ? await folder.toArtifacts(written.flatMap(({ picture }) => picture.images)) : [];
  const paths = artifacts.map(({ path }) => path);
  const pruned = pruneOf(input.prune, artifacts.length, targets.length === 0 ? "Nothing fits" : "No picture was written");
  return {
    artifacts: [...artifacts, ...images],
    keep: [...skipped.map(({ target }) => target.path), ...(folder ? await oldImages(skipped, folder, context) : []), ...pruned.keep],
    prune: pruned.prune,
    notes: [
      ...noteSelection(assets, input, context),
      ...pruned.notes,
      ...nameNotes,
      ...noteDevices(targets.map(({ path }) => path)),
      ...notePictures(painted, context.design.channel),
    ],
    pictures: checks,
    outputs: {
      count: artifacts.length,
      skipped: skipped.length,
      paths,
      kept: checks.filter(({ kept }) => kept).map(({ path }) => path),
      ...(folder && { images: images.map(({ path }) => path) }),
    },
  };
}

function toPainted(target: Target, picture: Picture | undefined, writesAll: boolean): Painted {
  if (!picture) throw new Error(`There is no picture for ${target.path}.`);
  return { target, picture, isWritten: picture.failure === undefined && (writesAll || picture.unfaithful.length === 0) };
}

function toMade({ target, picture }: Painted): Made {
  return { artifact: toArtifact(target, picture), format: target.format };
}

function toArtifact({ asset, path }: Target, { bytes }: Picture): Artifact {
  const { component, rootId } = asset;
  const from = component ? ({ kind: "component", id: component.id } as const) : ({ kind: "shape", id: rootId } as const);
  return { path, content: bytes, from: { ...from, name: toAssetLabel(asset) } };
}

/** The images that skipped pictures show as they are on the base now; they must stay there. */
async function oldImages(skipped: readonly Painted[], folder: ImageFolder, { base }: Context): Promise<string[]> {
  const svgs = skipped.filter(({ target }) => target.format === "svg").map(({ target, picture }) => toArtifact(target, picture));
  const before = await base.differing(svgs);
  const shown = skipped.flatMap(({ target, picture }) => folder.filesOf(target.path, before.get(target.path) ?? picture.bytes));
  return [...new Set(shown)].sort();
}
