import { setImmediate } from "node:timers/promises";
import * as z from "zod";
import { type Context, defineAction, type StepResult } from "../action.ts";
import { type Artifact, parseArtifactPath } from "../artifact.ts";
import { type Selected, selectComponents, toComponentVariables, toLabel } from "../assets/index.ts";
import { type Rendering, renderSvg } from "../render/index.ts";
import type { Note } from "../run.ts";
import { capitalize, checkCollisions } from "./collisions.ts";
import { ArtifactPath, hasExpression, Patterns, PruneFolder } from "./inputs.ts";

const Input = z.strictObject({
  select: z
    .strictObject({
      components: Patterns.default("**").describe(
        "Which components, as globs over group and name: icons/**. Parts that start with _ or . are left out unless the pattern names them.",
      ),
      exclude: Patterns.optional().describe("Components to leave out, as globs over group and name."),
      page: Patterns.optional().describe("Only components whose main instance stands on such a page; a name or glob, or a list."),
    })
    .prefault({})
    .describe("Which components are written; all when left out. Deleted and hidden ones never are."),
  format: z.literal("svg", { error: "must be svg, the only format so far" }).default("svg").describe("The file format: svg."),
  path: ArtifactPath.refine(hasExpression, { error: "must name each component, for example with ${{ kebab(component.name) }}" }).describe(
    "Where each component goes, from the repository's root; filled once per component with component.name, component.path, component.fullName, component.id, component.variant (property → value) and page.name.",
  ),
  prune: PruneFolder,
});

/** Draws the components of a design as SVG files; what cannot be drawn faithfully is not written but reported. */
export const exportAssets = defineAction({
  name: "export-assets",
  description: "Writes components of the design, such as icons, as one SVG file each.",
  input: Input,
  items: {
    path: {
      component: { id: "", name: "", path: "", fullName: "", variant: {} },
      page: { id: "", name: "" },
    },
  },
  run,
});

interface Target {
  selected: Selected;
  path: string;
  owner: string;
}

async function run(input: z.output<typeof Input>, context: Context): Promise<StepResult> {
  const selected = selectComponents(context.design, input.select);
  const targets = selected.map((entry) => toTarget(entry, input.path, context));
  checkCollisions(targets, toHint);
  const artifacts: Artifact[] = [];
  const keep: string[] = [];
  const notes: Note[] = selected.length === 0 ? [nothingSelected(input, context)] : [];
  let rested = performance.now();
  for (const target of targets) {
    context.signal.throwIfAborted();
    if (performance.now() - rested > 20) {
      await setImmediate();
      rested = performance.now();
    }
    const rendering = draw(target.selected);
    if (rendering.unfaithful.length === 0) artifacts.push(toArtifact(target, rendering));
    else {
      keep.push(target.path);
      notes.push(toNote(target, rendering));
    }
  }
  const paths = artifacts.map(({ path }) => path).sort();
  const outputs = { count: artifacts.length, skipped: keep.length, paths };
  return { artifacts, keep, notes, outputs, prune: input.prune === undefined ? [] : [input.prune] };
}

function toTarget(selected: Selected, template: string, { render }: Context): Target {
  const { component, page } = selected;
  const variables = { component: toComponentVariables(component), page: { id: component.pageId, name: page?.name ?? "" } };
  return { selected, path: parseArtifactPath(render(template, variables)), owner: `the component ${JSON.stringify(toLabel(component))}` };
}

function draw({ component, page }: Selected): Rendering {
  return renderSvg(page?.objects ?? {}, component.rootId);
}

function toArtifact({ selected: { component }, path }: Target, { svg }: Rendering): Artifact {
  return { path, content: Buffer.from(svg), from: { kind: "component", id: component.id, name: toLabel(component) } };
}

const MOST_REASONS = 3;

function toNote({ owner, path }: Target, { unfaithful }: Rendering): Note {
  const reasons = unfaithful.map(({ name, what }) => `the layer ${JSON.stringify(name)} has ${what}`);
  const more = reasons.length > MOST_REASONS ? `; and ${reasons.length - MOST_REASONS} more` : "";
  const message = `${capitalize(owner)} was not drawn: ${reasons.slice(0, MOST_REASONS).join("; ")}${more}. The file ${path} stays as it is.`;
  return { level: "warning", message };
}

function nothingSelected({ select }: z.output<typeof Input>, { design }: Context): Note {
  const live = design.components.filter(({ deleted }) => !deleted).length;
  return { level: "warning", message: `No component fits ${JSON.stringify(select)}; the design has ${live}.` };
}

function toHint(first: Target, second: Target): string {
  const properties = [first, second].flatMap(({ selected }) => selected.component.variant?.properties ?? []);
  const [property] = properties;
  if (property) return `Put the variant into the path, for example with component.variant[${JSON.stringify(property.name)}].`;
  return "Put more into the path, for example component.path, or rename one of them in the design.";
}
