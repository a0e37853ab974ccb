import type { Shape } from "../design.ts";
import { compileNameGlob, findPatternMistake, toList } from "../glob.ts";
import type { Patterns } from "./patterns.ts";

/** What Penpot can export to. */
export const PRESET_TYPES = ["png", "jpeg", "webp", "svg", "pdf"] as const;

export type PresetType = (typeof PRESET_TYPES)[number];

/** An entry of a layer's export panel (file-model.md §2.9). */
export interface Preset {
  type: PresetType;
  scale: number;
  suffix: string;
}

/** Which presets count: `true` all of them. */
export type PresetFilter = true | { type?: string | readonly string[] | undefined; suffix?: Patterns | undefined };

/** The presets of a layer that a filter lets through, each once; entries Penpot itself could not export are left out. */
export function presetsOf(shape: Shape | undefined, filter: PresetFilter = true): Preset[] {
  const entries: unknown = shape?.["exports"];
  if (!Array.isArray(entries)) return [];
  const presets = entries.flatMap((entry: unknown) => toPreset(entry)).filter((preset) => fits(preset, filter));
  return [...new Map(presets.map((preset) => [JSON.stringify([preset.type, preset.scale, preset.suffix]), preset])).values()];
}

/** A suffix as it may stand in a file's name: what Penpot writes as `_` too (rendering.md §8). */
export function toFileSuffix(suffix: string): string {
  return suffix.replace(/[\\/:*?"<>|\p{Cc}]/gu, "_");
}

function toPreset(entry: unknown): Preset[] {
  if (typeof entry !== "object" || entry === null) return [];
  const { type, scale = 1, suffix = "" } = entry as Record<string, unknown>;
  const known = PRESET_TYPES.find((name) => name === type);
  if (!known || typeof scale !== "number" || !(scale > 0)) return [];
  return [{ type: known, scale, suffix: typeof suffix === "string" ? suffix : "" }];
}

function fits({ type, suffix }: Preset, filter: PresetFilter): boolean {
  if (filter === true) return true;
  if (filter.type !== undefined && !toList(filter.type).includes(type)) return false;
  return filter.suffix === undefined || fitsName(filter.suffix, suffix);
}

/** Whether a text is one of the patterns, or fits one as a glob in which `*` is any text. */
export function fitsName(patterns: Patterns, text: string): boolean {
  return toList(patterns).some(
    (pattern) => pattern === text || (findPatternMistake(pattern) === undefined && compileNameGlob(pattern)?.(text) === true),
  );
}
