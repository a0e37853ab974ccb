import * as z from "zod";
import type { Place } from "./errors.ts";

const NO_DURATION = "is no duration; write it like 30s, 15m or 2h";

/** `30s`, `15m`, `2h`, `1d` or `0`, as milliseconds. */
export const Duration = z
  .union([z.string(), z.literal(0)], { error: NO_DURATION })
  .refine((text) => text === 0 || /^(0|\d+(\.\d+)?(ms|s|m|h|d))$/.test(text), { error: NO_DURATION })
  .transform(toMilliseconds);

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function toMilliseconds(text: string | 0): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(String(text));
  return match ? Number(match[1]) * (UNITS[match[2] ?? "ms"] ?? 1) : 0;
}

const Name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, { error: "must be kebab-case: a-z, 0-9 and -, at most 63 characters" });

/** A name, an id or a glob; or a list of them. */
const Pattern = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

/** The design files a recipe reads; what is left out matches all. */
export const Source = z.strictObject({
  penpot: Pattern.optional(),
  team: Pattern.optional(),
  project: Pattern.optional(),
  file: Pattern.optional(),
});
export type Source = z.infer<typeof Source>;

export const Step = z.strictObject({
  id: Name.optional(),
  uses: z.string(),
  if: z.string().optional(),
  with: z.record(z.string(), z.unknown()).default({}),
});
export type Step = z.infer<typeof Step>;

export const PullRequest = z.strictObject({
  repository: z.string().regex(/^[a-z0-9-]+:.+$/, { error: "must be <forge name>:<path>, like github:acme/web" }),
  base: z.string().optional(),
  title: z.string().optional(),
  body: z.string().optional(),
  labels: z.array(z.string()).default([]),
});
export type PullRequest = z.infer<typeof PullRequest>;

/** A recipe as written in YAML. Events are checked against the catalogue, actions and expressions by the engine. */
export const RecipeFile = z.strictObject({
  name: Name,
  description: z.string().optional(),
  source: Source,
  on: z.record(z.string(), z.strictObject({}).nullable()).default({ "update-file": {} }),
  if: z.string().optional(),
  debounce: z.strictObject({ quiet: Duration.prefault("30s"), "max-wait": Duration.prefault("15m") }).prefault({}),
  steps: z.array(Step).min(1),
  "pull-request": PullRequest,
});

/** A recipe that was loaded and checked; `place` is its file, `hash` changes whenever its text does. */
export interface Recipe extends z.output<typeof RecipeFile> {
  place: Place;
  hash: string;
}
