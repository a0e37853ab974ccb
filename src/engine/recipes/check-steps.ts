import * as z from "zod";
import type { Action } from "../../action.ts";
import type { Problem } from "../../errors.ts";
import { nearest, toYamlProblems } from "../../yaml.ts";
import { compileExpression, compileTemplate, type ExpressionProblem, isTemplate, type Variables } from "../expressions.ts";
import { stepVariables } from "../variables.ts";
import type { DraftStep } from "./draft.ts";
import { type SourceText, toProblem } from "./source-text.ts";

type Path = readonly PropertyKey[];

/** Checks ids, actions, inputs and expressions of all steps. */
export function checkSteps(steps: readonly DraftStep[], actions: readonly Action[], source: SourceText): Problem[] {
  return [...checkIds(steps, source), ...steps.flatMap((step) => checkStep(step, steps, actions, source))];
}

/** The ids of the steps before one. */
export function idsBefore(steps: readonly { id?: string | undefined }[], index: number): string[] {
  return steps.slice(0, index).flatMap(({ id }) => (id === undefined ? [] : [id]));
}

function checkIds(steps: readonly DraftStep[], source: SourceText): Problem[] {
  const first = new Map<string, number>();
  return steps.flatMap(({ id, index }) => {
    if (id === undefined) return [];
    const other = first.get(id);
    if (other === undefined) {
      first.set(id, index);
      return [];
    }
    const line = source.locate(["steps", other, "id"]).line;
    return [
      {
        code: "DUPLICATE_STEP",
        message: `The step id "${id}" is already used on line ${line}.`,
        hint: "Give every step an id of its own.",
        place: source.locate(["steps", index, "id"]),
      },
    ];
  });
}

function checkStep(step: DraftStep, steps: readonly DraftStep[], actions: readonly Action[], source: SourceText): Problem[] {
  const path = ["steps", step.index];
  const variables = stepVariables(idsBefore(steps, step.index));
  const explain = (problem: ExpressionProblem, value: string) => explainSteps(problem, value, steps.slice(step.index));
  const condition = step.if === undefined ? [] : compileExpression(step.if, variables).problems;
  const problems = condition.map((problem) => toProblem(explain(problem, step.if ?? ""), step.if ?? "", [...path, "if"], source));
  if (step.uses === undefined) return problems;
  const action = actions.find(({ name }) => name === step.uses);
  if (!action) return [...problems, unknownAction(step.uses, actions, [...path, "uses"], source)];
  const check = (value: string, at: Path, item: Variables) =>
    compileTemplate(value, { ...variables, ...item }).problems.map((problem) => toProblem(explain(problem, value), value, at, source));
  const templates = Object.entries(step.with).flatMap(([key, value]) =>
    checkTemplates(value, [...path, "with", key], (text, at) => check(text, at, action.items?.[key] ?? {})),
  );
  const named = (action.stepKeys ?? []).flatMap((key) => checkStepNames(step, key, steps, source));
  return [...problems, ...checkInput(action, step.with, [...path, "with"], source), ...templates, ...named];
}

/** A key that names steps must name steps above. */
function checkStepNames({ with: input, index }: DraftStep, key: string, steps: readonly DraftStep[], source: SourceText): Problem[] {
  const value = input[key];
  const names: [Path, unknown][] = Array.isArray(value) ? value.map((name, at) => [[key, at], name]) : [[[key], value]];
  const above = idsBefore(steps, index);
  return names.flatMap(([at, name]) => {
    if (typeof name !== "string" || isTemplate(name) || above.includes(name)) return [];
    const place = source.locate(["steps", index, "with", ...at]);
    if (steps.slice(index).some(({ id }) => id === name)) {
      return [
        { code: "LATER_STEP", message: `The step "${name}" has not run yet here.`, hint: "A step can use steps above it only.", place },
      ];
    }
    const meant = nearest(name, above);
    const hint = meant ? `Did you mean "${meant}"?` : "Give the step that is meant this id.";
    return [{ code: "UNKNOWN_STEP", message: `There is no step "${name}" above.`, hint, place }];
  });
}

function unknownAction(uses: string, actions: readonly Action[], path: Path, source: SourceText): Problem {
  const names = actions.map(({ name }) => name);
  const meant = nearest(uses, names);
  return {
    code: "UNKNOWN_ACTION",
    message: `Unknown action "${uses}".`,
    hint: meant ? `Did you mean "${meant}"?` : `The actions are: ${names.join(", ")}.`,
    place: source.locate(path),
  };
}

function checkTemplates(value: unknown, path: Path, check: (text: string, at: Path) => Problem[]): Problem[] {
  if (typeof value === "string") return isTemplate(value) ? check(value, path) : [];
  if (typeof value !== "object" || value === null) return [];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, item]) => checkTemplates(item, [...path, key], check));
}

function checkInput(action: Action, input: unknown, path: Path, source: SourceText): Problem[] {
  const result = action.input.safeParse(input, { reportInput: true });
  if (result.success) return [];
  const issues = result.error.issues.filter((issue) => !isOpen(issue, input));
  return issues.length > 0 ? toYamlProblems(new z.ZodError(issues), path, action.input, source.locate) : [];
}

// What an expression will give is known in the run only; there the input is parsed once more.
function isOpen(issue: z.core.$ZodIssue, input: unknown): boolean {
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], input);
  if (typeof value === "string") return isTemplate(value);
  if (issue.code !== "invalid_union") return false;
  return issue.errors.some((branch) => branch.length > 0 && branch.every((inner) => isOpen(inner, value)));
}

/** A reference to a step that comes later, or to none, gets a message of its own. */
function explainSteps(problem: ExpressionProblem, value: string, fromHere: readonly DraftStep[]): ExpressionProblem {
  const isField = problem.message.startsWith('"steps" has no field');
  const at = isField ? value.lastIndexOf("steps", problem.start) : problem.code === "UNKNOWN_VARIABLE" ? problem.start : undefined;
  const id = at === undefined ? undefined : /^steps(?:\.|\[["'])([a-z0-9-]+)/.exec(value.slice(at))?.[1];
  if (id === undefined) return problem;
  if (fromHere.some((step) => step.id === id)) {
    return {
      ...problem,
      code: "LATER_STEP",
      message: `The step "${id}" has not run yet here.`,
      hint: "A step can use steps above it only.",
    };
  }
  if (isField) return problem;
  return { ...problem, message: `There is no step "${id}" above.`, hint: "Give the step that is meant this id." };
}
