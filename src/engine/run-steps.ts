import type { Action, Base, Context, EarlierStep, PictureCheck, StepResult } from "../action.ts";
import { type Artifact, parseArtifactPath } from "../artifact.ts";
import type { Cache } from "../cache.ts";
import type { Design } from "../design.ts";
import { UserError } from "../errors.ts";
import type { Logger } from "../log.ts";
import type { Media } from "../media.ts";
import type { Recipe, Step } from "../recipe.ts";
import type { Note } from "../run.ts";
import { toYamlProblems } from "../yaml.ts";
import { compileExpression, compileTemplate, type Scope, type Template, toScope, type Variables } from "./expressions.ts";
import { createPathRegister } from "./path-register.ts";
import type { StepArtifacts } from "./pull-request/body.ts";
import { stepVariables } from "./variables.ts";

/** What the steps are run with. */
export interface StepsInput {
  recipe: Recipe;
  design: Design;
  /** The values of `stepVariables` without the steps' outputs. */
  scope: Scope;
  actions: readonly Action[];
  media: Media;
  base: Base;
  cache: Cache;
  log: Logger;
  signal: AbortSignal;
}

/** All that the steps of a recipe gave. Paths are canonical and there is one artifact a path. */
export interface StepsResult {
  artifacts: readonly Artifact[];
  /** The same artifacts by step, for the pull request's text. */
  steps: readonly StepArtifacts[];
  prune: readonly string[];
  keep: readonly string[];
  notes: readonly Note[];
  pictures: readonly PictureCheck[];
  /** With the outputs of all steps. */
  scope: Scope;
}

/** Runs a recipe's steps one after the other; throws UserError for inputs and paths that cannot be, and whatever an action throws. */
export async function runSteps(input: StepsInput): Promise<StepsResult> {
  const outputs: Record<string, { outputs: Record<string, unknown> }> = {};
  const paths = createPathRegister();
  const steps: StepArtifacts[] = [];
  const earlier: EarlierStep[] = [];
  const rest = { prune: new Set<string>(), keep: new Set<string>(), notes: [] as Note[], pictures: [] as PictureCheck[] };
  for (const [index, step] of input.recipe.steps.entries()) {
    input.signal.throwIfAborted();
    const scope = toScope({ steps: outputs }, input.scope);
    const variables = stepVariables(Object.keys(outputs));
    const name = step.id ?? step.uses;
    const log = input.log.child({ step: name });
    // A step that is left out still has outputs, empty ones, so that later steps can ask with has().
    if (step.id !== undefined) outputs[step.id] = { outputs: {} };
    if (step.if !== undefined && !compileExpression(step.if, variables).evaluate(scope)) {
      log.debug("Step left out by its if");
      earlier.push({ id: step.id, uses: step.uses, artifacts: [], keep: [], leftOut: true });
      continue;
    }
    const result = await runStep({ ...input, step, index, variables, scope, log, artifacts: paths.all(), earlier: [...earlier] });
    if (step.id !== undefined) outputs[step.id] = { outputs: result.outputs ?? {} };
    const artifacts = (result.artifacts ?? []).map((artifact) => paths.add(artifact, `step ${index + 1} (${name})`));
    const keep = (result.keep ?? []).map(parseArtifactPath);
    steps.push({ step: name, artifacts });
    earlier.push({ id: step.id, uses: step.uses, artifacts, keep });
    for (const path of result.prune ?? []) rest.prune.add(parseArtifactPath(path));
    for (const path of keep) rest.keep.add(path);
    rest.notes.push(...(result.notes ?? []));
    rest.pictures.push(...(result.pictures ?? []));
    log.debug({ artifacts: result.artifacts?.length ?? 0 }, "Step done");
  }
  const made = new Set(paths.all().map(({ path }) => path));
  return {
    artifacts: paths.all(),
    steps,
    prune: [...rest.prune].sort(),
    keep: [...rest.keep].filter((path) => !made.has(path)).sort(),
    notes: rest.notes,
    pictures: rest.pictures,
    scope: toScope({ steps: outputs }, input.scope),
  };
}

interface StepInput extends StepsInput {
  step: Step;
  index: number;
  variables: Variables;
  artifacts: readonly Artifact[];
  earlier: readonly EarlierStep[];
}

async function runStep(input: StepInput): Promise<StepResult> {
  const { step, index, recipe, variables, scope, actions, artifacts, earlier: steps, design, media, base, cache, log, signal } = input;
  const action = actions.find(({ name }) => name === step.uses);
  if (!action) throw new UserError("UNKNOWN_ACTION", `The recipe ${recipe.name} uses the action "${step.uses}", which there is not.`);
  const isItem = (key: string) => Object.hasOwn(action.items ?? {}, key);
  const filled = Object.entries(step.with).map(([key, value]) => [key, isItem(key) ? value : fill(value, variables, scope)]);
  const parsed = action.input.safeParse(Object.fromEntries(filled), { reportInput: true });
  if (!parsed.success) {
    const place = recipe.place;
    const problems = toYamlProblems(parsed.error, ["steps", index, "with"], action.input, () => place);
    throw new UserError("STEP_INPUT", `The step ${step.id ?? step.uses} of the recipe ${recipe.name} got input it cannot use.`, {
      problems,
    });
  }
  const context: Context = { design, artifacts, steps, render: createRender(variables, scope), media, base, cache, log, signal };
  return action.run(parsed.data, context);
}

function fill(value: unknown, variables: Variables, scope: Scope): unknown {
  if (typeof value === "string") return compileTemplate(value, variables).fill(scope);
  if (Array.isArray(value)) return value.map((item) => fill(item, variables, scope));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, variables, scope)]));
}

// A template is filled once per icon; compiling it each time would cost more than drawing many of them.
function createRender(variables: Variables, scope: Scope): Context["render"] {
  const compiled = new Map<string, Template>();
  return (template, values) => {
    const names = Object.keys(values);
    const key = JSON.stringify([template, names]);
    const ready =
      compiled.get(key) ?? compileTemplate(template, { ...variables, ...Object.fromEntries(names.map((name) => [name, undefined])) });
    compiled.set(key, ready);
    return ready.fillText(toScope(values, scope));
  };
}
