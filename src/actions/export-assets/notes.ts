import type { Design } from "../../design.ts";
import type { Note } from "../../run.ts";
import { capitalize } from "../collisions.ts";
import { shortList } from "../lists.ts";
import { explainWhat, toRemedy } from "./lacks.ts";
import type { Picture } from "./picture.ts";
import type { Target } from "./targets.ts";

/** A picture and what became of it. */
export interface Painted {
  target: Target;
  picture: Picture;
  isWritten: boolean;
}

/** What one or several pictures lack. */
interface Lack {
  kind: "failure" | "unfaithful" | "raster";
  /** Completes "the layer has …" when it is about layers. */
  what: string;
  isWritten: boolean;
  painted: Painted[];
}

/** What is to be said of pictures that lack something: once for each thing lacked, however many pictures and files lack it. */
export function notePictures(painted: readonly Painted[], channel: Design["channel"]): Note[] {
  const lacks = new Map<string, Lack>();
  for (const one of painted) {
    for (const { kind, what } of lacksOf(one.picture)) {
      const key = JSON.stringify([kind, what, one.isWritten]);
      const lack = lacks.get(key) ?? { kind, what, isWritten: one.isWritten, painted: [] };
      lack.painted.push(one);
      lacks.set(key, lack);
    }
  }
  return [...lacks.values()].map((lack) => (lack.kind === "raster" ? noteRaster(lack) : noteLack(lack, channel)));
}

function lacksOf({ unfaithful, failure, raster }: Picture): Pick<Lack, "kind" | "what">[] {
  if (failure !== undefined) return [{ kind: "failure", what: failure }];
  if (unfaithful.length === 0) return raster ? [{ kind: "raster", what: "" }] : [];
  return [...new Set(unfaithful.map(({ what }) => what))].map((what) => ({ kind: "unfaithful", what }));
}

function noteRaster({ painted }: Lack): Note {
  const verb = painted.length === 1 ? "holds" : "hold";
  const owners = ownersOf(painted);
  const where = owners.length === 1 ? owners[0] : "them";
  return { level: "info", message: `${capitalize(toFiles(painted))} ${verb} pixels: PDF has no means for something in ${where}.` };
}

function noteLack(lack: Lack, channel: Design["channel"]): Note {
  const { painted, isWritten } = lack;
  const remedy = lack.kind === "failure" ? "" : toRemedy(lack.what, channel);
  const end = `${toOutcome(painted, isWritten)}${remedy === "" ? "" : ` ${remedy}`}`;
  const owners = ownersOf(painted);
  const drawn = (isOne: boolean) => {
    const verb = isOne ? "was" : "were";
    return isWritten ? `${verb} drawn, but not as Penpot would` : `${verb} not drawn`;
  };
  if (owners.length === 1) {
    const why = lack.kind === "failure" ? lack.what : explainOne(lack);
    return { level: "warning", message: `${capitalize(owners[0] ?? "")} ${drawn(true)}: ${why} ${end}` };
  }
  const why = lack.kind === "failure" ? lack.what : `layers in them have ${explainWhat(lack.what)}.`;
  return { level: "warning", message: `${owners.length} pictures ${drawn(false)}: ${why} They are ${listOwners(owners)}. ${end}` };
}

const MOST_LAYERS = 3;

/** The layers of one component that lack something. */
function explainOne({ what, painted }: Lack): string {
  const all = painted.flatMap(({ picture }) => picture.unfaithful.filter((one) => one.what === what));
  const layers = [...new Set(all.map(({ name }) => JSON.stringify(name)))];
  const noun = layers.length === 1 ? "the layer" : "the layers";
  return `${noun} ${shortList(layers, MOST_LAYERS)} ${layers.length === 1 ? "has" : "have"} ${explainWhat(what)}.`;
}

function toOutcome(painted: readonly Painted[], isWritten: boolean): string {
  const isOne = painted.length === 1;
  if (isWritten) return `${capitalize(toFiles(painted))} ${isOne ? "was" : "were"} written nevertheless.`;
  return `${capitalize(toFiles(painted))} ${isOne ? "stays as it is" : "stay as they are"}.`;
}

function toFiles(painted: readonly Painted[]): string {
  const paths = painted.map(({ target }) => target.path);
  return `the ${paths.length === 1 ? "file" : "files"} ${shortList(paths)}`;
}

/** `the components "a", "b" and 3 more`; kinds are named one by one where they differ. */
function listOwners(owners: readonly string[]): string {
  const kinds = new Set(owners.map((owner) => owner.slice(0, owner.indexOf('"'))));
  const [kind = ""] = kinds;
  return kinds.size > 1 ? shortList(owners) : `${kind.trimEnd()}s ${shortList(owners.map((owner) => owner.slice(kind.length)))}`;
}

function ownersOf(painted: readonly Painted[]): string[] {
  return [...new Map(painted.map(({ target }) => [`${target.asset.rootId} ${target.owner}`, target.owner])).values()];
}
