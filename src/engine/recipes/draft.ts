/** What can be told of a recipe whose shape may still be wrong, so that every other mistake in it is found too. */
export interface Draft {
  name?: string;
  if?: string;
  on: readonly string[];
  source: readonly { path: readonly (string | number)[]; pattern: string }[];
  steps: readonly DraftStep[];
  pullRequest: Readonly<Record<string, unknown>>;
}

export interface DraftStep {
  index: number;
  id?: string;
  uses?: string;
  if?: string;
  with: Readonly<Record<string, unknown>>;
}

/** Takes what has the right type out of a YAML document's plain data. */
export function toDraft(data: unknown): Draft {
  const recipe = toRecord(data);
  const steps = Array.isArray(recipe["steps"]) ? recipe["steps"] : [];
  return {
    ...text(recipe, "name"),
    ...text(recipe, "if"),
    on: Object.keys(toRecord(recipe["on"])),
    source: Object.entries(toRecord(recipe["source"])).flatMap(([key, value]) => toPatterns(key, value)),
    steps: steps.map((step, index) => toStep(toRecord(step), index)),
    pullRequest: toRecord(recipe["pull-request"]),
  };
}

function toStep(step: Readonly<Record<string, unknown>>, index: number): DraftStep {
  return { index, ...text(step, "id"), ...text(step, "uses"), ...text(step, "if"), with: toRecord(step["with"]) };
}

function toPatterns(key: string, value: unknown): Draft["source"] {
  if (typeof value === "string") return [{ path: ["source", key], pattern: value }];
  if (!Array.isArray(value)) return [];
  return value.flatMap((pattern, index) => (typeof pattern === "string" ? [{ path: ["source", key, index], pattern }] : []));
}

function text<Key extends string>(record: Readonly<Record<string, unknown>>, key: Key): { [K in Key]?: string } {
  const value = record[key];
  return (typeof value === "string" ? { [key]: value } : {}) as { [K in Key]?: string };
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
