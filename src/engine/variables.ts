import type { Event } from "../event.ts";
import type { ChangeCounts } from "../forge.ts";
import type { Recipe } from "../recipe.ts";
import type { Run } from "../run.ts";
import { type Scope, toScope, type Variables } from "./expressions.ts";
import type { SourceFile } from "./sources.ts";

const NAMED = { id: "", name: "" };

/** What the `if` of a recipe may use. */
export const recipeVariables: Variables = {
  event: { id: "", trigger: "", name: "", at: "", instance: "", actor: "", props: {} },
  file: { ...NAMED, revn: 0, vern: 0, modifiedAt: "", isShared: false },
  team: NAMED,
  project: NAMED,
  recipe: { name: "", description: "" },
};

/** What a step may use; `ids` are those of the steps before it. */
export function stepVariables(ids: readonly string[]): Variables {
  const steps = Object.fromEntries(ids.map((id) => [id, { outputs: {} }]));
  return { ...recipeVariables, run: { id: "", attempt: 1 }, ...(ids.length > 0 && { steps }) };
}

/** What the title and the body of the pull request may use; `ids` are those of all steps. */
export function pullRequestVariables(ids: readonly string[]): Variables {
  return { ...stepVariables(ids), changes: { added: 0, modified: 0, deleted: 0 } satisfies ChangeCounts };
}

/** The values behind `recipeVariables`. */
export function recipeScope(recipe: Recipe, event: Event, file: SourceFile): Scope {
  const { id, trigger, name, at, instance, actor = "", props } = event;
  return toScope({
    event: { id, trigger, name, at, instance, actor, props },
    file: { id: file.id, name: file.name, revn: file.revn, vern: file.vern, modifiedAt: file.modifiedAt, isShared: file.isShared },
    team: { id: file.teamId, name: file.teamName },
    project: { id: file.projectId, name: file.projectName },
    recipe: { name: recipe.name, description: recipe.description ?? "" },
  });
}

/** Adds the run; its event is the last of those that were coalesced into it. */
export function runScope(recipe: Recipe, run: Run, file: SourceFile): Scope {
  const event = run.events.at(-1) ?? {
    id: run.id,
    trigger: "manual" as const,
    name: "manual",
    at: "",
    instance: run.file.instance,
    subject: {},
    props: {},
  };
  return toScope({ run: { id: run.id, attempt: run.attempt } }, recipeScope(recipe, event, file));
}
