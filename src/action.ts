import type { Logger } from "pino";
import type * as z from "zod";
import type { Artifact } from "./artifact.ts";
import type { Cache } from "./cache.ts";
import type { Design } from "./design.ts";
import type { Media } from "./media.ts";
import type { Note } from "./run.ts";

/** What an action is given. Nothing in it is changed; a step returns. */
export interface Context {
  readonly design: Design;
  /** What the steps before this one produced. */
  readonly artifacts: readonly Artifact[];
  /** The same by step, those that were left out too. */
  readonly steps: readonly EarlierStep[];
  /** Fills a template of the step's `with` that speaks of one item (see `Action.items`). */
  readonly render: (template: string, variables: Record<string, unknown>) => string;
  /** Pictures, fonts and the archive that belong to the design. */
  readonly media: Media;
  readonly base: Base;
  /** For what a run would otherwise make again; kept for each recipe and design file. */
  readonly cache: Cache;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** What one step before this one produced, and the paths it had to leave as they are. */
export interface EarlierStep {
  id?: string | undefined;
  uses: string;
  artifacts: readonly Artifact[];
  keep: readonly string[];
  /** Its `if` was false. */
  leftOut?: boolean;
}

/** What the base branch holds now. */
export interface Base {
  /** The old bytes of those artifacts whose file exists on the base with other content. */
  differing(artifacts: readonly Artifact[]): Promise<ReadonlyMap<string, Uint8Array>>;
}

/** A picture that was compared with the one on the base, and whether the old bytes were kept. Shares are of pixels, from 0 to 1. */
export interface PictureCheck {
  path: string;
  /** Infinity when the old file is no picture or has another size. */
  difference: number;
  tolerance: number;
  kept: boolean;
}

export interface StepResult {
  artifacts?: readonly Artifact[];
  /** Folders this step owns: files there that no step made are deleted. */
  prune?: readonly string[];
  /** Paths of entities that exist but could not be made; they are never deleted. */
  keep?: readonly string[];
  /** Values for later steps (`steps.<id>.outputs`). */
  outputs?: Record<string, unknown>;
  notes?: readonly Note[];
  /** Artifacts whose bytes differ from the base, judged by their pictures. */
  pictures?: readonly PictureCheck[];
}

/** The code behind `uses`. */
export interface Action<Input extends z.ZodType = z.ZodType> {
  name: string;
  description: string;
  /** The shape of `with`. */
  input: Input;
  /** Keys of `with` whose templates are filled once per item, and the variables they may use: `{ path: { component: … } }`. Values are CEL types of the variables. */
  items?: Readonly<Record<string, ItemVariables>>;
  /** Keys of `with` that name one step above or a list of them; used to check recipes at load. */
  stepKeys?: readonly string[];
  run(input: z.output<Input>, context: Context): Promise<StepResult>;
}

/** Variables of an item template with their fields, as an example value; used to check recipes at load. */
export type ItemVariables = Readonly<Record<string, unknown>>;

/** Declares an action and infers its input. */
export function defineAction<Input extends z.ZodType>(action: Action<Input>): Action<Input> {
  return action;
}
