import type { Event } from "../event.ts";
import { matchesNamed, toList } from "../glob.ts";
import type { Recipe } from "../recipe.ts";
import { compileExpression } from "./expressions.ts";
import type { SourceFile } from "./sources.ts";
import { recipeScope, recipeVariables } from "./variables.ts";

/** One condition of a recipe and what it was held against. */
export interface Reason {
  /** As in the recipe: `source.file: Icons`. */
  condition: string;
  value: string;
  ok: boolean;
}

/** Whether a recipe wants to run for an event and a file, and why or why not. */
export interface Match {
  recipe: Recipe;
  matched: boolean;
  reasons: readonly Reason[];
  /** Why the `if` could not be evaluated, where it could not. */
  failed?: unknown;
}

/** Holds an event about a file against every recipe; the order is the recipes'. Never throws: an `if` that cannot be evaluated does not match. */
export function matchRecipes(recipes: readonly Recipe[], event: Event, file: SourceFile): Match[] {
  return recipes.map((recipe) => {
    const reasons = [...matchSource(recipe, file), ...matchEvent(recipe, event)];
    // A condition may cost something and may speak of props that only some events have, so it comes last.
    const isWanted = reasons.every(({ ok }) => ok);
    if (!isWanted || recipe.if === undefined) return { recipe, matched: isWanted, reasons };
    const { failed, ...reason } = evaluateIf(recipe, recipe.if, event, file);
    return { recipe, matched: reason.ok, reasons: [...reasons, reason], ...(failed !== undefined && { failed }) };
  });
}

/** The conditions of `source`, as many as the recipe has. */
export function matchSource({ source }: Recipe, file: SourceFile): Reason[] {
  const named: [keyof Recipe["source"], { id: string; name: string }][] = [
    ["penpot", { id: file.instance, name: file.instance }],
    ["team", { id: file.teamId, name: file.teamName }],
    ["project", { id: file.projectId, name: file.projectName }],
    ["file", { id: file.id, name: file.name }],
  ];
  return named.flatMap(([key, thing]) => {
    const patterns = source[key];
    if (patterns === undefined) return [];
    return [
      {
        condition: `source.${key}: ${toList(patterns).join(", ")}`,
        value: thing.name === thing.id ? thing.name : `${thing.name} (${thing.id})`,
        ok: matchesNamed(patterns, thing),
      },
    ];
  });
}

// The timer and a person ask for the state, not for an event, so `on` does not hold them up.
function matchEvent({ on }: Recipe, { trigger, name }: Event): Reason[] {
  if (trigger !== "penpot") return [];
  return [{ condition: `on: ${Object.keys(on).join(", ")}`, value: name, ok: Object.hasOwn(on, name) }];
}

function evaluateIf(recipe: Recipe, condition: string, event: Event, file: SourceFile): Reason & { failed?: unknown } {
  try {
    const ok = compileExpression(condition, recipeVariables).evaluate(recipeScope(recipe, event, file));
    return { condition: `if: ${condition}`, value: String(ok), ok };
  } catch (error) {
    return { condition: `if: ${condition}`, value: error instanceof Error ? error.message : String(error), ok: false, failed: error };
  }
}
