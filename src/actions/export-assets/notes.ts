import type { Context } from "../../action.ts";
import { type Asset, subjectOf, unknownIds } from "../../assets/index.ts";
import type { Note } from "../../run.ts";
import { capitalize } from "../collisions.ts";
import type { Options } from "./input.ts";
import type { Picture } from "./picture.ts";
import type { Target } from "./targets.ts";

const MOST_REASONS = 3;

/** A picture and what became of it. */
export interface Painted {
  target: Target;
  picture: Picture;
  isWritten: boolean;
}

/** What is to be said of pictures that lack something, once for all files of a component or layer that lack the same. */
export function notePictures(painted: readonly Painted[]): Note[] {
  const groups = new Map<string, Painted[]>();
  for (const one of painted) {
    const { target, picture, isWritten } = one;
    const why = toReason(picture);
    if (why === undefined) continue;
    const key = JSON.stringify([target.owner, target.asset.rootId, isWritten, why]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map(toNote);
}

function toNote(group: readonly Painted[]): Note {
  const [first] = group;
  const paths = group.map(({ target }) => target.path);
  const files = paths.length === 1 ? `The file ${paths[0]}` : `The files ${paths.join(", ")}`;
  const { owner } = first?.target ?? { owner: "" };
  const why = first && toReason(first.picture);
  if (first?.isWritten && first.picture.unfaithful.length === 0)
    return {
      level: "info",
      message: `${files} ${paths.length === 1 ? "holds" : "hold"} pixels: PDF has no means for something in ${owner}.`,
    };
  if (first?.isWritten)
    return warn(
      `${capitalize(owner)} was drawn, but not as Penpot would: ${why} ${files} ${paths.length === 1 ? "was" : "were"} written nevertheless.`,
    );
  return warn(`${capitalize(owner)} was not drawn: ${why} ${files} ${paths.length === 1 ? "stays as it is" : "stay as they are"}.`);
}

/** Why a picture is not whole, as a sentence. */
function toReason({ unfaithful, failure, raster }: Picture): string | undefined {
  if (failure !== undefined) return failure;
  if (unfaithful.length === 0) return raster ? "" : undefined;
  const reasons = [...new Set(unfaithful.map(({ name, what }) => `the layer ${JSON.stringify(name)} has ${what}`))];
  const more = reasons.length > MOST_REASONS ? `; and ${reasons.length - MOST_REASONS} more` : "";
  return `${reasons.slice(0, MOST_REASONS).join("; ")}${more}.`;
}

/** What is to be said of a selection that found less than it asked for. */
export function noteSelection(assets: readonly Asset[], { select }: Options, { design }: Context): Note[] {
  const unknown = unknownIds(assets, select);
  const notes = unknown.length > 0 ? [warn(`Nothing that is shown and fits has the ids ${unknown.join(", ")}.`)] : [];
  return assets.length === 0 ? [...notes, nothingSelected(select, design)] : notes;
}

function nothingSelected(select: Options["select"], design: Context["design"]): Note {
  const subject = subjectOf(select);
  if (subject === "components") {
    const live = design.components.filter(({ deleted }) => !deleted).length;
    return warn(`No component fits ${JSON.stringify({ components: "**", ...select })}; the design has ${live}.`);
  }
  const pages = design.pages.map(({ name }) => JSON.stringify(name)).join(", ");
  const noun = subject === "boards" ? "board" : subject === "presets" ? "layer with an export preset" : "layer";
  return warn(`No ${noun} fits ${JSON.stringify(select)}; the pages are ${pages}.`);
}

function warn(message: string): Note {
  return { level: "warning", message };
}
