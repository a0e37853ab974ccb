import { type Asset, namesOf } from "../../assets/index.ts";
import { UserError } from "../../errors.ts";
import { compileRegex } from "../../linear-regex.ts";
import type { Note } from "../../run.ts";
import { capitalize } from "../collisions.ts";
import type { NameRule } from "./input.ts";
import { toOwner } from "./targets.ts";

const MOST_NAMED = 20;

/** Tells all names that break the rule: as a note, or as one UserError NAME_INVALID. */
export function checkNames(assets: readonly Asset[], rule: NameRule | undefined): Note[] {
  if (rule === undefined) return [];
  const { pattern, on, level } = rule;
  const regex = compileRegex(pattern);
  const wrong = new Map<string, Asset>();
  for (const asset of assets) {
    const { name, fullName } = namesOf(asset);
    const tested = on === "name" ? name : fullName;
    if (!regex.test(tested)) wrong.set(tested, wrong.get(tested) ?? asset);
  }
  if (wrong.size === 0) return [];
  const message = toMessage([...wrong.keys()], pattern);
  if (level === "warning") return [{ level: "warning", message }];
  const hint = "Rename them in the design, leave them out with select.exclude, or change validate-name. Nothing was written.";
  const problems = [...wrong].map(([name, asset]) => ({
    code: "NAME_INVALID",
    message: `${capitalize(toOwner(asset))} breaks the rule for names: ${JSON.stringify(name)} does not fit ${pattern}.`,
  }));
  throw new UserError("NAME_INVALID", message, {
    hint,
    problems: [...problems.slice(0, -1), ...problems.slice(-1).map((last) => ({ ...last, hint }))],
  });
}

function toMessage(names: readonly string[], pattern: string): string {
  const shown = names.slice(0, MOST_NAMED).map((name) => JSON.stringify(name));
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : "";
  const head = names.length === 1 ? "One name does" : `${names.length} names do`;
  return `${head} not fit the rule ${pattern}: ${shown.join(", ")}${more}.`;
}
