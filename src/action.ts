import type { Logger } from "pino";
import type * as z from "zod";
import type { Artifact } from "./artifact.ts";
import type { Design } from "./design.ts";
import type { Note } from "./run.ts";

/** What an action is given. Nothing in it is changed; a step returns. */
export interface Context {
  readonly design: Design;
  /** What the steps before this one produced. */
  readonly artifacts: readonly Artifact[];
  /** Fills a template of the step's `with` that speaks of one item (see `Action.items`). */
  readonly render: (template: string, variables: Record<string, unknown>) => string;
  readonly log: Logger;
  readonly signal: AbortSignal;
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
}

/** The code behind `uses`. */
export interface Action<Input extends z.ZodType = z.ZodType> {
  name: string;
  description: string;
  /** The shape of `with`. */
  input: Input;
  /** Keys of `with` whose templates are filled once per item, and the variables they may use: `{ path: { component: … } }`. Values are CEL types of the variables. */
  items?: Readonly<Record<string, ItemVariables>>;
  run(input: z.output<Input>, context: Context): Promise<StepResult>;
}

/** Variables of an item template with their fields, as an example value; used to check recipes at load. */
export type ItemVariables = Readonly<Record<string, unknown>>;

/** Declares an action and infers its input. */
export function defineAction<Input extends z.ZodType>(action: Action<Input>): Action<Input> {
  return action;
}
