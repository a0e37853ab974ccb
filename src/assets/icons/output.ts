import type * as z from "zod";
import type { Artifact, EntityRef } from "../../artifact.ts";
import type { Icon } from "./icon.ts";
import type { NameForm } from "./names.ts";

/** Something icons can be made into: a key of `build-icons`. */
export interface IconOutput<Options extends z.ZodObject = z.ZodObject> {
  key: string;
  description: string;
  /** What it writes to: one file, or a folder of its own. */
  target: "path" | "folder";
  /** What the path must end in. */
  ending?: string;
  /** Whether files of the folder that were not made are deleted unless told. */
  prunes: boolean;
  /** The form of the icons' names that must differ; where case does not count in files, it does not here. */
  form: NameForm;
  options: Options;
  build(icons: readonly Icon[], options: z.output<Options>, job: OutputJob): Built | Promise<Built>;
}

/** What an output is given besides icons and options. */
export interface OutputJob {
  /** The path of its file or folder. */
  target: string;
  /** Says what made a file, harmless in a comment of any language. */
  madeBy: string;
  /** The design file, for artifacts of more than one icon. */
  from: EntityRef;
  /** The old bytes of a file that will be made, where the base has it. */
  previous(path: string): Promise<Uint8Array | undefined>;
  signal: AbortSignal;
}

/** What was made; paths of files that stay as they are because their icon could not be made, and why. */
export interface Built {
  artifacts: readonly Artifact[];
  keep?: readonly string[];
  /** `what` completes "the icon …". */
  left?: readonly { icon: Icon; what: string }[];
  /** Things to say about an icon that was made. */
  notes?: readonly { icon: Icon; what: string }[];
}

/** Declares an output and infers its options. */
export function defineOutput<Options extends z.ZodObject>(output: IconOutput<Options>): IconOutput<Options> {
  return output;
}

/** The comment of every generated file, without anything that could end a comment or be seen otherwise than it is. */
export function toMadeBy(design: string): string {
  const name = design
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/[*<>\\?]/g, "")
    .replace(/-{2,}/g, "-")
    .replace(/\s+/g, " ")
    .trim();
  return `Made by Penops from ${[...name].slice(0, 120).join("")}. Do not edit.`;
}

/** A text file of a folder. */
export function textFile(job: OutputJob, name: string, lines: readonly string[], from: EntityRef = job.from): Artifact {
  return { path: `${job.target}/${name}`, content: Buffer.from(`${lines.join("\n")}\n`), from };
}
