import type { Context } from "../../action.ts";
import { parseArtifactPath } from "../../artifact.ts";
import { type Asset, presetsOf, toAssetLabel, toComponentVariables, toFileSuffix, toShapeVariables } from "../../assets/index.ts";
import { type Problem, UserError } from "../../errors.ts";
import { checkCollisions } from "../collisions.ts";
import { doInTurn } from "./in-turn.ts";
import { EXTENSIONS, type Format, type Options } from "./input.ts";

/** One file that shall be: what it shows and how. */
export interface Rendition {
  format: Format;
  /** 1 for svg and pdf. */
  scale: number;
  /** Of the designer's preset. */
  suffix: string;
}

export interface Target extends Rendition {
  asset: Asset;
  path: string;
  /** `the component "check"`. */
  owner: string;
}

const NO_COMPONENT = { id: "", name: "", path: "", fullName: "", variant: {} };

/** All files of the assets, sorted by path. Throws one UserError for all paths that cannot be, and PATH_COLLISION. */
export async function toTargets(assets: readonly Asset[], options: Options, context: Context): Promise<Target[]> {
  const problems: Problem[] = [];
  const made = await doInTurn(assets, 1, context.signal, async (asset) =>
    toRenditions(asset, options).flatMap((rendition): Target[] => {
      const owner = toOwner(asset);
      try {
        return [{ ...rendition, asset, owner, path: toPath(asset, rendition, options, context) }];
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        problems.push(explain(error, asset, owner));
        return [];
      }
    }),
  );
  const targets = made.flat();
  const [first] = problems;
  if (first) throw new UserError(first.code, first.message, { ...(first.hint && { hint: first.hint }), problems: shorten(problems) });
  const claims = targets.map((target) => ({ path: target.path, owner: toDetailedOwner(target, options), target }));
  checkCollisions(
    claims,
    (one, other) => toHint(one.target, other.target),
    (one, other) => one.target.asset === other.target.asset,
  );
  return targets.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** `the component "icon/check"`, `the board "Screens/Home"`, `the layer "Art/hero"`. */
export function toOwner(asset: Asset): string {
  const kind = asset.component ? "component" : asset.shape?.type === "frame" ? "board" : "layer";
  return `the ${kind} ${JSON.stringify(toAssetLabel(asset))}`;
}

function toRenditions(asset: Asset, { select, format, scale = 1 }: Options): Rendition[] {
  if (select.preset !== undefined && format === undefined) {
    const renditions = presetsOf(asset.shape, select.preset).map((preset) => ({
      format: preset.type,
      scale: isVector(preset.type) ? 1 : preset.scale,
      suffix: toFileSuffix(preset.suffix),
    }));
    // An SVG is the same at every scale.
    return [...new Map(renditions.map((rendition) => [JSON.stringify(rendition), rendition])).values()];
  }
  const formats = new Set([format ?? "svg"].flat());
  const scales = new Set([scale].flat());
  return [...formats].flatMap((one) => (isVector(one) ? [1] : [...scales]).map((size) => ({ format: one, scale: size, suffix: "" })));
}

/** Whether pictures of the format have no pixels, and so no scale. */
export function isVector(format: Format): format is "svg" | "pdf" {
  return format === "svg" || format === "pdf";
}

function toPath(asset: Asset, { format, scale, suffix }: Rendition, { path: template }: Options, { render }: Context): string {
  const { component, page } = asset;
  const path = render(template, {
    component: component ? toComponentVariables(component) : NO_COMPONENT,
    shape: toShapeVariables(asset),
    page: { id: page?.id ?? component?.pageId ?? "", name: page?.name ?? "" },
    scale,
    format: EXTENSIONS[format],
    suffix,
  });
  return parseArtifactPath(suffix === "" || names("suffix", template) ? path : addSuffix(path, suffix));
}

/** Whether an expression of the template speaks of a variable. */
function names(variable: string, template: string): boolean {
  return template
    .split("${{")
    .slice(1)
    .some((piece) => new RegExp(`\\b${variable}\\b`).test(piece));
}

function addSuffix(path: string, suffix: string): string {
  const [, head = path, extension = ""] = /^(.*[^/])(\.[^./]+)$/s.exec(path) ?? [];
  return `${head}${suffix}${extension}`;
}

function explain(error: UserError, asset: Asset, owner: string): Problem {
  const isWithout = !asset.component && error.message.includes("component.");
  const hint = isWithout ? "This is no component: speak of shape.name and shape.path." : error.hint;
  return { code: error.code, message: `The path of ${owner} cannot be made: ${error.message}`, ...(hint && { hint }) };
}

const MOST_PROBLEMS = 20;

/** The first problems, and how many there are besides. */
export function shorten(problems: readonly Problem[]): Problem[] {
  const more = problems.length - MOST_PROBLEMS;
  if (more <= 0) return [...problems];
  return [...problems.slice(0, MOST_PROBLEMS), { code: problems[0]?.code ?? "", message: `… and ${more} more of this kind.` }];
}

function toDetailedOwner({ owner, format, scale, suffix }: Target, options: Options): string {
  const isPreset = options.select.preset !== undefined && options.format === undefined;
  const hasMany = isPreset || [options.format ?? "svg"].flat().length > 1 || [options.scale ?? 1].flat().length > 1;
  if (!hasMany) return owner;
  const size = isVector(format) ? "" : ` at scale ${scale}`;
  return `${owner} as ${format}${size}${suffix === "" ? "" : ` with the suffix ${JSON.stringify(suffix)}`}`;
}

function toHint(first: Target, second: Target): string {
  if (first.asset === second.asset) {
    if (first.format !== second.format) return "Put the format into the path: end it in .${{ format }}.";
    if (first.scale !== second.scale) return "Put the scale into the path, for example @${{ scale }}x in front of the extension.";
    return "Put the suffix into the path as it is: ${{ suffix }}.";
  }
  const properties = differingProperties(first.asset, second.asset).map((name) => `component.variant[${JSON.stringify(name)}]`);
  if (properties.length > 0) return `Put the variant into the path, for example with ${properties.join(" and ")}.`;
  const around = first.asset.component ? "component.path" : "shape.path or page.name";
  return `Put more into the path, for example ${around}, or rename one of them in the design.`;
}

/** The names of the variant properties that tell two components apart. */
function differingProperties(...assets: readonly Asset[]): string[] {
  const [one, other] = assets.map(({ component }) => new Map(component?.variant?.properties.map(({ name, value }) => [name, value])));
  const names = new Set([...(one?.keys() ?? []), ...(other?.keys() ?? [])]);
  return [...names].filter((name) => one?.get(name) !== other?.get(name));
}
