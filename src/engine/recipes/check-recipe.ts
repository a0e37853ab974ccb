import type { Action } from "../../action.ts";
import type { Problem } from "../../errors.ts";
import { eventNames } from "../../events/index.ts";
import { findPatternMistake } from "../../glob.ts";
import { nearest } from "../../yaml.ts";
import { compileExpression, compileTemplate, isTemplate } from "../expressions.ts";
import { pullRequestVariables, recipeVariables } from "../variables.ts";
import { checkSteps, idsBefore } from "./check-steps.ts";
import type { Draft } from "./draft.ts";
import { type SourceText, toProblem } from "./source-text.ts";

export interface CheckOptions {
  actions: readonly Action[];
  /** The names of the configured forges; without it any name is right. */
  knownForges?: readonly string[];
}

/** Everything about a recipe that its shape alone does not say. */
export function checkRecipe(draft: Draft, { actions, knownForges }: CheckOptions, source: SourceText): Problem[] {
  return [
    ...checkSource(draft, source),
    ...checkEvents(draft, source),
    ...checkIf(draft, source),
    ...checkSteps(draft.steps, actions, source),
    ...checkPullRequest(draft, knownForges, source),
  ];
}

function checkSource(draft: Draft, source: SourceText): Problem[] {
  return draft.source.flatMap(({ path, pattern }) => {
    const mistake = isTemplate(pattern) ? "cannot hold an expression" : findPatternMistake(pattern);
    if (!mistake) return [];
    const message = `The pattern ${JSON.stringify(pattern)} ${mistake}.`;
    return [{ code: "WRONG_PATTERN", message, hint: "Write a name, an id or a glob such as Icons*.", place: source.locate(path) }];
  });
}

function checkEvents({ on }: Draft, source: SourceText): Problem[] {
  return on
    .filter((name) => !eventNames.some((known) => known === name))
    .map((name) => {
      const meant = nearest(name, eventNames);
      return {
        code: "UNKNOWN_EVENT",
        message: `Unknown event "${name}".`,
        hint: meant ? `Did you mean "${meant}"?` : `Penpot's events are: ${eventNames.join(", ")}.`,
        place: source.locate(["on", name], "key"),
      };
    });
}

function checkIf(draft: Draft, source: SourceText): Problem[] {
  const condition = draft.if;
  if (condition === undefined) return [];
  return compileExpression(condition, recipeVariables).problems.map((problem) => toProblem(problem, condition, ["if"], source));
}

function checkPullRequest({ pullRequest, steps }: Draft, knownForges: readonly string[] | undefined, source: SourceText): Problem[] {
  const variables = pullRequestVariables(idsBefore(steps, steps.length));
  const templates = ["title", "body"].flatMap((key) => {
    const value = pullRequest[key];
    if (typeof value !== "string") return [];
    return compileTemplate(value, variables).problems.map((problem) => toProblem(problem, value, ["pull-request", key], source));
  });
  return [...templates, ...checkRepository(pullRequest["repository"], knownForges, source), ...checkPlain(pullRequest, source)];
}

function checkRepository(repository: unknown, knownForges: readonly string[] | undefined, source: SourceText): Problem[] {
  const forge = typeof repository === "string" ? /^([a-z0-9-]+):/.exec(repository)?.[1] : undefined;
  if (forge === undefined || knownForges === undefined || knownForges.includes(forge)) return [];
  const meant = nearest(forge, knownForges);
  return [
    {
      code: "UNKNOWN_FORGE",
      message: `The configuration has no forge "${forge}".`,
      hint: meant ? `Did you mean "${meant}"?` : `Configured: ${knownForges.join(", ") || "none"}.`,
      place: source.locate(["pull-request", "repository"]),
    },
  ];
}

// Where the effect happens must not depend on what a designer typed.
function checkPlain(pullRequest: Draft["pullRequest"], source: SourceText): Problem[] {
  return ["repository", "base", "labels"].flatMap((key) => {
    const values = [pullRequest[key]].flat();
    if (!values.some((value) => typeof value === "string" && isTemplate(value))) return [];
    const hint = "Expressions are for title, body and what the steps are given.";
    return [
      {
        code: "NO_EXPRESSION",
        message: `"pull-request.${key}" cannot hold an expression.`,
        hint,
        place: source.locate(["pull-request", key]),
      },
    ];
  });
}
